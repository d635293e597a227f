"""Idempotency keys that are being decided right now."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeAlias

from gate.errors import InProgress

Claim: TypeAlias = tuple[str, str]
"""A principal and an idempotency key of its own."""


class Claims:
    """The keys held in this process, which is the only one that writes its log. Thread-safe.

    What was decided before is the log's to know; this only keeps two threads from deciding the
    same thing at the same time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: set[Claim] = set()

    @contextmanager
    def hold(self, claim: Claim | None) -> Iterator[None]:
        """Hold a key while it is decided; None holds nothing.

        Raises:
            InProgress: somebody else holds it.
        """
        if claim is None:
            yield
            return
        with self._lock:
            if claim in self._held:
                raise InProgress("the same idempotency key is being decided; ask again")
            self._held.add(claim)
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(claim)
