"""The decisions of a history one after the other, and what each does to what runs."""

from collections.abc import Callable, Iterator
from typing import Final

from gate.errors import VerificationFailed
from gate.log.leaf import read_leaf
from gate.model.entry import DecisionEntry
from gate.replay.outcome import Reason
from gate.replay.source import History

_PRODUCTION: Final = "prod"


def decisions_in(
    history: History, first: int, end: int, lose: Callable[[int, Reason], None]
) -> Iterator[tuple[int, DecisionEntry]]:
    """The decisions of a range with their indices.

    Args:
        history: nothing of it is verified.
        first: the first entry.
        end: one past the last entry.
        lose: told of each entry that cannot be read, which might have been one.
    """
    for index, leaf in history.leaves(first, end):
        try:
            entry = read_leaf(leaf).entry
        except VerificationFailed:
            lose(index, Reason.ENTRY_CORRUPT)
            continue
        if isinstance(entry, DecisionEntry):
            yield index, entry


def is_for_production(entry: DecisionEntry) -> bool:
    """Whether something was asked for production."""
    return entry.environment == _PRODUCTION


def changes_what_runs(entry: DecisionEntry) -> bool:
    """Whether from then on another version of the system runs, or none (`retires`)."""
    return is_for_production(entry) and entry.outcome == "allow"


def retires(entry: DecisionEntry) -> bool:
    """Whether the system was to be taken out of use."""
    return entry.action == "retire"
