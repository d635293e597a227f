"""A few connections of one kind, shared by all threads and made when they are needed."""

import queue
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from gate.errors import LogUnavailable
from gate.limits import APPEND_SECONDS_MAX, LOG_READERS_MAX


class Closable(Protocol):
    """A connection."""

    def close(self) -> object:
        """Give it back."""


Connection = TypeVar("Connection", bound=Closable)


class Connections(Generic[Connection]):
    """At most `LOG_READERS_MAX` connections; whoever finds none free waits."""

    def __init__(self, open_one: Callable[[], Connection]) -> None:
        """Make the first one now, so that what is wrong shows at once.

        Raises:
            GateError: whatever `open_one` raises.
        """
        self._open_one = open_one
        self._closed = False
        self.wait_s = APPEND_SECONDS_MAX
        self.all: list[Connection] = [open_one()]
        self._free: queue.LifoQueue[Connection | None] = queue.LifoQueue()
        for _ in range(LOG_READERS_MAX - 1):
            self._free.put(None)
        self._free.put(self.all[0])

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """A connection that nobody else uses meanwhile; one that failed is not used again.

        Raises:
            LogUnavailable: none became free in time, or none can be made.
        """
        try:
            connection = self._free.get(timeout=self.wait_s)
        except queue.Empty as error:
            raise LogUnavailable("The log is too busy to be read.") from error
        try:
            if connection is None:
                connection = self._opened()
            yield connection
        except LogUnavailable:
            if connection is not None:
                self.all.remove(connection)
                connection.close()
                connection = None
            raise
        finally:
            self._free.put(connection)

    def close(self) -> None:
        """Close all of them; none is made after it."""
        self._closed = True
        for connection in self.all:
            connection.close()

    def _opened(self) -> Connection:
        if self._closed:
            raise LogUnavailable("The log is closed.")
        connection = self._open_one()
        self.all.append(connection)
        return connection
