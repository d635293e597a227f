"""A replay that the service was asked for; see `gate log replay`."""

from collections.abc import Iterator
from typing import Any

from gate.jobs.doing import Given
from gate.jobs.job import JOURNAL
from gate.replay.replaying import Replay, Tally
from gate.replay.selection import Selection


class Replaying:
    """See `gate.jobs.doing.Doing`."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._tally = Tally()

    def go_on(self) -> Iterator[int]:
        """See `Doing.go_on`."""
        given = self._given
        work = Replay(given.place, Selection(**given.job.asked), given.cache)
        for done in given.done(work, JOURNAL):
            self._tally.merge(done.result)
            yield done.range.end - given.job.first

    def document(self) -> dict[str, Any]:
        """What `gate log replay --output json` says."""
        return self._tally.document()
