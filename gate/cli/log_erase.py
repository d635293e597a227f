"""`gate log erase`: what the log says of one person goes; that it went stays."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.options import OutputForm, Var
from gate.cli.output import Output, as_json
from gate.errors import Invalid, LogUnavailable, Misconfigured


def erase(
    person: Annotated[
        str, typer.Option("--person", metavar="ID", help="The id, as requests state it.")
    ],
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="TEXT", help="The legal basis; logged, so name nobody."),
    ],
    actor: Annotated[
        str,
        typer.Option(
            "--actor", metavar="NAME", help="The office or account that ordered it; logged."
        ),
    ],
    var: Var = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be erased, and change nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    output: OutputForm = Output.TEXT,
) -> None:
    """Erase the personal values of one person from every decision, and log that it was done.

    Every proof and receipt stays valid. It cannot be undone. With SQLite the service has to be
    stopped; with PostgreSQL it may run, and --var is another folder than a running gate's.
    Backups hold what they held: see the operations manual.

    Example: gate log erase --person a.noor@bank.example --reason "Art. 17, case 81" --actor dpo
    """
    from gate.decide import utc_now
    from gate.log.erasure import check_hold, found_of
    from gate.log.erasure import erase as erase_person
    from gate.log.log import Log
    from gate.settings import load_settings

    settings = load_settings(var=var)
    check_hold(settings.var, person)
    log: Log = _opened(settings)
    try:
        found = found_of(log.reader, log.subjects, person)
        if dry_run:
            _say(found, output, done=False)
            return
        _confirm(found, yes=yes)
        found = erase_person(log, person, reason=reason, actor=actor, now=utc_now())
        _check_gone(log, found)
    finally:
        log.close()
    if settings.shared_database is None:
        _scrub(settings.var)
    _say(found, output, done=True)


def _opened(settings: Any) -> Any:
    from gate.log.keys import load_or_create_keys
    from gate.log.log import Log
    from gate.log.paths import database_in, keys_in
    from gate.log.subjects import read_personal_key

    folder = settings.keys or keys_in(settings.var)
    if settings.shared_database is None and not database_in(settings.var).is_file():
        raise Invalid(f"there is no log in {settings.var}")
    try:
        personal = read_personal_key(folder)
    except OSError as error:
        raise Misconfigured(
            f"the key for personal data in {folder} cannot be read: a gate makes it at its first "
            "start, and without it nobody can be found"
        ) from error
    keys = load_or_create_keys(folder)
    given = {"log_key": keys.log, "gate_key": keys.gate, "pin": settings.pin, "personal": personal}
    if settings.shared_database is None:
        return Log.open(settings.var, origin=settings.origin, **given)
    return Log.open_shared(settings.var, settings.shared_database, origin=settings.origin, **given)


def _confirm(found: Any, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise Invalid("erasing cannot be undone: confirm it with --yes")
    documents = sum(item.documents for item in found)
    typer.confirm(f"Erase this person from {documents:,} decisions, for ever?", abort=True)


def _check_gone(log: Any, found: Any) -> None:
    from gate.log.erasure import is_gone

    if not is_gone(log.reader, found):
        raise LogUnavailable("Values of this person are still there. Run `gate log verify`.")


def _scrub(var: Path) -> None:
    """The write-ahead log may hold what was deleted; it is written back and emptied."""
    from gate.log.paths import database_in
    from gate.log.sqlite import scrub

    if not scrub(database_in(var)):
        sys.stderr.write(
            "Another program reads the log: its write-ahead file may still hold the destroyed key."
            " Stop it, and start and stop the gate once.\n"
        )


def _say(found: Any, output: Output, *, done: bool) -> None:
    documents = sum(item.documents for item in found)
    if output is Output.JSON:
        entries = [item.index for item in found if item.index is not None]
        sys.stdout.write(as_json({"erased": done, "decisions": documents, "entries": entries}))
    elif done:
        entries_text = ", ".join(f"#{item.index}" for item in found)
        sys.stdout.write(f"Erased from {documents:,} decisions; logged as {entries_text}.\n")
    else:
        sys.stdout.write(f"{documents:,} decisions name this person; nothing was changed.\n")
