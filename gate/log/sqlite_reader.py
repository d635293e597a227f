"""The reading side of the log on SQLite; the contract is `gate.log.store.LogReader`."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from gate.log.connections import Connections
from gate.log.queries import SQLITE
from gate.log.sql_reader import Row, SqlReader
from gate.log.sqlite import open_for_reading, reading_errors

_NODES = "SELECT position, hash FROM node WHERE position IN (SELECT value FROM json_each(?))"


class SqliteReader(SqlReader):
    """Each question is answered from one committed state of the file."""

    def __init__(self, path: Path) -> None:
        """Read the log at `path`.

        Raises:
            Misconfigured: not a log that this program can read.
            LogUnavailable: it cannot be opened.
        """
        super().__init__(SQLITE)
        self._connections = Connections(lambda: open_for_reading(path))

    def close(self) -> None:
        """See the port."""
        with suppress(sqlite3.Error):
            self._connections.close()

    def _stored_nodes(self, positions: Sequence[int]) -> Sequence[tuple[int, bytes]]:
        rows = self._all(_NODES, orjson.dumps(list(positions)).decode())
        return [(row[0], row[1]) for row in rows]

    def _snapshot(self, *questions: tuple[str, tuple[object, ...]]) -> list[list[Row]]:
        with self._connections.one() as connection, reading_errors():
            if len(questions) == 1:
                return [_answer(connection, *questions[0])]
            connection.execute("BEGIN")
            try:
                return [_answer(connection, *question) for question in questions]
            finally:
                connection.execute("ROLLBACK")


def _answer(connection: sqlite3.Connection, question: str, values: tuple[object, ...]) -> list[Row]:
    return connection.execute(question, values).fetchall()
