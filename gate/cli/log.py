"""`gate log`: check the whole log, and prove one entry."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json
from gate.errors import Invalid

app = typer.Typer(help="The log of decisions.", no_args_is_help=True)


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
    output: OutputForm = Output.TEXT,
) -> None:
    """Check every entry of the log; may run beside the service. Exit code 0 clean, 1 findings.

    Without --vkey the log is checked against the key that it names itself.

    Example: gate log verify --var var --vkey "$(cat log.vkey)" --checkpoint checkpoint.txt
    """
    from gate.log.fsck import verify as verify_log
    from gate.settings import load_settings

    settings = load_settings(var=var)
    report = verify_log(
        settings.var,
        url=settings.shared_database,
        vkey=vkey,
        checkpoint=_read(checkpoint) if checkpoint else None,
        pin=settings.pin,
        progress=_progress,
    )
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    sys.stdout.write(as_json(_document(report)) if output is Output.JSON else _page(report))
    raise typer.Exit(0 if report.clean else 1)


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


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"the checkpoint {path} cannot be read") from error


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and of:
        bar = "█" * (done * 30 // of)
        sys.stderr.write(f"\r[{bar:<30}] {done:,} of {of:,} entries")


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
