"""Work in ranges: in order, a bounded number under way, and nothing done twice."""

import gc
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from gate.errors import Invalid
from gate.replay.journal import Journal
from gate.replay.work import Done, Over, Range, done_over, in_order, over_range, ranges_of


@dataclass(frozen=True)
class Opened:
    """Work that says which opening of it did a range."""

    openings: list[int]

    def __hash__(self) -> int:
        return id(self.openings)

    def open(self) -> AbstractContextManager[Over]:
        self.openings.append(len(self.openings))
        number = self.openings[-1]
        return nullcontext(lambda _first, _end: {"opening": number})


def test_ranges_end_at_multiples() -> None:
    """So a log that has grown begins with the same ones."""
    assert list(ranges_of(60, 200)) == [(60, 64), (64, 128), (128, 192), (192, 200)]
    assert list(ranges_of(5, 5)) == []


def test_no_more_than_so_many_are_under_way() -> None:
    """However many there are: memory is bounded by what is under way."""
    under_way = most = 0

    def share(each: Range) -> "Future[object]":
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        future: Future[object] = Future()
        future.set_result({"first": each.first})
        return future

    for number, done in enumerate(in_order(share, ranges_of(0, 64_000), ahead=5, journal=None)):
        under_way -= 1
        assert done.result == {"first": number * 64}

    assert most == 5


def test_a_process_that_goes_on_afterwards_is_left_as_it_was() -> None:
    """Cycles among objects are looked for more rarely only while the work is done."""
    before = gc.get_threshold()

    for _ in done_over(Opened([]), ranges_of(0, 128), workers=1):
        assert gc.get_threshold()[0] > before[0]

    assert gc.get_threshold() == before


def test_a_thread_that_works_for_another_run_opens_everything_afresh() -> None:
    """A bundle may be another file by then; within a run it is opened once."""
    work = Opened([])

    runs = ["a", "a", "b", "b", "a"]

    assert [over_range(work, Range(0, 1), run=run)["opening"] for run in runs] == [0, 0, 1, 1, 2]


def test_what_is_in_the_journal_is_not_done_again(tmp_path: Path) -> None:
    """Not even when the log has grown: only its last range is another one then."""
    work = Opened([])

    def done(end: int) -> list[Done]:
        journal = Journal(tmp_path / "run", "counted")
        found = list(done_over(work, ranges_of(0, end), workers=1, journal=journal))
        journal.close()
        return found

    assert [each.known for each in done(100)] == [False, False]
    assert [each.known for each in done(300)] == [True, False, False, False, False]
    assert [each.known for each in done(300)] == [True] * 5
    assert [each.result["opening"] for each in done(300)] == [0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "content",
    [b"no journal\n", b'{"format":"gate-journal/1","work":"another"}\n', b'{"format":1}\n[]\n'],
)
def test_another_file_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    """Whoever names the wrong file loses nothing."""
    (tmp_path / "file").write_bytes(content)

    with pytest.raises(Invalid):
        Journal(tmp_path / "file", "this")

    assert (tmp_path / "file").read_bytes() == content
