"""Connections to PostgreSQL that are given up when the server does not answer.

The timeouts of TCP notice a server that is cut off. One that is there and says nothing (stopped, or
on a machine that hangs) keeps them content, and a socket of the same machine has none.
"""

import time
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

from gate.limits import DATABASE_COMMAND_SECONDS_MAX, DATABASE_SECONDS_MAX

T = TypeVar("T")

_INTERVAL = 0.1
"""Seconds between two looks for an interrupt, as psycopg has it."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is lost when one statement takes longer than a long command may wait."""

    seconds_max = DATABASE_COMMAND_SECONDS_MAX

    def wait(self, gen: PQGen[T], interval: float = _INTERVAL, timeout: float | None = None) -> T:
        """Wait for the server; see `psycopg.Connection.wait`.

        Raises:
            psycopg.OperationalError: it did not answer in time. The connection is closed then,
                because its answer may still come, and would be taken for that of another question.
        """
        allowed = self.seconds_max if timeout is None else timeout
        until = time.monotonic() + allowed
        try:
            return super().wait(gen, interval, allowed)
        except psycopg.OperationalError:
            if time.monotonic() >= until:
                self.pgconn.finish()
            raise


class ServingConnection(PatientConnection):
    """The same where a request waits for the statement."""

    seconds_max = DATABASE_SECONDS_MAX
