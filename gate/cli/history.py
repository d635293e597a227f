"""What the commands that look back have in common: which history, which part, how many workers."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

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
    """The bundle, or else the log of the settings in force."""
    from gate.replay.source import Place

    if bundle is not None:
        return Found(Place(Path(), bundle=bundle), None)
    from gate.log.paths import keys_in
    from gate.settings import load_settings

    settings = load_settings(var=var)
    keys = settings.keys or keys_in(settings.var)
    history = Place(settings.var, settings.shared_database, keys=keys)
    return Found(history, settings.var / "cache")


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
) -> None:
    """Do the work over the selected part of the history and hand every result to `take`, in order.

    A person at a terminal sees how far it is, how fast, and how long it still takes.

    Raises:
        Invalid: the part is not in the history, or there are too many workers.
    """
    from gate.canon import sha256_hex
    from gate.limits import REPLAY_WORKERS_MAX
    from gate.replay.journal import Journal
    from gate.replay.work import done_over, ranges_of

    count = (os.cpu_count() or 1) if workers is None else workers
    if not 1 <= count <= REPLAY_WORKERS_MAX:
        raise Invalid(f"--workers is a number from 1 to {REPLAY_WORKERS_MAX}")
    with history.open() as opened:
        first, end = opened.first, opened.end
    begin = first if selection.first is None else selection.first
    stop = end if selection.end is None else selection.end
    if not first <= begin <= stop <= end:
        raise Invalid(
            f"there are entries from {first} to {end - 1}: choose --from and --to in these"
        )
    journal = Journal(resume, sha256_hex(repr(work).encode())) if resume else None
    ranges = list(ranges_of(begin, stop))
    count = min(count, max(1, len(ranges)))
    bar = _Bar(stop - begin)
    try:
        for done in done_over(work, ranges, workers=count, journal=journal):
            take(done.result)
            bar.show(done.range.end - begin)
    finally:
        bar.clear()
        if journal:
            journal.close()


class _Bar:
    """A bar on stderr with rate and remaining time, where a person is looking."""

    def __init__(self, of: int) -> None:
        self._of, self._started = of, time.monotonic()

    def show(self, done: int) -> None:
        if sys.stderr.isatty() and self._of:
            spent = max(time.monotonic() - self._started, 1e-3)
            left = spent / done * (self._of - done)
            bar = "█" * (done * 30 // self._of)
            sys.stderr.write(
                f"\r[{bar:<30}] {done:,} of {self._of:,} entries, {done / spent:,.0f}/s, "
                f"{left:,.0f} s left\033[K"
            )

    def clear(self) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
