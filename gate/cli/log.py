"""`gate log`: check the whole log, prove one entry, and show both to others."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.log_bundle import verified_bundle
from gate.cli.log_export import export
from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json
from gate.cli.progress import clear_progress, show_progress
from gate.errors import Invalid

app = typer.Typer(help="The log of decisions.", no_args_is_help=True)
app.command("export")(export)


@app.callback()
def log() -> None:
    """The log of decisions."""


@app.command("verify")
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
    tiles: Annotated[
        Path | None,
        typer.Option("--tiles", metavar="DIR", help="Check a published folder; needs --vkey."),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy", metavar="FILE", help="A tlog-policy whose quorum must have cosigned."
        ),
    ] = None,
    gate_key: Annotated[
        list[Path] | None,
        typer.Option(
            "--gate-key",
            metavar="FILE",
            help="A gate's public key (PEM), for --bundle or --tiles; can be given several times.",
        ),
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option(
            "--witness",
            metavar="KEY",
            help="A witness that must have cosigned, for --bundle; can be given several times.",
        ),
    ] = None,
    bundle: Annotated[
        Path | None,
        typer.Option(
            "--bundle",
            metavar="FILE",
            help="Check a bundle without database, network or settings; needs --vkey.",
        ),
    ] = None,
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
    if bundle is not None:
        if vkey is None or policy is not None:
            raise Invalid("a bundle is checked with --vkey, and with --witness instead of --policy")
        said, clean = verified_bundle(
            bundle, vkey, checkpoint, gate_key or [], witness or [], output
        )
        sys.stdout.write(said)
        raise typer.Exit(0 if clean else 1)
    if tiles is not None:
        report = _verified_tiles(tiles, vkey, policy, checkpoint, gate_key or [])
    elif policy is not None or gate_key:
        raise Invalid("--policy and --gate-key are for a bundle or a published folder")
    else:
        report = _verified(var, vkey, checkpoint)
    clear_progress()
    sys.stdout.write(as_json(_document(report)) if output is Output.JSON else _page(report))
    raise typer.Exit(0 if report.clean else 1)


def _verified(var: Path | None, vkey: str | None, checkpoint: Path | None) -> Any:
    from gate.log.fsck import verify as verify_log
    from gate.settings import load_settings

    settings = load_settings(var=var)
    return verify_log(
        settings.var,
        url=settings.shared_database,
        vkey=vkey,
        checkpoint=_read(checkpoint) if checkpoint else None,
        pin=settings.pin,
        progress=show_progress,
    )


def _verified_tiles(
    folder: Path,
    vkey: str | None,
    policy: Path | None,
    checkpoint: Path | None,
    gate_keys: list[Path],
) -> Any:
    from gate.log.keys import key_id, read_public_pem
    from gate.log.tiled import verify_tiles
    from gate.log.trust_policy import TrustPolicy

    if vkey is None:
        raise Invalid("a published folder is checked against the log's key: --vkey")
    given = [read_public_pem(_read(path)) for path in gate_keys]
    return verify_tiles(
        folder,
        vkey=vkey,
        policy=TrustPolicy.parse(_bytes(policy)) if policy else None,
        held=_read(checkpoint) if checkpoint else None,
        gate_keys={key_id(public): public for public in given} or None,
        progress=show_progress,
    )


@app.command("prove")
def prove(
    index: Annotated[int, typer.Argument(metavar="INDEX", help="The index of an entry.")],
    var: Var = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write [default: stdout].")
    ] = None,
) -> None:
    """Print the receipt of one entry: a C2SP tlog-proof file that carries the entry itself.

    Example: gate log prove 41 --out 41.tlog-proof
    """
    from gate.log.readers import open_reader
    from gate.log.view import LogView
    from gate.settings import load_settings

    settings = load_settings(var=var)
    reader = open_reader(settings.var, settings.shared_database)
    try:
        text = LogView(reader).receipt_parts(index).text
    finally:
        reader.close()
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8")


@app.command("publish")
def publish(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder that a web server shows.")
    ],
    var: Var = None,
) -> None:
    """Write the log as static files (C2SP tlog-tiles), or bring them up to date.

    Repeat it as often as wanted, beside the service; what was published is never changed. Entries
    name systems and decisions: show the folder to auditors alone.

    Example: gate log publish --var var --out /srv/gate-log
    """
    from gate.cli.log_shown import shown_checkpoint
    from gate.log.publish import publish as publish_log
    from gate.log.readers import open_reader
    from gate.settings import load_settings

    settings = load_settings(var=var)
    reader = open_reader(settings.var, settings.shared_database)
    try:
        done = publish_log(reader, shown_checkpoint(reader, settings), out)
    finally:
        reader.close()
    sys.stdout.write(f"{done.size:,} entries are published in {out}; {done.written:,} new files\n")


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
    if report.first_bad_index is not None:
        lines.append(f"  first bad entry: {report.first_bad_index}")
    for found in report.findings:
        place = "the log" if found.index is None else f"entry {found.index}"
        lines.append(f"  {place}: {found.detail} ({found.code})")
    return "\n".join(lines) + "\n"
