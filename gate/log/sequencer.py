"""The one thread that writes the log, and the bounded queue before it.

Callers hand in entries that are signed and hashed already, and wait. While one batch is committed
the next one queues, so batches are as large as the disk is slow: group commit without a timer.
"""

import threading
from collections import deque

from gate.errors import GateError, LogUnavailable, OutcomeUnknown, Overloaded
from gate.limits import APPEND_QUEUE_MAX, BATCH_BYTES_MAX, BATCH_ENTRIES_MAX
from gate.log.batches import BatchWriter, Result, Sequenced
from gate.log.store import Candidate, SeenEntry


class _Waiting:
    """One caller and its entry."""

    __slots__ = ("candidate", "done", "result")

    def __init__(self, candidate: Candidate) -> None:
        self.candidate = candidate
        self.result: Result = LogUnavailable("The decision was not written.")
        self.done = threading.Lock()
        self.done.acquire()

    def answer(self, result: Result) -> None:
        self.result = result
        self.done.release()


class Sequencer:
    """Takes entries from any thread and writes them from its own."""

    def __init__(self, batches: BatchWriter) -> None:
        """Start the thread, which from now on is the only user of `batches`."""
        self._batches = batches
        self._queue: deque[_Waiting] = deque()
        self._changed = threading.Condition()
        self._idle = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    def append(self, candidate: Candidate, *, seconds: float) -> Sequenced | SeenEntry:
        """Wait until the entry is durable, or its key turns out to be taken.

        Raises:
            Overloaded: `APPEND_QUEUE_MAX` callers wait already; nothing was written.
            LogUnavailable: nothing was written, in `seconds` or for a reason of the database.
            OutcomeUnknown: it may have been written; a retry with the same key finds out.
            GateError: the database cannot hold this entry.
        """
        waiting = _Waiting(candidate)
        with self._changed:
            if self._closed:
                raise LogUnavailable("The log is closed and takes no more decisions.")
            if len(self._queue) >= APPEND_QUEUE_MAX:
                raise Overloaded("Too many decisions are waiting to be logged.")
            self._queue.append(waiting)
            if self._idle:
                self._changed.notify()
        if not waiting.done.acquire(timeout=seconds):
            self._give_up(waiting)
        result = waiting.result
        if isinstance(result, GateError):
            raise type(result)(result.detail) from result
        return result

    def close(self) -> None:
        """Take no more entries, write those that wait, and stop the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _give_up(self, waiting: _Waiting) -> None:
        """Leave the queue; return only if the answer came at the last moment."""
        with self._changed:
            if waiting in self._queue:
                self._queue.remove(waiting)
                raise LogUnavailable("The decision was not logged in time.")
        if not waiting.done.acquire(blocking=False):
            raise OutcomeUnknown("The log did not answer in time. Ask again with the same key.")

    def _run(self) -> None:
        while batch := self._next_batch():
            results = self._batches.write([waiting.candidate for waiting in batch])
            for waiting, result in zip(batch, results, strict=True):
                waiting.answer(result)

    def _next_batch(self) -> list[_Waiting]:
        """Whatever waits, up to the bounds; empty when the log is closed and nobody waits."""
        with self._changed:
            self._idle = True
            self._changed.wait_for(lambda: self._queue or self._closed)
            self._idle = False
            batch: list[_Waiting] = []
            room = BATCH_BYTES_MAX
            while self._queue and len(batch) < BATCH_ENTRIES_MAX:
                room -= self._queue[0].candidate.size
                if batch and room < 0:
                    break
                batch.append(self._queue.popleft())
            return batch
