"""`gate keys`: what others need to verify this log, and giving it other keys."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json
from gate.errors import Invalid, NotFound

app = typer.Typer(help="The keys of this gate.", no_args_is_help=True)

Origin = Annotated[
    str | None, typer.Option("--origin", help="The name of the log [default: GATE_ORIGIN].")
]


class Which(StrEnum):
    """The two keys of a gate."""

    GATE = "gate"
    LOG = "log"


@app.callback()
def keys() -> None:
    """The keys of this gate."""


@app.command("show")
def show(var: Var = None, origin: Origin = None, output: OutputForm = Output.TEXT) -> None:
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
    history = _history(settings)
    if history is not None:
        shown["history"] = history
    sys.stdout.write(as_json(shown))


@app.command("rotate")
def rotate(
    which: Annotated[Which, typer.Argument(help="Which key: gate, or log.")],
    var: Var = None,
    origin: Origin = None,
    finish: Annotated[
        bool,
        typer.Option("--finish", help="End the time in which the old log key signs beside it."),
    ] = False,
) -> None:
    """Replace a key, as an entry of the log; stop this gate meanwhile.

    An old gate key counts until `gate keys revoke gate KEYID`. An old log key signs checkpoints
    beside the new one until --finish: give auditors and witnesses the new key before that.

    Example: gate keys rotate log --var var
    """
    rotation = _rotation(var, origin)
    if which is Which.LOG:
        sys.stdout.write(f"log {rotation.finish_log() if finish else rotation.rotate_log()}\n")
    elif finish:
        raise Invalid("--finish is for the log key; an old gate key ends with `gate keys revoke`")
    else:
        sys.stdout.write(f"gate {rotation.rotate_gate()}\n")


@app.command("revoke")
def revoke(
    which: Annotated[Which, typer.Argument(help="Which key: gate.")],
    keyid: Annotated[str, typer.Argument(metavar="KEYID", help="The id of the key.")],
    var: Var = None,
    origin: Origin = None,
    from_index: Annotated[
        int | None,
        typer.Option(
            "--from-index",
            metavar="N",
            help="The first entry that does not count any more [default: the next one].",
        ),
    ] = None,
) -> None:
    """Let a gate key count no more, as an entry of the log; this is for ever. Stop this gate first.

    Entries of the key before that one stand; those from it on are findings of every verification.

    Example: gate keys revoke gate 5d1e… --from-index 4711
    """
    if which is not Which.GATE:
        raise Invalid("a log key cannot be revoked within its own log: see docs/trust.md")
    first = _rotation(var, origin).revoke_gate(keyid, from_index)
    sys.stdout.write(f"gate {keyid} is revoked from entry {first:,} on\n")


def _rotation(var: Path | None, origin: str | None) -> Any:
    from gate.decide import utc_now
    from gate.log.paths import keys_in
    from gate.log.rotation import Rotation
    from gate.settings import load_settings

    settings = load_settings(var=var, origin=origin)
    return Rotation(settings.keys or keys_in(settings.var), _opener(settings), utc_now())


def _opener(settings: Any) -> Callable[[Any], Any]:
    from functools import partial

    from gate.log.log import Log

    open_log = Log.open
    if settings.shared_database is not None:
        open_log = partial(Log.open_shared, url=settings.shared_database)

    def opened(found: Any) -> Any:
        return open_log(
            settings.var,
            origin=settings.origin,
            log_key=found.log,
            gate_key=found.gate,
            old_log_key=found.old_log,
            pin=settings.pin,
        )

    return opened


def _history(settings: Any) -> dict[str, Any] | None:
    """Which keys counted for what, as the log has it; None where there is no log yet."""
    from gate.log.key_history import read_history
    from gate.log.keys import public_pem
    from gate.log.readers import open_reader

    try:
        reader = open_reader(settings.var, settings.shared_database)
    except NotFound:
        return None
    try:
        history = read_history(reader)
    finally:
        reader.close()
    return {
        "logs": [
            {"vkey": span.key.vkey, "after": span.added, "retired": span.retired}
            for span in history.logs
        ],
        "gates": [
            {
                "keyid": keyid,
                "pem": public_pem(span.public),
                "after": span.added,
                "until": span.until,
            }
            for keyid, span in history.gates.items()
        ],
    }
