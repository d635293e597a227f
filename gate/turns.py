"""How many decisions compute at the same time; those that wait for the log are not counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

from gate.errors import Overloaded


class Turn:
    """One turn; whoever has it gives it back once."""

    def __init__(self, free: Semaphore) -> None:
        self._free: Semaphore | None = free

    def end(self) -> None:
        """Give it back before the block ends, because what follows waits instead of computing."""
        free, self._free = self._free, None
        if free is not None:
            free.release()


class Turns:
    """A bounded number of turns. Thread-safe.

    More threads than cores that compute only take turns at the interpreter, and each change of
    turn costs something; but a thread that waits for the disk must not keep others from computing.
    """

    def __init__(self, at_once: int) -> None:
        """Let so many have a turn at once."""
        self._free = Semaphore(at_once)

    @contextmanager
    def take(self, seconds: float) -> Iterator[Turn]:
        """Have a turn in the block, or until it is ended in it.

        Raises:
            Overloaded: none became free in `seconds`.
        """
        if not self._free.acquire(timeout=seconds):
            raise Overloaded("no decision could be made in time; try again")
        turn = Turn(self._free)
        try:
            yield turn
        finally:
            turn.end()
