"""What the commands that look back have in common: which history, which part, how many workers."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.progress import RateBar, clear_progress
from gate.errors import Invalid

BundleFile = Annotated[
    Path | None,
    typer.Option("--bundle", metavar="FILE", help="A bundle of `gate log export`, and no log."),
]
From = Annotated[
    int | None, typer.Option("--from", metavar="INDEX", help="The first entry [default: 0].")
]
To = Annotated[
    int | None, typer.Option("--to", metavar="INDEX", help="The last entry [default: newest].")
]
System = Annotated[str | None, typer.Option("--system", metavar="ID")]
Environment = Annotated[str | None, typer.Option("--environment", metavar="NAME")]
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help="Decided then or later (RFC 3339)."),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="Decided before then (RFC 3339).")
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Processes [default: one for each core]."),
]
Dask = Annotated[
    str | None,
    typer.Option(
        "--dask",
        metavar="ADDRESS",
        help="Let the workers of this Dask scheduler do it, for example tcp://10.0.0.5:8786.",
    ),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="REASON",
        help="Do not leave with 2 for decisions that cannot be evaluated again for this reason, "
        "for example redacted; can be given several times.",
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option(
        "--resume",
        metavar="FILE",
        help="Keep what is finished in this file, and go on from there when it exists.",
    ),
]


@dataclass(frozen=True, slots=True)
class Found:
    """Where the history is, and where compiled policies are kept meanwhile."""

    history: Any
    cache: Path | None


def place_of(var: Path | None, bundle: Path | None) -> Found:
    """The bundle, or else the log of the settings in force; paths hold in any working directory."""
    from gate.replay.source import Place

    if bundle is not None:
        return Found(Place(Path(), bundle=bundle.absolute()), None)
    from gate.log.paths import keys_in
    from gate.settings import load_settings

    settings = load_settings(var=var)
    folder = settings.var.absolute()
    keys = (settings.keys or keys_in(settings.var)).absolute()
    return Found(Place(folder, settings.shared_database, keys=keys), folder / "cache")


def accepted_in(accept: list[str] | None) -> frozenset[str]:
    """The reasons of --accept.

    Raises:
        Invalid: there is no such reason.
    """
    from gate.replay.outcome import Reason

    if unknown := set(accept or ()) - set(Reason):
        raise Invalid(f"--accept takes {', '.join(Reason)}, and not {min(unknown)}")
    return frozenset(accept or ())


def moment_in(option: str, text: str | None) -> str | None:
    """An instant of the command line as entries write it.

    Raises:
        Invalid: not an instant with its offset from UTC.
    """
    from gate.model.entry import instant
    from gate.model.instant import instant_of

    if text is None:
        return None
    moment = instant_of(text)
    if moment is None:
        raise Invalid(f"{option} takes an instant such as 2027-01-31T09:00:00Z, or a date")
    return instant(moment)


def run(
    work: Any,
    history: Any,
    selection: Any,
    take: Callable[[dict[str, Any]], None],
    *,
    workers: int | None,
    resume: Path | None,
    dask: str | None = None,
) -> None:
    """Do the work over the selected part of the history and hand every result to `take`, in order.

    A person at a terminal sees how far it is, how fast, and how long it still takes.

    Raises:
        Invalid: the part is not in the history, or there are too many workers.
        GateError: see `gate.replay.work.done_over` and `gate.replay.dask.done_by_dask`.
    """
    from gate.replay.work import ranges_of

    count = _workers(workers, dask)
    begin, stop = _part(history, selection)
    count = len(list(islice(ranges_of(begin, stop), count))) or 1
    bar = RateBar(stop - begin, "entries")
    with _journal(work, resume) as journal:
        for done in _done(work, ranges_of(begin, stop), count, dask, journal):
            take(done.result)
            bar.show(done.range.end - begin, known=done.known)


def run_each(
    work: Any,
    ranges: Sequence[Any],
    take: Callable[[dict[str, Any]], None],
    *,
    workers: int | None,
    resume: Path | None,
    dask: str | None,
) -> None:
    """Do the work for each system whose entry is one of `ranges`; otherwise it is `run`.

    Raises:
        Invalid: there are too many workers.
        GateError: see `run`.
    """
    count = min(_workers(workers, dask), len(ranges)) or 1
    bar = RateBar(len(ranges), "systems")
    with _journal(work, resume) as journal:
        for number, done in enumerate(_done(work, iter(ranges), count, dask, journal), 1):
            take(done.result)
            bar.show(number, known=done.known)


@contextmanager
def _journal(work: Any, resume: Path | None) -> Iterator[Any]:
    """What keeps the finished ranges of this work; None where none is wanted."""
    from gate.canon import sha256_hex
    from gate.replay.journal import Journal

    journal = Journal(resume, sha256_hex(repr(work).encode())) if resume else None
    try:
        yield journal
    finally:
        clear_progress()
        if journal:
            journal.close()


def _workers(stated: int | None, dask: str | None) -> int:
    from gate.limits import REPLAY_WORKERS_MAX

    if dask is not None and stated is not None:
        raise Invalid("--workers are processes of this machine, --dask has its own: choose one")
    count = (os.cpu_count() or 1) if stated is None else stated
    if not 1 <= count <= REPLAY_WORKERS_MAX:
        raise Invalid(f"--workers is a number from 1 to {REPLAY_WORKERS_MAX}")
    return count


def _part(history: Any, selection: Any) -> tuple[int, int]:
    with history.open() as opened:
        first, end = opened.first, opened.end
    begin = first if selection.first is None else selection.first
    stop = end if selection.end is None else selection.end
    if not first <= begin <= stop <= end:
        raise Invalid(
            f"there are entries from {first} to {end - 1}: choose --from and --to in these"
        )
    return begin, stop


def _done(
    work: Any, ranges: Iterator[Any], workers: int, dask: str | None, journal: Any
) -> Iterator[Any]:
    if dask is not None:
        from gate.replay.dask import done_by_dask

        return done_by_dask(work, ranges, address=dask, journal=journal)
    from gate.replay.work import done_over

    return done_over(work, ranges, workers=workers, journal=journal)
