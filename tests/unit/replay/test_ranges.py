"""Ranges of a history: in order, a few at a time, each done once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from gate.limits import REPLAY_CHUNK_ENTRIES
from gate.replay.work import Range, done_over, in_order, ranges_of

CHUNK = REPLAY_CHUNK_ENTRIES


@dataclass(frozen=True)
class Counting:
    """A work whose result is its own range."""

    @contextmanager
    def open(self) -> Iterator[Callable[[int, int], Any]]:
        """Nothing to open."""
        yield lambda first, end: {"entries": end - first}


@pytest.mark.parametrize(
    ("first", "end", "ranges"),
    [
        (0, 0, []),
        (0, 1, [(0, 1)]),
        (0, CHUNK, [(0, CHUNK)]),
        (0, CHUNK + 1, [(0, CHUNK), (CHUNK, CHUNK + 1)]),
        (5, CHUNK + 1, [(5, CHUNK), (CHUNK, CHUNK + 1)]),
    ],
)
def test_ranges_end_where_those_of_a_longer_history_do(
    first: int, end: int, ranges: list[tuple[int, int]]
) -> None:
    """So that what was finished before the log grew stays finished."""
    assert [tuple(each) for each in ranges_of(first, end)] == ranges


def test_results_come_in_order_and_few_are_under_way() -> None:
    """Whoever finishes first."""
    waiting: list[Future[Any]] = []
    most = 0

    def share(each: Range) -> Future[Any]:
        nonlocal most
        future: Future[Any] = Future()
        future.range = each  # type: ignore[attr-defined]
        waiting.append(future)
        most = max(most, len(waiting))
        if len(waiting) == 3:
            for each_future in reversed(waiting):
                each_future.set_result({"first": each_future.range.first})  # type: ignore[attr-defined]
            waiting.clear()
        return future

    ranges = [Range(first, first + 1) for first in range(9)]
    done = list(in_order(share, ranges, ahead=3, journal=None))

    assert [each.result["first"] for each in done] == list(range(9))
    assert most == 3


@pytest.mark.parametrize("workers", [1, 2])
def test_every_range_is_done_once(workers: int) -> None:
    """In this process or in others."""
    ranges = list(ranges_of(0, 3 * CHUNK + 7))

    done = list(done_over(Counting(), ranges, workers=workers))

    assert [each.range for each in done] == ranges
    assert sum(each.result["entries"] for each in done) == 3 * CHUNK + 7
