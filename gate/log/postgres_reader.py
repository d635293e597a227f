"""The reading side of the log on PostgreSQL; the contract is `gate.log.store.LogReader`."""

from collections.abc import Sequence

from gate.log.connections import Connections
from gate.log.postgres import open_for_reading, reading_errors
from gate.log.queries import POSTGRES
from gate.log.sql_reader import Row, SqlReader

_NODES = "SELECT position, hash FROM node WHERE position = ANY(?)"


class PostgresReader(SqlReader):
    """Several questions are answered from one snapshot of the database."""

    def __init__(self, url: str) -> None:
        """Read the log at `url`.

        Raises:
            Misconfigured: not a log that this program can read.
            LogUnavailable: it cannot be reached.
        """
        super().__init__(POSTGRES)
        self._connections = Connections(lambda: open_for_reading(url))

    def close(self) -> None:
        """See the port."""
        self._connections.close()

    def _stored_nodes(self, positions: Sequence[int]) -> Sequence[tuple[int, bytes]]:
        return [(row[0], bytes(row[1])) for row in self._all(_NODES, list(positions))]

    def _snapshot(self, *questions: tuple[str, tuple[object, ...]]) -> list[list[Row]]:
        with self._connections.one() as connection, reading_errors():
            if len(questions) == 1:
                question, values = questions[0]
                return [connection.execute(question, values).fetchall()]
            with connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                return [connection.execute(*question).fetchall() for question in questions]
