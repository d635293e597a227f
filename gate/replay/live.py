"""Which systems run: the decision by which each is in production, as the log tells it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from gate.canon import JsonObject
from gate.model.entry import DecisionEntry
from gate.replay.decisions import changes_what_runs, decisions_in, retires
from gate.replay.source import Place
from gate.replay.work import Range


@dataclass(frozen=True, slots=True)
class LiveSystem:
    """A system in production, and the newest decision that allowed it there."""

    index: int
    entry: DecisionEntry


@dataclass(frozen=True, slots=True)
class Runs:
    """The work of finding what runs, in any process (`gate.replay.work.Work`).

    Entries are read, and nothing that they name.
    """

    place: Place

    @contextmanager
    def open(self) -> Iterator[Callable[[int, int], JsonObject]]:
        """What reads the entries of a range and gives what `Running.merge` takes."""
        with self.place.open() as history:

            def over(first: int, end: int) -> JsonObject:
                newest: dict[str, tuple[int, bool]] = {}
                lost: list[int] = []
                for index, entry in decisions_in(
                    history, first, end, lambda at, _: lost.append(at)
                ):
                    if changes_what_runs(entry):
                        newest[entry.system_id] = (index, retires(entry))
                return {"newest": newest, "corrupt": len(lost)}

            yield over


class Running:
    """The systems that run after all parts of a log; it holds one index for each system."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[int, bool]] = {}
        self.corrupt = 0
        """How many entries could not be read."""

    def merge(self, part: dict[str, Any]) -> None:
        """Take what comes of the next part of the log."""
        self._newest.update(part["newest"])
        self.corrupt += part["corrupt"]

    def ranges(self) -> list[Range]:
        """The entry of each system whose newest allowed production decision is not its retirement.

        They come in the order of the log, each as a range of its own.
        """
        kept = sorted(index for index, is_retired in self._newest.values() if not is_retired)
        return [Range(index, index + 1) for index in kept]
