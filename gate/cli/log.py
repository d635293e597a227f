"""`gate log`: check the whole log, prove one entry, show both to others, erase a person."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gate.cli.log_erase import erase
from gate.cli.log_export import export
from gate.cli.log_recheck import recheck
from gate.cli.log_replay import replay
from gate.cli.log_stamp import stamp
from gate.cli.log_verify import verify
from gate.cli.options import Var

app = typer.Typer(help="The log of decisions.", no_args_is_help=True)
app.command("verify")(verify)
app.command("export")(export)
app.command("replay")(replay)
app.command("recheck")(recheck)
app.command("stamp")(stamp)
app.command("erase")(erase)


@app.callback()
def log() -> None:
    """The log of decisions."""


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
