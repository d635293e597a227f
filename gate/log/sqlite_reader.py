"""The reading side of the log on SQLite; the contract is `gate.log.store.LogReader`."""
# ruff: noqa: S608 - every value is a parameter; only names of this package are put into a text

import queue
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import orjson

from gate.errors import LogUnavailable
from gate.limits import APPEND_SECONDS_MAX, LOG_READERS_MAX, STAGED_DIGESTS_MAX
from gate.log.projection import COLUMNS, DecisionRow
from gate.log.schema import CONTROLS, DENIALS, LIVE, STAGED
from gate.log.sqlite import open_for_reading, reading_errors
from gate.log.store import (
    Claim,
    DecisionFilter,
    Extent,
    Identity,
    Live,
    LogHistory,
    SeenEntry,
    StoredLeaf,
)

_LEAVES = f"""SELECT leaf.idx, leaf.sequenced_to, leaf.leaf, decision.idx,
{", ".join(f"decision.{column}" for column in COLUMNS)}
FROM leaf LEFT JOIN decision ON decision.idx = leaf.idx"""

_NODES = "SELECT position, hash FROM node WHERE position IN (SELECT value FROM json_each(?))"

_EXTENT = """SELECT (SELECT COALESCE(MAX(idx) + 1, 0) FROM leaf),
(SELECT COALESCE(MAX(idx) + 1, 0) FROM decision),
(SELECT COALESCE(MAX(position) + 1, 0) FROM node),
(SELECT COALESCE(MAX(size), -1) FROM checkpoint)"""

_REPEATED = """SELECT idx FROM (SELECT idx, ROW_NUMBER() OVER (
    PARTITION BY decision_id ORDER BY idx) AS nth FROM decision) WHERE nth > 1
UNION SELECT idx FROM (SELECT idx, ROW_NUMBER() OVER (
    PARTITION BY principal, idempotency_key ORDER BY idx) AS nth FROM decision
    WHERE idempotency_key IS NOT NULL) WHERE nth > 1
ORDER BY idx LIMIT 100"""

_LIVE = """SELECT system_version, digests, action, live.idx FROM live JOIN decision USING (idx)
WHERE live.system_id = ?"""

_ALLOWED = """SELECT idx FROM decision WHERE system_id = ? AND outcome = 'allow'
ORDER BY idx DESC LIMIT 1"""

_STAGED = "SELECT digest FROM staged WHERE system_id = ? ORDER BY idx DESC, digest LIMIT ?"

_DENIED = """SELECT rule, SUM(decisions) FROM (
    SELECT rule, decisions FROM denial WHERE system_id = :system AND day > :day
    UNION ALL
    SELECT item.value, 1 FROM decision, json_each(decision.denied_by) AS item
    WHERE system_id = :system AND outcome = 'deny'
    AND decided_at >= :cutoff AND decided_at < :day || 'U'
) GROUP BY rule"""
"""Whole days from their counts, and the day of the cutoff from its decisions; every instant of a
day sorts before the day followed by U, because T stands there."""

_FILTERS = {
    "system": "system_id = ?",
    "environment": "environment = ?",
    "outcome": "outcome = ?",
    "since": "decided_at >= ?",
    "until": "decided_at < ?",
}

_DERIVED = (
    ("decision_control", CONTROLS, "SELECT control, idx FROM decision_control", 1),
    ("live", LIVE, "SELECT system_id, idx FROM live", 1),
    ("denial", DENIALS, "SELECT system_id, day, rule, decisions FROM denial", None),
    ("staged", STAGED, "SELECT system_id, digest, idx FROM staged", 2),
)
"""Table, what the decisions give, what is stored, and the column that is an index."""


