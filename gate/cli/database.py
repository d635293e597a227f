"""`gate database upgrade`: the tables of a shared PostgreSQL database."""

import sys
from typing import Annotated

import typer

from gate.cli.options import OutputForm
from gate.cli.output import Output, as_json

app = typer.Typer(help="The PostgreSQL database that several gates share.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """The PostgreSQL database that several gates share."""


@app.command("upgrade")
def upgrade(
    role: Annotated[
        str | None,
        typer.Option(
            "--role", metavar="NAME", help="The role as which gates run; gets its rights."
        ),
    ] = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Make the tables, or bring them to this version; GATE_DATABASE_URL names their owner.

    Gates run as another role, which may add to the log and neither change nor delete what is there.

    Example: gate database upgrade --role gate_app
    """
    from gate.db.upgrade import upgrade_database
    from gate.errors import Misconfigured
    from gate.settings import load_settings

    url = load_settings().shared_database
    if url is None:
        raise Misconfigured("name the database in GATE_DATABASE_URL, as its owner")
    before, after = upgrade_database(url, role=role)
    if output is Output.JSON:
        sys.stdout.write(as_json({"before": before or None, "after": after}))
    elif before == after:
        sys.stdout.write(f"The tables are those of this version (revision {after}).\n")
    else:
        sys.stdout.write(f"Upgraded from {before or 'nothing'} to revision {after}.\n")
