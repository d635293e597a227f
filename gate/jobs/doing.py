"""What every kind of work is done with, and what it does."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gate.errors import LogUnavailable
from gate.jobs.job import GIVEN, Job
from gate.replay.journal import Journal
from gate.replay.source import Place
from gate.replay.work import Done, Work, done_over, ranges_of


class Doing(Protocol):
    """One job while it is done."""

    def go_on(self) -> Iterator[int]:
        """Do it, or go on with it: after each range how many entries are finished.

        Raises:
            GateError: it cannot be done; the detail says why.
        """

    def document(self) -> dict[str, Any]:
        """What came of it, as JSON, once `go_on` has ended."""


@dataclass(frozen=True, slots=True)
class Given:
    """A job, the history that it is about, and the folder with everything that belongs to it."""

    job: Job
    place: Place
    folder: Path

    @property
    def cache(self) -> Path:
        """Where compiled policies are kept."""
        return self.place.directory / "cache"

    def file(self, name: str) -> Path:
        """A file that came with the job."""
        return self.folder / GIVEN / name

    def content(self, name: str) -> bytes:
        """What a file that came with the job holds.

        Raises:
            LogUnavailable: it cannot be read.
        """
        try:
            return self.file(name).read_bytes()
        except OSError as error:
            raise LogUnavailable("what came with the job cannot be read; start it again") from error

    def done(self, work: Work, journal: str) -> Iterator[Done]:
        """The result of every range, in order.

        Args:
            work: what to do.
            journal: the name of the file that has what an earlier process finished.

        Raises:
            GateError: see `gate.replay.work.done_over`.
        """
        ranges = ranges_of(self.job.first, self.job.end)
        with closing(Journal(self.folder / journal, self.job.id)) as finished:
            yield from done_over(work, ranges, workers=1, journal=finished)
