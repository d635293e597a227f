"""`gate log export`: the log as one file for auditors."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.options import Var
from gate.cli.personal import personal_key
from gate.cli.progress import clear_progress, show_progress

Since = Annotated[
    list[int] | None,
    typer.Option(
        "--since",
        metavar="SIZE",
        help="The size of a checkpoint that the auditor holds; the bundle proves that the log "
        "has only grown since. Can be given several times.",
    ),
]


def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The bundle to write.")],
    var: Var = None,
    first: Annotated[
        int | None, typer.Option("--from", metavar="INDEX", help="The first entry [default: 0].")
    ] = None,
    last: Annotated[
        int | None, typer.Option("--to", metavar="INDEX", help="The last entry [default: newest].")
    ] = None,
    since: Since = None,
    contents: Annotated[
        bool,
        typer.Option(help="Requests, answers, results and attachments that the entries name."),
    ] = True,
    withhold_personal: Annotated[
        bool,
        typer.Option(
            "--withhold-personal", help="Leave personal values closed; the bundle says so."
        ),
    ] = False,
) -> None:
    """Write the log, or the entries from --from to --to, as one file for auditors.

    It is checked without the gate and its database: `gate log verify --bundle FILE`. Contents may
    be confidential: send the file to auditors alone.

    Example: gate log export --var var --out 2026.gatelog.tar
    """
    from gate.cli.log_shown import shown_checkpoint
    from gate.cli.log_stamp import stamp_for_export
    from gate.log.checkpoint import peek_checkpoint
    from gate.log.export import Part
    from gate.log.export import export as export_log
    from gate.log.paths import pin_in
    from gate.log.readers import open_reader
    from gate.log.stamps import StampFolder, stamps_beside
    from gate.log.subjects import Subjects
    from gate.settings import load_settings

    settings = load_settings(var=var)
    key = None if withhold_personal else personal_key(settings)
    reader = open_reader(settings.var, settings.shared_database)
    subjects = None if key is None else Subjects(reader, lambda: key)
    try:
        note = shown_checkpoint(reader, settings)
        size = peek_checkpoint(note).size
        stamp_for_export(reader, settings, size)
        part = None
        if first is not None or last is not None:
            end = size if last is None else last + 1
            part = Part(first or 0, end)
        done = export_log(
            reader,
            note,
            out,
            part=part,
            since=since or (),
            with_contents=contents,
            stamps=StampFolder(stamps_beside(settings.pin or pin_in(settings.var))),
            subjects=subjects,
            progress=show_progress,
        )
    finally:
        reader.close()
        clear_progress()
    _say(done, out)


def _say(done: Any, out: Path) -> None:
    entries = done.part.end - done.part.first
    sys.stdout.write(
        f"{entries:,} of {done.size:,} entries are in {out}; {done.contents:,} contents\n"
    )
    if done.withheld:
        sys.stdout.write(f"{done.withheld:,} personal values are withheld\n")
    if done.missing:
        sys.stderr.write(
            f"{done.missing:,} contents are not in the log any more: run `gate log verify`.\n"
        )
