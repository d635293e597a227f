"""`gate keys show`: what others need to verify this log."""

import sys
from typing import Annotated, Any

import typer

from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json

app = typer.Typer(help="The public keys of this gate.", no_args_is_help=True)


@app.callback()
def keys() -> None:
    """The public keys of this gate."""


@app.command("show")
def show(
    var: Var = None,
    origin: Annotated[
        str | None, typer.Option("--origin", help="The name of the log [default: GATE_ORIGIN].")
    ] = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Print the log's verifier key and the id of the gate's key; with --output json as PEM too.

    Give the JSON form to whoever verifies receipts: gate submit --trust FILE reads it.

    Example: gate keys show --output json > trust.json
    """
    from gate.log.keys import load_or_create_keys
    from gate.log.paths import keys_in
    from gate.settings import load_settings

    settings = load_settings(var=var, origin=origin)
    found = load_or_create_keys(settings.keys or keys_in(settings.var))
    log_line, gate_line = found.lines(settings.origin)
    if output is not Output.JSON:
        sys.stdout.write(f"{log_line}\n{gate_line}\n")
        return
    log_pem, gate_pem = found.public_pems()
    shown: dict[str, Any] = {
        "origin": settings.origin,
        "log": {"vkey": log_line.removeprefix("log "), "pem": log_pem},
        "gate": {"keyid": gate_line.removeprefix("gate "), "pem": gate_pem},
    }
    sys.stdout.write(as_json(shown))
