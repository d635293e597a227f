"""`gate log verify`: the log of this gate, a published folder, or a bundle."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.log_bundle import Given, verified_bundle
from gate.cli.options import OutputForm, TrustPolicyFile, TsaChain, Var
from gate.cli.output import Output, as_json
from gate.cli.personal import personal_key, personal_line
from gate.cli.progress import clear_progress, show_progress
from gate.errors import Invalid

Bundle = Annotated[
    Path | None,
    typer.Option(
        "--bundle",
        metavar="FILE",
        help="Check a bundle without database, network or settings; needs --vkey.",
    ),
]
Tiles = Annotated[
    Path | None,
    typer.Option("--tiles", metavar="DIR", help="Check a published folder; needs --vkey."),
]
GateKeys = Annotated[
    list[Path] | None,
    typer.Option(
        "--gate-key",
        metavar="FILE",
        help="A gate's public key (PEM), for --bundle or --tiles; can be given several times.",
    ),
]
Witnesses = Annotated[
    list[str] | None,
    typer.Option(
        "--witness",
        metavar="KEY",
        help="A witness that must have cosigned, for --bundle; can be given several times.",
    ),
]


def verify(
    var: Var = None,
    vkey: Annotated[
        str | None, typer.Option("--vkey", help="The log's key, from a source that you trust.")
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(
            "--checkpoint", metavar="FILE", help="A checkpoint of this log that you hold."
        ),
    ] = None,
    tiles: Tiles = None,
    policy: TrustPolicyFile = None,
    gate_key: GateKeys = None,
    witness: Witnesses = None,
    tsa_chain: TsaChain = None,
    bundle: Bundle = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Check every entry of the log; may run beside the service. Exit code 0 clean, 1 findings.

    Exit code 2 says that there was nothing to check: no log, or a bundle that is none.

    Without --vkey the log is checked against the key that it names itself.

    Example: gate log verify --var var --vkey "$(cat log.vkey)" --checkpoint checkpoint.txt
    """
    if bundle is not None and tiles is not None:
        raise Invalid("one thing is checked at a time: --bundle or --tiles")
    if witness and bundle is None:
        raise Invalid("--witness is for a bundle; a published folder is checked with --policy")
    if tsa_chain is not None and tiles is not None:
        raise Invalid(
            "a published folder has no time stamps: --tsa-chain is for the log or a bundle"
        )
    given = Given(vkey, checkpoint, policy, tuple(gate_key or ()), tuple(witness or ()), tsa_chain)
    if bundle is not None:
        said, clean = verified_bundle(bundle, given, output)
    else:
        report = _tiles(tiles, given) if tiles is not None else _database(var, given)
        clear_progress()
        said = as_json(_document(report)) if output is Output.JSON else _page(report)
        clean = report.clean
    sys.stdout.write(said)
    raise typer.Exit(0 if clean else 1)


def _database(var: Path | None, given: Given) -> Any:
    from gate.log.fsck import verify as verify_log
    from gate.settings import load_settings
    from gate.stamping.stamping import read_authority

    if given.policy is not None or given.gate_keys:
        raise Invalid("--policy and --gate-key are for a bundle or a published folder")
    settings = load_settings(var=var, tsa_chain=given.tsa_chain)
    authority = None if settings.tsa_chain is None else read_authority(settings.tsa_chain)
    return verify_log(
        settings.var,
        url=settings.shared_database,
        vkey=given.vkey,
        checkpoint=_read(given.checkpoint) if given.checkpoint else None,
        pin=settings.pin,
        authority=authority,
        personal=personal_key(settings),
        progress=show_progress,
        workers=os.cpu_count() or 1,
    )


def _tiles(folder: Path, given: Given) -> Any:
    from gate.log.keys import key_id, read_public_pem
    from gate.log.tiled import verify_tiles
    from gate.log.trust_policy import TrustPolicy

    if given.vkey is None:
        raise Invalid("a published folder is checked against the log's key: --vkey")
    keys = [read_public_pem(_read(path)) for path in given.gate_keys]
    return verify_tiles(
        folder,
        vkey=given.vkey,
        policy=TrustPolicy.parse(_bytes(given.policy)) if given.policy else None,
        held=_read(given.checkpoint) if given.checkpoint else None,
        gate_keys={key_id(public): public for public in keys} or None,
        progress=show_progress,
    )


def _read(path: Path) -> str:
    try:
        return _bytes(path).decode()
    except UnicodeDecodeError as error:
        raise Invalid(f"the file {path} is not a text in UTF-8") from error


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(f"the file {path} cannot be read") from error


def _document(report: Any) -> dict[str, Any]:
    return {
        "clean": report.clean,
        "origin": report.origin,
        "size": report.size,
        "root": report.root.hex(),
        "vkey": report.vkey,
        "vkey_given": report.vkey_given,
        "first_bad_index": report.first_bad_index,
        "stamps": {
            "held": report.stamps.held,
            "unchecked": report.stamps.unchecked,
            "newest": _newest_stamp(report.stamps),
        },
        "personal": dict(report.personal),
        "findings": [
            {"index": found.index, "code": found.code, "detail": found.detail}
            for found in report.findings
        ],
    }


def _page(report: Any) -> str:
    lines = [
        f"{'CLEAN' if report.clean else 'NOT CLEAN'}  {report.origin}, {report.size:,} entries",
        f"  root {report.root.hex()}",
    ]
    if not report.vkey_given:
        lines.append(f"  checked against the key that the log names itself: {report.vkey}")
        lines.append("  give --vkey from a source that you trust to rule out a replaced log")
    lines += _stamp_lines(report.stamps)
    lines += personal_line(report.personal)
    if report.first_bad_index is not None:
        lines.append(f"  first bad entry: {report.first_bad_index}")
    for found in report.findings:
        place = "the log" if found.index is None else f"entry {found.index}"
        lines.append(f"  {place}: {found.detail} ({found.code})")
    return "\n".join(lines) + "\n"


def _stamp_lines(stamps: Any) -> list[str]:
    if stamps.unchecked:
        count = f"{stamps.unchecked:,} time stamps were not checked"
        return [f"  {count}: give --tsa-chain, the certificates of an authority that you trust"]
    newest = _newest_stamp(stamps)
    if newest is None:
        return []
    return [
        f"  {stamps.held:,} time stamps hold; the newest says that the first {newest['size']:,} "
        f"entries were there at {newest['at']}"
    ]


def _newest_stamp(stamps: Any) -> dict[str, Any] | None:
    from gate.model.entry import instant

    if stamps.newest is None:
        return None
    return {"size": stamps.newest[0], "at": instant(stamps.newest[1])}