class SqliteReader:
    """A few connections, shared by all threads."""

    def __init__(self, path: Path) -> None:
        """Read the log at `path`.

        Raises:
            Misconfigured: not a log that this program can read.
            LogUnavailable: it cannot be opened.
        """
        self._path = path
        self._closed = False
        self._wait_s = APPEND_SECONDS_MAX
        self._connections: list[sqlite3.Connection] = [open_for_reading(path)]
        self._free: queue.LifoQueue[sqlite3.Connection | None] = queue.LifoQueue()
        for _ in range(LOG_READERS_MAX - 1):
            self._free.put(None)
        self._free.put(self._connections[0])

    def identity(self) -> Identity:
        """See the port."""
        row = self._one("SELECT origin, log_vkey, gate_key FROM identity")
        if row is None:
            raise LogUnavailable("The log does not say what it is.")
        return Identity(*row)

    def checkpoint(self) -> tuple[int, str]:
        """See the port."""
        row = self._one("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1")
        if row is None:
            raise LogUnavailable("The log has no checkpoint.")
        return row[0], row[1]

    def checkpoint_at(self, size: int) -> str | None:
        """See the port."""
        row = self._one("SELECT note FROM checkpoint WHERE size = ?", size)
        return None if row is None else str(row[0])

    def checkpoints(self, first: int, last: int) -> Sequence[tuple[int, str]]:
        """See the port."""
        return self._all(
            "SELECT size, note FROM checkpoint WHERE size BETWEEN ? AND ? ORDER BY size",
            first,
            last,
        )

    def leaf(self, index: int) -> StoredLeaf | None:
        """See the port."""
        row = self._one(f"{_LEAVES} WHERE leaf.idx = ?", index)
        return None if row is None else _stored(row)

    def leaves(self, first: int, count: int) -> Sequence[StoredLeaf]:
        """See the port."""
        rows = self._all(
            f"{_LEAVES} WHERE leaf.idx >= ? AND leaf.idx < ? ORDER BY leaf.idx",
            first,
            first + count,
        )
        return [_stored(row) for row in rows]

    def nodes(self, positions: Sequence[int]) -> Sequence[bytes]:
        """See the port."""
        wanted = orjson.dumps(list(positions)).decode()
        stored = dict(self._all(_NODES, wanted))
        try:
            return [stored[position] for position in positions]
        except KeyError as error:
            raise LogUnavailable("A hash of the tree is missing. Run `gate log verify`.") from error

    def nodes_from(self, position: int, count: int) -> Sequence[tuple[int, bytes]]:
        """See the port."""
        return self._all(
            "SELECT * FROM node WHERE position >= ? AND position < ? ORDER BY position",
            position,
            position + count,
        )

    def extent(self) -> Extent:
        """See the port."""
        return Extent(*self._all(_EXTENT)[0])

    def derived_differences(self) -> Sequence[tuple[str, int | None]]:
        """See the port."""
        found: list[tuple[str, int | None]] = []
        for table, given, stored, column in _DERIVED:
            rows = self._all(
                f"""SELECT * FROM (SELECT * FROM ({given}) EXCEPT {stored}) UNION
                SELECT * FROM ({stored} EXCEPT SELECT * FROM ({given})) LIMIT 100""",
                0,
                0,
            )
            found += [(table, None if column is None else row[column]) for row in rows]
        return found

    def repeated_decisions(self) -> Sequence[int]:
        """See the port."""
        return [row[0] for row in self._all(_REPEATED)]

    def index_of(self, decision_id: str) -> int | None:
        """See the port."""
        row = self._one("SELECT idx FROM decision WHERE decision_id = ?", decision_id)
        return None if row is None else int(row[0])

    def find(self, claim: Claim) -> SeenEntry | None:
        """See the port."""
        row = self._one(
            """SELECT idx, decision_id, body_hash FROM decision
            WHERE principal = ? AND idempotency_key = ?""",
            *claim,
        )
        return None if row is None else SeenEntry(*row)

    def blob(self, digest: bytes) -> bytes | None:
        """See the port."""
        row = self._one("SELECT content FROM blob WHERE digest = ?", digest)
        return None if row is None else bytes(row[0])

    def decisions(self, wanted: DecisionFilter, before: int | None, limit: int) -> Sequence[int]:
        """See the port."""
        tables, conditions, values = "decision", ["1"], []
        if wanted.control is not None:
            tables = "decision_control AS filed CROSS JOIN decision ON decision.idx = filed.idx"
            conditions, values = ["filed.control = ?"], [wanted.control]
        for name, condition in _FILTERS.items():
            value = getattr(wanted, name)
            if value is not None:
                conditions.append(condition)
                values.append(value)
        key = "decision.idx" if wanted.control is None else "filed.idx"
        last = [] if before is None else [before]
        conditions += [f"{key} < ?"] if last else []
        rows = self._all(
            f"SELECT {key} FROM {tables} WHERE {' AND '.join(conditions)} "
            f"ORDER BY {key} DESC LIMIT ?",
            *values,
            *last,
            limit,
        )
        return [row[0] for row in rows]

    def history(self, system_id: str, cutoff: str) -> LogHistory:
        """See the port."""
        with self._connection() as connection:
            connection.execute("BEGIN")
            try:
                live = connection.execute(_LIVE, (system_id,)).fetchone()
                allowed = connection.execute(_ALLOWED, (system_id,)).fetchone()
                staged = connection.execute(_STAGED, (system_id, STAGED_DIGESTS_MAX)).fetchall()
                denied = connection.execute(
                    _DENIED, {"system": system_id, "day": cutoff[:10], "cutoff": cutoff}
                ).fetchall()
            finally:
                connection.execute("ROLLBACK")
        if live is not None and live[2] == "retire":
            live = None
        return LogHistory(
            live=None if live is None else _live(live),
            staged=tuple(row[0] for row in staged),
            denied_90d=dict(denied),
            allowed_at=None if allowed is None else allowed[0],
            live_at=None if live is None else live[3],
        )

    def close(self) -> None:
        """See the port."""
        self._closed = True
        for connection in self._connections:
            with suppress(sqlite3.Error):
                connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._closed:
            raise LogUnavailable("The log is closed.")
        connection = open_for_reading(self._path)
        self._connections.append(connection)
        return connection

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._all(sql, *values)
        return rows[0] if rows else None

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection that nobody else uses meanwhile."""
        try:
            connection = self._free.get(timeout=self._wait_s)
        except queue.Empty as error:
            raise LogUnavailable("The log is too busy to be read.") from error
        try:
            if connection is None:
                connection = self._open()
            with reading_errors():
                yield connection
        except LogUnavailable:
            if connection is not None:
                self._connections.remove(connection)
                connection.close()
                connection = None
            raise
        finally:
            self._free.put(connection)


def _stored(row: tuple[Any, ...]) -> StoredLeaf:
    projected = None if row[3] is None else DecisionRow(*row[4:])
    return StoredLeaf(row[0], row[1], row[2], projected)


def _live(row: tuple[Any, ...]) -> Live:
    return Live(version=row[0], digests=tuple(orjson.loads(row[1])))
