"""`gate log verify`: the log of this gate, a published folder, a bundle, or a receipt."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.log_bundle import Given, checked_alone, verified_bundle
from gate.cli.log_report import is_clean, log_document, log_page
from gate.cli.options import OutputForm, TrustPolicyFile, TsaChain, Var
from gate.cli.output import Output, as_json
from gate.cli.personal import personal_key
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
        help="A gate's public key (PEM), for --bundle, --tiles or --receipt; can be given several"
        " times.",
    ),
]
Witnesses = Annotated[
    list[str] | None,
    typer.Option(
        "--witness",
        metavar="KEY",
        help="A witness that must have cosigned, for --bundle or a --receipt alone; can be given"
        " several times.",
    ),
]
Receipt = Annotated[
    Path | None,
    typer.Option(
        "--receipt",
        metavar="FILE",
        help="Check a receipt (tlog-proof), alone or against --bundle, --checkpoint or the log that"
        " --var names; needs --vkey.",
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
    receipt: Receipt = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Check every entry of the log; may run beside the service. Exit code 0 clean, 1 findings.

    Exit code 2 says that there was nothing to check: no log, or a bundle or receipt that is none.

    Without --vkey the log is checked against the key that it names itself. A receipt alone is
    checked without database, network or settings.

    Example: gate log verify --var var --vkey "$(cat log.vkey)" --checkpoint checkpoint.txt
    """
    given = Given(
        vkey, checkpoint, policy, tuple(gate_key or ()), tuple(witness or ()), tsa_chain, receipt
    )
    is_alone = receipt is not None and var is None
    _check(given, bundle=bundle, tiles=tiles, is_alone=is_alone)
    if bundle is not None or is_alone:
        said, clean = verified_bundle(bundle, given, output)
    else:
        report, kept = (_tiles(tiles, given), None) if tiles else _database(var, given)
        clear_progress()
        json = output is Output.JSON
        said = as_json(log_document(report, kept)) if json else log_page(report, kept)
        clean = is_clean(report, kept)
    sys.stdout.write(said)
    raise typer.Exit(0 if clean else 1)


def _check(given: Given, *, bundle: Path | None, tiles: Path | None, is_alone: bool) -> None:
    """Refuse options that do not go together."""
    if bundle is not None and tiles is not None:
        raise Invalid("one thing is checked at a time: --bundle or --tiles")
    if tiles is not None and given.receipt is not None:
        raise Invalid("a receipt is held against --bundle, --checkpoint or --var, not --tiles")
    if given.witnesses and bundle is None and not is_alone:
        raise Invalid(
            "--witness is for a bundle or a receipt; a log or a published folder is checked with"
            " --policy"
        )
    if given.gate_keys and given.receipt is None and bundle is None and tiles is None:
        raise Invalid("--gate-key is for a bundle, a published folder or a receipt")
    if given.tsa_chain is not None and tiles is not None:
        raise Invalid(
            "a published folder has no time stamps: --tsa-chain is for the log or a bundle"
        )
    if given.tsa_chain is not None and is_alone and bundle is None:
        raise Invalid("a receipt has no time stamps: --tsa-chain is for the log or a bundle")


def _database(var: Path | None, given: Given) -> tuple[Any, Any]:
    """The verdict on the log, and what a receipt that is held against it says by itself."""
    from gate.log.fsck import verify as verify_log
    from gate.settings import load_settings
    from gate.stamping.stamping import read_authority

    settings = load_settings(var=var, tsa_chain=given.tsa_chain)
    authority = None if settings.tsa_chain is None else read_authority(settings.tsa_chain)
    kept = None if given.receipt is None else checked_alone(given)
    report = verify_log(
        settings.var,
        url=settings.shared_database,
        vkey=given.vkey,
        checkpoint=_read(given.checkpoint) if given.checkpoint else None,
        receipt=_proof(given.receipt, kept) if given.receipt else None,
        quorum=_quorum(given.policy, settings) if given.policy else None,
        pin=settings.pin,
        authority=authority,
        personal=personal_key(settings),
        progress=show_progress,
        workers=os.cpu_count() or 1,
    )
    return report, kept


def _proof(path: Path, checked: Any) -> Any:
    """The receipt as the log takes it; None where it proves nothing, which is a finding already."""
    from gate.log.proof import LogProof

    proves_nothing = any(found.code == "proof" for found in checked.findings)
    return None if proves_nothing else LogProof.parse(_read(path))


def _quorum(policy: Path, settings: Any) -> Any:
    """Whose cosignatures are needed, and the note that the gate keeps them in, beside the pin."""
    from gate.log.held import Quorum
    from gate.log.paths import pin_in
    from gate.log.trust_policy import TrustPolicy
    from gate.witness.kept import KeptNote
    from gate.witness.setting_up import kept_beside

    note = KeptNote(kept_beside(settings.pin or pin_in(settings.var))).note()
    return Quorum(TrustPolicy.parse(_bytes(policy)), note)


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
