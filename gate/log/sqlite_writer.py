"""The writing side of the log on SQLite; the contract is `gate.log.store.LogWriter`.

Each step of a statement lets another thread run, and gets its turn back only when that one pauses.
So a batch is written in few statements of many rows, not in many of one.
"""
# ruff: noqa: S608 - every value is a parameter; only names of this package are put into a text

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

import orjson

from gate.errors import LogUnavailable, OutcomeUnknown
from gate.log.projection import DecisionRow, EventRow
from gate.log.queries import ERASE, KEPT, SQLITE
from gate.log.sqlite import open_for_writing, reading_errors
from gate.log.store import Candidate, Claim, SeenEntry

_SEEN = """SELECT principal, idempotency_key, idx, decision_id, body_hash
FROM json_each(?) AS asked CROSS JOIN decision
ON principal = asked.value ->> 0 AND idempotency_key = asked.value ->> 1"""

_LEAVES = "SELECT group_concat(CAST(leaf AS TEXT), char(10)) FROM leaf WHERE idx >= ?"
"""All in one row: a leaf is JSON on one line."""

_ROWS_AT_ONCE = (64, 8, 1)
"""Sizes of the statements that insert, so that there are few of them to prepare."""

_REFUSED = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    UnicodeEncodeError,
)
"""What SQLite says of a value that it cannot hold, or that a constraint forbids."""


class SqliteWriter:
    """One connection, used by one thread at a time."""

    shared = False

    def __init__(self, path: Path) -> None:
        """Open the log at `path`, which exists.

        Raises:
            Misconfigured: not a log that this program can write.
            LogUnavailable: it cannot be opened.
        """
        self._path = path
        self._connection = open_for_writing(path)

    def begin(self) -> int:
        """See the port."""
        with self._transaction():
            self._connection.execute("BEGIN IMMEDIATE")
            row = self._connection.execute("SELECT MAX(size) FROM checkpoint").fetchone()
            return int(row[0])

    def seen(self, claims: Sequence[Claim]) -> Mapping[Claim, SeenEntry]:
        """See the port."""
        asked = orjson.dumps(claims).decode()
        with self._transaction():
            rows = self._connection.execute(_SEEN, (asked,)).fetchall()
        return {(row[0], row[1]): SeenEntry(*row[2:]) for row in rows}

    def insert(self, first: int, sequenced_to: int, batch: Sequence[Candidate]) -> None:
        """See the port."""
        numbered = list(enumerate(batch, first))
        with self._transaction():
            self._insert("leaf", [(index, sequenced_to, item.leaf) for index, item in numbered])
            for table, kind in (("decision", DecisionRow), ("event", EventRow)):
                rows = [item for item in numbered if isinstance(item[1].row, kind)]
                self._insert(table, [(index, *item.row.columns()) for index, item in rows])
            self._insert(
                "blob",
                [(blob.digest, blob.content) for item in batch for blob in item.blobs],
                "ON CONFLICT DO NOTHING",
            )
            self._personal(batch)
            for derived in SQLITE.derived():
                self._connection.execute(derived.extend, (first,))

    def leaves(self, first: int) -> Sequence[bytes]:
        """See the port."""
        with self._transaction():
            text = self._connection.execute(_LEAVES, (first,)).fetchone()[0]
            return [] if text is None else text.encode().split(b"\n")

    def extend(self, position: int, hashes: Sequence[bytes], size: int, note: str) -> None:
        """See the port."""
        with self._transaction():
            self._insert("node", list(enumerate(hashes, position)))
            self._insert("checkpoint", [(size, note)])

    def commit(self) -> None:
        """See the port."""
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutcomeUnknown(
                "Whether the decision was logged is not known yet. Ask again with the same "
                "idempotency key."
            ) from error

    def rollback(self) -> None:
        """See the port."""
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def reopen(self) -> None:
        """See the port.

        What the next reads show may so far lie in a cache of the operating system alone, if a
        flush to the disk failed; moving the write-ahead log into the database flushes it again.
        """
        self.close()
        connection = open_for_writing(self._path)
        with reading_errors():
            busy = connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()[0]
        if busy:
            connection.close()
            raise LogUnavailable("The log's database is in use and cannot be made durable.")
        self._connection = connection

    def close(self) -> None:
        """See the port."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _personal(self, batch: Sequence[Candidate]) -> None:
        """Keys before the values under them, and last what is erased."""
        keys = [(k.ref, k.lookup, k.wrapped, k.key_id) for item in batch for k in item.subjects]
        self._insert("subject_key", keys, "ON CONFLICT DO NOTHING")
        values = [(s.document, " ".join(s.refs), s.content) for item in batch for s in item.sealed]
        self._insert("disclosure", values)
        refs = sorted({ref for item in batch for sealed in item.sealed for ref in sealed.refs})
        if refs:
            asked = orjson.dumps(refs).decode()
            kept = self._connection.execute(f"{KEPT} (SELECT value FROM json_each(?))", (asked,))
            if kept.fetchone()[0] != len(refs):
                raise sqlite3.IntegrityError("the key of a data subject is gone")
        for ref in (ref for item in batch for ref in item.erases):
            for statement, form in ERASE:
                self._connection.execute(statement, (form.format(ref),))

    def _insert(self, table: str, rows: Sequence[tuple[object, ...]], then: str = "") -> None:
        start = 0
        for count in _ROWS_AT_ONCE:
            while len(rows) - start >= count:
                group = rows[start : start + count]
                one = f"({', '.join('?' * len(group[0]))})"
                values = ", ".join([one] * count)
                self._connection.execute(
                    f"INSERT INTO {table} VALUES {values} {then}", [*chain.from_iterable(group)]
                )
                start += count

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Whatever fails before the commit: roll back, and say whose fault it is."""
        try:
            yield
        except _REFUSED as error:
            self.rollback()
            raise ValueError("the database cannot hold an entry") from error
        except sqlite3.Error as error:
            self.rollback()
            raise LogUnavailable("The decision could not be written to the log.") from error
