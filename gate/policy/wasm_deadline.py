"""Deadlines of Wasm evaluations: a count that goes up with time, at which running code stops."""

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import wasmtime

_TICK_S: Final = 0.01
_RESTLESS_S: Final = 1.0


class Deadlines:
    """One ticker thread for one Wasm runtime; it sleeps when nothing has run for a second.

    Compiled code compares the runtime's epoch with its own deadline at every loop and call. The
    ticker catches up with the clock instead of counting its own turns, so threads that keep it
    from running delay a deadline once and do not stretch it.
    """

    def __init__(self, runtime: wasmtime.Engine) -> None:
        self._runtime = runtime
        self._wake = threading.Condition()
        self._base = self._last = time.monotonic()
        self._ticked = 0
        self._running = 0
        self._asleep = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="wasm-deadline", daemon=True)
        self._thread.start()

    @contextmanager
    def within(self, seconds: float) -> Iterator[int]:
        """Ticks after which code that starts now has run for `seconds`; for use in the block.

        At least one, because the runtime takes a negative count for an enormous one.
        """
        with self._wake:
            self._running += 1
            if self._asleep:
                self._base = time.monotonic() - self._ticked * _TICK_S
                self._asleep = False
                self._wake.notify()
            ticks = self._due() - self._ticked + math.ceil(max(seconds, 0.0) / _TICK_S) + 1
        try:
            yield ticks
        finally:
            with self._wake:
                self._running -= 1
                self._last = time.monotonic()

    def close(self) -> None:
        """Stops the ticker; nothing may run any more, since nothing would stop it."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        with self._wake:
            while not self._closed:
                self._asleep = not self._running and time.monotonic() - self._last > _RESTLESS_S
                self._wake.wait(None if self._asleep else _TICK_S)
                while self._ticked < self._due():
                    self._runtime.increment_epoch()
                    self._ticked += 1

    def _due(self) -> int:
        return int((time.monotonic() - self._base) / _TICK_S)
