"""The queue before the writer, with a writer that the test holds up."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest

from gate.errors import GateError, KeyReused, LogUnavailable, OutcomeUnknown, Overloaded
from gate.limits import APPEND_QUEUE_MAX, BATCH_BYTES_MAX, BATCH_ENTRIES_MAX
from gate.log.batches import BatchWriter, Result, Sequenced
from gate.log.merkle import leaf_hash
from gate.log.projection import project
from gate.log.sequencer import Sequencer
from gate.log.store import Blob, Candidate
from tests.logs import entry

pytestmark = pytest.mark.usefixtures("either_store")

ROW = project(entry())
PATIENT = 60.0


def _candidate(number: int, size: int = 0) -> Candidate:
    blobs = (Blob(b"d" * 32, bytes(size)),) if size else ()
    leaf = b"%d" % number
    return Candidate(leaf, leaf_hash(leaf), ROW, blobs)


class _Held:
    """A writer whose first batch waits until the test lets it go; it remembers every batch."""

    def __init__(self) -> None:
        self.batches: list[list[Candidate]] = []
        self.busy = threading.Event()
        self.go = threading.Event()
        self.answer: Callable[[Candidate], Result] = lambda item: Sequenced(
            int(item.leaf), 0, "", lambda _: []
        )

    def write(self, batch: Sequence[Candidate]) -> Sequence[Result]:
        self.batches.append(list(batch))
        self.busy.set()
        assert self.go.wait(PATIENT)
        return [self.answer(item) for item in batch]


def _start(held: _Held) -> Sequencer:
    return Sequencer(cast("BatchWriter", held))


def _queue(
    pool: ThreadPoolExecutor, sequencer: Sequencer, items: Sequence[Candidate]
) -> list["Future[object]"]:
    """Hand in all items from threads of their own, and wait until all are queued."""
    waiting = len(sequencer._queue) + len(items)
    futures: list[Future[object]] = [
        pool.submit(sequencer.append, item, seconds=PATIENT) for item in items
    ]
    pause = threading.Event()
    while len(sequencer._queue) < waiting:
        pause.wait(0.001)
    return futures


def test_what_queues_while_a_batch_is_written_is_the_next_batch() -> None:
    """Nobody waits for a timer, and nobody is forgotten."""
    held = _Held()
    sequencer = _start(held)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        others = _queue(pool, sequencer, [_candidate(number) for number in range(1, 8)])
        held.go.set()
        answers = [cast("Sequenced", future.result()).index for future in (first, *others)]
    sequencer.close()

    assert answers == list(range(8))
    assert [len(batch) for batch in held.batches] == [1, 7]


def test_a_batch_has_at_most_256_entries() -> None:
    """256 are written together, the 257th is written next."""
    held = _Held()
    sequencer = _start(held)
    with ThreadPoolExecutor(BATCH_ENTRIES_MAX + 2) as pool:
        pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        _queue(pool, sequencer, [_candidate(n) for n in range(1, BATCH_ENTRIES_MAX + 2)])
        held.go.set()
    sequencer.close()

    assert [len(batch) for batch in held.batches] == [1, BATCH_ENTRIES_MAX, 1]


@pytest.mark.parametrize(("more", "batches"), [(0, [1, 2]), (1, [1, 1, 1])])
def test_a_batch_has_at_most_so_many_bytes(more: int, batches: list[int]) -> None:
    """Two entries that fill it are written together; with one byte more, after each other."""
    held = _Held()
    sequencer = _start(held)
    half = BATCH_BYTES_MAX // 2 - 1
    with ThreadPoolExecutor(3) as pool:
        pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        _queue(pool, sequencer, [_candidate(1, half), _candidate(2, half + more)])
        held.go.set()
    sequencer.close()

    assert [len(batch) for batch in held.batches] == batches


def test_an_entry_that_is_larger_than_a_batch_is_written_alone() -> None:
    """A bound on batches is no bound on entries."""
    held = _Held()
    held.go.set()
    sequencer = _start(held)

    assert sequencer.append(_candidate(1, BATCH_BYTES_MAX + 1), seconds=PATIENT)
    sequencer.close()


def test_a_full_queue_refuses_at_once() -> None:
    """1 024 may wait; one more is told to come back, and nothing of it is written."""
    held = _Held()
    sequencer = _start(held)
    with ThreadPoolExecutor(APPEND_QUEUE_MAX + 1) as pool:
        pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        futures = _queue(pool, sequencer, [_candidate(1)] * APPEND_QUEUE_MAX)
        with pytest.raises(Overloaded):
            sequencer.append(_candidate(2), seconds=PATIENT)
        held.go.set()
        assert all(future.result() for future in futures)
    sequencer.close()

    assert sum(map(len, held.batches)) == APPEND_QUEUE_MAX + 1


def test_who_waits_too_long_in_the_queue_leaves_it() -> None:
    """Nothing was written, and nothing will be."""
    held = _Held()
    sequencer = _start(held)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        with pytest.raises(LogUnavailable, match="not logged in time"):
            sequencer.append(_candidate(1), seconds=0)
        held.go.set()
    sequencer.close()

    assert [[item.leaf for item in batch] for batch in held.batches] == [[b"0"]]


def test_who_waits_too_long_for_a_batch_does_not_know() -> None:
    """Its batch is being written, so it may or may not be logged."""
    held = _Held()
    sequencer = _start(held)
    with pytest.raises(OutcomeUnknown, match="same key"):
        sequencer.append(_candidate(0), seconds=2)
    held.go.set()
    sequencer.close()

    assert len(held.batches) == 1


def test_a_refusal_reaches_its_caller_alone() -> None:
    """Each caller gets its own error, of the kind that the writer gave."""
    held = _Held()
    held.answer = lambda item: (
        KeyReused("reused") if item.leaf == b"1" else Sequenced(0, 0, "", lambda _: [])
    )
    sequencer = _start(held)
    with ThreadPoolExecutor(3) as pool:
        pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        bad, good = _queue(pool, sequencer, [_candidate(1), _candidate(2)])
        held.go.set()
        assert isinstance(bad.exception(), KeyReused)
        assert bad.exception() is not None
        assert good.exception() is None
    sequencer.close()


def test_a_shared_error_is_raised_anew_for_each() -> None:
    """A traceback belongs to one caller."""
    error = LogUnavailable("down")
    held = _Held()
    held.answer = lambda _item: error
    held.go.set()
    sequencer = _start(held)
    raised: list[GateError] = []
    for number in range(2):
        with pytest.raises(LogUnavailable) as caught:
            sequencer.append(_candidate(number), seconds=PATIENT)
        raised.append(caught.value)
    sequencer.close()

    assert raised[0] is not raised[1]
    assert all(item is not error and item.detail == "down" for item in raised)


def test_a_closed_sequencer_has_written_what_waited() -> None:
    """And takes no more."""
    held = _Held()
    sequencer = _start(held)
    with ThreadPoolExecutor(4) as pool:
        pool.submit(sequencer.append, _candidate(0), seconds=PATIENT)
        assert held.busy.wait(PATIENT)
        futures = _queue(pool, sequencer, [_candidate(1), _candidate(2)])
        closing = pool.submit(sequencer.close)
        while not sequencer._closed:
            threading.Event().wait(0.001)
        with pytest.raises(LogUnavailable, match="closed"):
            sequencer.append(_candidate(3), seconds=PATIENT)
        held.go.set()
        closing.result(PATIENT)
        assert all(future.result(PATIENT) for future in futures)
    sequencer.close()

    assert [len(batch) for batch in held.batches] == [1, 2]
