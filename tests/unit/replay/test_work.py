"""Ranges of a history: in order, a few at a time, each done once."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gate.errors import Invalid, LogUnavailable
from gate.limits import REPLAY_CHUNK_ENTRIES
from gate.replay.journal import Journal
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


def test_what_a_journal_has_is_not_done_again(tmp_path: Path) -> None:
    """And what is done now is added."""
    journal = Journal(tmp_path / "run", "counting")
    journal.add(Range(0, CHUNK), {"entries": -1})
    journal.close()

    again = Journal(tmp_path / "run", "counting")
    done = list(done_over(Counting(), ranges_of(0, CHUNK + 1), workers=1, journal=again))
    again.close()

    assert [each.result["entries"] for each in done] == [-1, 1]
    last = Journal(tmp_path / "run", "counting")
    assert last.result(Range(CHUNK, CHUNK + 1)) == {"entries": 1}
    assert last.result(Range(CHUNK, CHUNK + 1)) is None
    last.close()


@pytest.mark.parametrize("content", [b"something else\n", b'{"format":"gate-journal/2"}\n'])
def test_a_file_that_is_no_journal_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """It may be somebody's."""
    (tmp_path / "run").write_bytes(content)

    with pytest.raises(Invalid, match="choose another file"):
        Journal(tmp_path / "run", "counting")
    assert (tmp_path / "run").read_bytes() == content


def test_a_journal_in_no_folder_is_an_error(tmp_path: Path) -> None:
    """Before any work is done."""
    with pytest.raises(LogUnavailable, match="journal"):
        Journal(tmp_path / "missing" / "run", "counting")
