"""When entries were there at the latest, by what an authority stamped.

A checkpoint that existed at an instant covers every entry before it, so none of these was decided
after that instant, whatever the clock of its gate said.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Self

from gate.limits import STAMP_CLOCK_SECONDS_MAX
from gate.model.entry import DecisionEntry, instant
from gate.model.kinds import Entry


@dataclass(frozen=True, slots=True)
class Latest:
    """Stamped sizes, smallest first, and the latest instant that each leaves its entries."""

    _sizes: tuple[int, ...] = ()
    _instants: tuple[str, ...] = ()

    @classmethod
    def of(cls, stamped: Mapping[int, datetime]) -> Self:
        """By size of a checkpoint: when the stamp of it that holds says that it existed."""
        sizes = tuple(sorted(stamped))
        allowed = timedelta(seconds=STAMP_CLOCK_SECONDS_MAX)
        instants = [instant(stamped[size] + allowed) for size in reversed(sizes)]
        return cls(sizes, tuple(accumulate(instants, min))[::-1])

    def problem(self, index: int, entry: Entry) -> str | None:
        """What a stamp says against the time of entry `index`; only decisions are looked at."""
        place = bisect_right(self._sizes, index)
        if place == len(self._sizes) or not isinstance(entry, DecisionEntry):
            return None
        if entry.decided_at <= self._instants[place]:
            return None
        return (
            f"The decision says that it was made more than {STAMP_CLOCK_SECONDS_MAX:.0f} seconds"
            " after an authority stamped a checkpoint that covers it: the clock of its gate was"
            " wrong, or the time is false."
        )
