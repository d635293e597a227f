"""Decisions run on a bounded number of threads, and a bounded number waits."""

import asyncio
import contextvars
import threading

import pytest

from gate.api.pool import DecisionPool
from gate.errors import Misconfigured, Overloaded
from gate.limits import DECISIONS_WAITING_MAX, REQUEST_SECONDS_MAX


@pytest.fixture
def pool():
    made = DecisionPool(2, waiting_max=3)
    yield made
    made.close()


def test_work_gets_the_seconds_that_are_left(pool):
    """A little less than a request may take."""
    left = asyncio.run(pool.run(lambda seconds: seconds))

    assert 0 < left <= REQUEST_SECONDS_MAX


def test_errors_come_through(pool):
    """Whatever the work raises."""

    def fail(_seconds):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(pool.run(fail))


def test_what_was_bound_for_log_lines_is_bound_there_too(pool):
    """The request id stands on lines that the thread writes."""
    name = contextvars.ContextVar("name")

    async def ask():
        name.set("r-1")
        return await pool.run(lambda _seconds: name.get())

    assert asyncio.run(ask()) == "r-1"


def test_the_queue_is_bounded_and_overload_is_answered_at_once(pool):
    """Two run, three wait, the sixth is refused; afterwards there is room again."""
    go = threading.Event()

    async def overload():
        waiting = [asyncio.ensure_future(pool.run(lambda _: go.wait(10))) for _ in range(5)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            await pool.run(lambda _: None)
        go.set()
        await asyncio.gather(*waiting)
        return await pool.run(lambda _: "room")

    assert asyncio.run(overload()) == "room"
    assert DECISIONS_WAITING_MAX > 0


def test_a_turn_that_comes_too_late_is_not_taken(pool, monkeypatch):
    """Nobody waits for the answer any more, so nothing is decided."""
    monkeypatch.setattr("gate.api.pool.REQUEST_SECONDS_MAX", 0.05)
    go = threading.Event()
    ran = []

    async def late():
        slow = [asyncio.ensure_future(pool.run(lambda _: go.wait(10))) for _ in range(2)]
        queued = asyncio.ensure_future(pool.run(lambda _: ran.append(1)))
        await asyncio.sleep(0.1)
        go.set()
        await asyncio.gather(*slow)
        with pytest.raises(Overloaded):
            await queued

    asyncio.run(late())

    assert ran == []


def test_every_thread_is_there_from_the_start(monkeypatch):
    """A machine that gives no more threads later takes nothing from the pool."""
    pool = DecisionPool(3)
    monkeypatch.setattr(threading.Thread, "start", no_thread)

    async def ask():
        return await asyncio.gather(*(pool.run(lambda _: "done") for _ in range(9)))

    assert asyncio.run(ask()) == ["done"] * 9
    monkeypatch.undo()
    pool.close()


def test_a_machine_with_too_few_threads_is_no_place_for_it(monkeypatch):
    """It says so at the start, and not to the first pipeline; no thread is left behind."""
    before = threading.active_count()
    start, started = threading.Thread.start, []

    def start_two(thread):
        if len(started) == 2:
            no_thread(thread)
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_two)
    with pytest.raises(Misconfigured, match="3 threads"):
        DecisionPool(3)

    assert threading.active_count() == before


def no_thread(_thread):
    """What Python does where the system gives no thread."""
    raise RuntimeError("can't start new thread")
