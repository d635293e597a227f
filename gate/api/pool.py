"""Decisions run on threads, a bounded number at once, with a bounded number waiting.

So the event loop never waits for the engine or the disk, and an overload is answered at once
instead of becoming a queue that nobody will wait for.
"""

import asyncio
import contextvars
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Semaphore
from typing import TypeVar

from gate.errors import Misconfigured, Overloaded
from gate.limits import DECISIONS_WAITING_MAX, REQUEST_SECONDS_MAX

T = TypeVar("T")


class DecisionPool:
    """The threads of one process."""

    def __init__(self, threads: int, *, waiting_max: int = DECISIONS_WAITING_MAX) -> None:
        """Start them all.

        A thread that cannot be started when it is needed would leave work in the queue whose
        caller has already been told that it failed.

        Raises:
            Misconfigured: this machine allows fewer threads.
        """
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="decision")
        everybody = Barrier(threads)
        try:
            for _ in range(threads):
                self._executor.submit(everybody.wait)
        except RuntimeError:
            everybody.abort()
            self.close()
            raise Misconfigured(
                f"{threads} threads for decisions cannot be started here: allow more threads or"
                " memory, or set fewer (GATE_THREADS)"
            ) from None
        self._places = Semaphore(threads + waiting_max)

    async def run(self, work: Callable[[float], T]) -> T:
        """Run `work` with the seconds that are left to it when its turn comes.

        Raises:
            Overloaded: too many are waiting already, or its turn came too late.
        """
        if not self._places.acquire(blocking=False):
            raise Overloaded("too many decisions are waiting; try again")
        until = time.monotonic() + REQUEST_SECONDS_MAX
        context = contextvars.copy_context()

        def take_turn() -> T:
            left = until - time.monotonic()
            if left <= 0:
                raise Overloaded("no decision could be made in time; try again")
            return work(left)

        future = self._executor.submit(context.run, take_turn)
        future.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Finish what runs and waits, then end the threads."""
        self._executor.shutdown(wait=True)
