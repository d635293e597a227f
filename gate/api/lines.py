"""Log lines go out from a thread of their own, so that nobody's decision waits for whoever reads.

A pipe that is not read, or a terminal that was stopped, takes no more lines and would hold up the
whole process. Here lines wait, a bounded number of them; what is more is lost, counted, and told
of as soon as lines are taken again. Decisions are no log lines: they are in the decision log.
"""

import os
import queue
import sys
import threading
from typing import TextIO, cast

import structlog

from gate.limits import LINES_SECONDS_MAX, LINES_WAITING_MAX

STDERR = 2

_logger = structlog.stdlib.get_logger("gate.lines")


class LineWriter:
    """The part of a text file that a logging handler uses. Thread-safe; it never waits or fails."""

    def __init__(self, descriptor: int, *, waiting_max: int = LINES_WAITING_MAX) -> None:
        """Start the thread that writes to `descriptor`.

        It writes without Python's buffer, whose lock would be held for as long as a write stands.
        """
        self._descriptor = descriptor
        self._waiting: queue.Queue[str | None] = queue.Queue(waiting_max)
        self._counting = threading.Lock()
        self._lost = 0
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)
        self._thread.start()

    def write(self, text: str) -> int:
        """Hand `text` over; it is lost where too much waits already."""
        try:
            self._waiting.put_nowait(text)
        except queue.Full:
            self._lose()
        return len(text)

    def flush(self) -> None:
        """Does nothing: who waited for the reader here would wait for ever."""

    def isatty(self) -> bool:
        """Whether people read it on a terminal."""
        return os.isatty(self._descriptor)

    def close(self) -> None:
        """Give what waits `LINES_SECONDS_MAX` to go out."""
        try:
            self._waiting.put(None, timeout=LINES_SECONDS_MAX)
        except queue.Full:
            return
        self._thread.join(LINES_SECONDS_MAX)

    def as_text_file(self) -> TextIO:
        """Itself, for those who ask for a text file and write lines only."""
        return cast("TextIO", self)

    def _run(self) -> None:
        while (text := self._waiting.get()) is not None:
            if not self._goes_out(text.encode(errors="backslashreplace")):
                self._lose()
            elif lost := self._taken_lost():
                _logger.warning("lines_lost", lines=lost)

    def _goes_out(self, line: bytes) -> bool:
        try:
            while line:
                line = line[os.write(self._descriptor, line) :]
        except OSError:
            return False
        return True

    def _lose(self) -> None:
        with self._counting:
            self._lost += 1

    def _taken_lost(self) -> int:
        with self._counting:
            lost, self._lost = self._lost, 0
            return lost


def hold_standard_descriptors() -> None:
    """Open what the process was started without of its input, output and error, to nowhere.

    The next file that is opened would get the free number, and lines would be written into it.
    """
    for descriptor in range(STDERR + 1):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
            os.set_inheritable(descriptor, True)
    for name, descriptor in (("stdout", 1), ("stderr", STDERR)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, "w", closefd=False))
