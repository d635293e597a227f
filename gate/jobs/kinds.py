"""The kinds of work that can be asked for; whatever is known of one kind is known here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from gate.replay.replaying import Replay, Tally
from gate.replay.selection import Selection
from gate.replay.source import Place
from gate.replay.work import Work


class Collected(Protocol):
    """What came of the ranges so far."""

    def merge(self, part: dict[str, Any]) -> None:
        """Count the result of the next range."""

    def document(self) -> dict[str, Any]:
        """All of it, as JSON."""


class Kind(NamedTuple):
    """One kind of work.

    `work` is made from what was asked, where the history is, where compiled policies are kept, and
    the folder of the job, which may hold further files.
    """

    work: Callable[[dict[str, Any], Place, Path, Path], Work]
    collected: Callable[[], Collected]


def _replay(asked: dict[str, Any], place: Place, cache: Path, _folder: Path) -> Replay:
    return Replay(place, Selection(**asked), cache)


KINDS: Final[Mapping[str, Kind]] = {"replay": Kind(_replay, Tally)}
