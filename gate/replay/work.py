"""Work over a long history: cut into ranges, shared out to processes, put together in order.

A range is done once and its result is small JSON, so a run can be cut off at any moment and go on
later, and a machine needs no more memory for a long history than for a short one.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import get_context
from typing import Any, NamedTuple, Protocol

from gate.cycles import look_rarely, looking_rarely
from gate.errors import LogUnavailable
from gate.limits import REPLAY_CHUNK_ENTRIES
from gate.replay.journal import Journal

Over = Callable[[int, int], Any]
"""Gives the result, as JSON, of the entries from an index (included) to another (excluded)."""


class Work(Protocol):
    """What is done with a history; it can be sent to another process, and says there what it is."""

    def open(self) -> AbstractContextManager[Over]:
        """Everything that the work needs, opened once for many ranges."""


class Range(NamedTuple):
    """Entries from `first` (included) to `end` (excluded)."""

    first: int
    end: int


class Done(NamedTuple):
    """A range, and its result; `known` when an earlier run had finished it."""

    range: Range
    result: dict[str, Any]
    known: bool = False


def ranges_of(first: int, end: int) -> Iterator[Range]:
    """The ranges of a history. They end at multiples, so a longer history begins with the same."""
    while first < end:
        stop = min(end, (first // REPLAY_CHUNK_ENTRIES + 1) * REPLAY_CHUNK_ENTRIES)
        yield Range(first, stop)
        first = stop


def done_over(
    work: Work, ranges: Iterable[Range], *, workers: int, journal: Journal | None = None
) -> Iterator[Done]:
    """The result of every range, in order; those that the journal has are not done again.

    Args:
        work: what to do.
        ranges: in ascending order.
        workers: processes; 1 works in this one.
        journal: what an earlier run finished; this run adds to it.

    Raises:
        LogUnavailable: a process ended in the middle. What was finished is in the journal.
        GateError: the history cannot be read.
    """
    with ExitStack() as opened:
        share = _here(work, opened) if workers == 1 else _shared_out(work, workers, opened)
        yield from in_order(share, ranges, ahead=2 * workers, journal=journal)


class Promise(Protocol):
    """A result that will be."""

    def result(self) -> Any:
        """Wait for it."""


class Share(Protocol):
    """Hands a range to whoever does the work."""

    def __call__(self, each: Range, /) -> Promise:
        """The result that will be."""


def in_order(
    share: Share, ranges: Iterable[Range], *, ahead: int, journal: Journal | None
) -> Iterator[Done]:
    """Results in the order of their ranges, with at most `ahead` of them under way."""
    under_way: deque[tuple[Range, Promise | None, dict[str, Any]]] = deque()
    for each in ranges:
        known = journal.result(each) if journal else None
        under_way.append((each, None, known) if known is not None else (each, share(each), {}))
        if len(under_way) >= ahead:
            yield _next(under_way, journal)
    while under_way:
        yield _next(under_way, journal)


def _next(
    under_way: deque[tuple[Range, Promise | None, dict[str, Any]]], journal: Journal | None
) -> Done:
    each, promise, known = under_way.popleft()
    if promise is None:
        return Done(each, known, known=True)
    try:
        result = promise.result()
    except BrokenProcessPool as error:
        raise LogUnavailable("a process of this run ended; run it again to go on") from error
    if journal:
        journal.add(each, result)
    return Done(each, result)


def _here(work: Work, opened: ExitStack) -> Share:
    opened.enter_context(looking_rarely())
    over = opened.enter_context(work.open())

    def share(each: Range) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(over(*each))
        return future

    return share


def _shared_out(work: Work, workers: int, opened: ExitStack) -> Share:
    pool = opened.enter_context(
        ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=look_rarely)
    )
    opened.callback(pool.shutdown, wait=False, cancel_futures=True)
    return lambda each: pool.submit(over_range, work, each)


_of_thread = threading.local()


def over_range(work: Work, each: Range, *, run: str = "") -> Any:
    """Do one range in a thread that does many: what the work needs stays open in between.

    Args:
        work: what to do.
        each: with what.
        run: where a thread outlives the run it works for. Another run opens everything afresh,
            because a file may meanwhile be another one.
    """
    if getattr(_of_thread, "doing", None) != (run, work):
        _of_thread.__dict__.pop("opened", ExitStack()).close()
        _of_thread.doing = None
        _of_thread.opened = ExitStack()
        _of_thread.over = _of_thread.opened.enter_context(work.open())
        _of_thread.doing = (run, work)
    over: Over = _of_thread.over
    return over(*each)
