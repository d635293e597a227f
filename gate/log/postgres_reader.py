"""The reading side of the log on PostgreSQL; the contract is `gate.log.store.LogReader`."""

from collections.abc import Sequence

from gate.db.patience import PatientConnection, ServingConnection
from gate.errors import LogUnavailable
from gate.limits import LOG_READERS_MAX
from gate.log.connections import Connections
from gate.log.postgres import Connection, open_for_reading, reading_errors
from gate.log.queries import POSTGRES
from gate.log.sql_reader import Row, SqlReader

_NODES = "SELECT position, hash FROM node WHERE position = ANY(?)"


class PostgresReader(SqlReader):
    """Several questions are answered from one snapshot of the database."""

    def __init__(self, url: str, *, serving: bool = False) -> None:
        """Read the log at `url`; somebody waits for what a gate reads that is `serving`.

        Raises:
            Misconfigured: not a log that this program can read.
            LogUnavailable: it cannot be reached.
        """
        super().__init__(POSTGRES)
        kind = ServingConnection if serving else PatientConnection
        self._connections = Connections(lambda: open_for_reading(url, kind))

    def close(self) -> None:
        """See the port."""
        self._connections.close()

    def _stored_nodes(self, positions: Sequence[int]) -> Sequence[tuple[int, bytes]]:
        return [(row[0], bytes(row[1])) for row in self._all(_NODES, list(positions))]

    def _snapshot(self, *questions: tuple[str, tuple[object, ...]]) -> list[list[Row]]:
        """Connections that were lost while nobody used them are passed over."""
        for _ in range(LOG_READERS_MAX):
            connection: Connection | None = None
            try:
                with self._connections.one() as connection, reading_errors():
                    return _answers(connection, questions)
            except LogUnavailable:
                if connection is None or not connection.broken:
                    raise
        with self._connections.one() as connection, reading_errors():
            return _answers(connection, questions)


def _answers(
    connection: Connection, questions: tuple[tuple[str, tuple[object, ...]], ...]
) -> list[list[Row]]:
    if len(questions) == 1:
        question, values = questions[0]
        return [connection.execute(question, values).fetchall()]
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [connection.execute(*question).fetchall() for question in questions]
