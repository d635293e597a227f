"""Which systems run: the decision by which each is in production, as the log tells it."""

from collections.abc import Callable
from dataclasses import dataclass

from gate.model.entry import DecisionEntry
from gate.replay.decisions import changes_what_runs, decisions_in, retires
from gate.replay.source import History
from gate.replay.work import ranges_of


@dataclass(frozen=True, slots=True)
class LiveSystem:
    """A system in production, and the newest decision that allowed it there."""

    index: int
    entry: DecisionEntry


@dataclass(frozen=True, slots=True)
class Running:
    """The systems that run, by id, and how many entries could not be read."""

    systems: tuple[LiveSystem, ...]
    corrupt: int


def running_systems(
    history: History, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Running:
    """Every system whose newest allowed production decision is not its retirement.

    Args:
        history: all of it is read once, entry by entry; what entries name is not.
        progress: called now and then.
    """
    newest: dict[str, LiveSystem] = {}
    lost: list[int] = []
    for first, end in ranges_of(history.first, history.end):
        for index, entry in decisions_in(history, first, end, lambda at, _why: lost.append(at)):
            if changes_what_runs(entry):
                newest[entry.system_id] = LiveSystem(index, entry)
        progress(end - history.first, history.end - history.first)
    kept = (newest[name] for name in sorted(newest) if not retires(newest[name].entry))
    return Running(tuple(kept), len(lost))
