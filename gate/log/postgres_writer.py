"""The writing side of the log on PostgreSQL; the contract is `gate.log.store.LogWriter`.

The row of `log_head` is the one lock: whoever holds it sequences, and no other replica can. The
size in it changes by compare-and-set, so that even a lock that failed could not fork the log.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from gate.errors import LogUnavailable, OutcomeUnknown
from gate.log.postgres import open_for_writing, reading_errors
from gate.log.projection import COLUMNS, EVENT_COLUMNS, DecisionRow, EventRow, Row
from gate.log.queries import ERASE, KEPT, POSTGRES
from gate.log.store import Candidate, Claim, SeenEntry

_SEEN: Final = """SELECT principal, idempotency_key, idx, decision_id, body_hash
FROM unnest(%s::text[], %s::text[]) AS asked(holder, key)
JOIN decision ON principal = asked.holder AND idempotency_key = asked.key"""

_BLOBS: Final = """INSERT INTO blob SELECT * FROM unnest(%s::bytea[], %s::bytea[])
ON CONFLICT DO NOTHING"""

_KEYS: Final = """INSERT INTO subject_key
SELECT * FROM unnest(%s::text[], %s::bytea[], %s::bytea[], %s::text[]) ON CONFLICT DO NOTHING"""

_NOT_REPLICATED: Final = frozenset({"01000", "57P01"})
"""Warnings with which a commit returns although no standby has it: a wait that was cancelled."""

_REFUSED: Final = (psycopg.IntegrityError, psycopg.DataError, OverflowError, UnicodeEncodeError)


class PostgresWriter:
    """One connection, used by one thread at a time; other replicas write to the same log."""

    shared = True

    def __init__(self, url: str) -> None:
        """Open the log at `url`, which exists.

        Raises:
            Misconfigured: not a log that this program can write.
            LogUnavailable: it cannot be reached.
        """
        self._url = url
        self._size = 0
        self._warned = False
        self._connection = self._opened()

    def begin(self) -> int:
        """See the port; a connection that was lost since the last transaction is made anew."""
        try:
            return self._begun()
        except LogUnavailable:
            if not self._connection.broken:
                raise
            self.reopen()
            return self._begun()

    def _begun(self) -> int:
        with self._transaction():
            self._connection.execute("BEGIN")
            self._connection.execute("SET LOCAL synchronous_commit = on")
            row = self._connection.execute("SELECT size FROM log_head FOR UPDATE").fetchone()
            if row is None:
                raise psycopg.OperationalError("the log has no head")
            self._size = int(row[0])
            return self._size

    def seen(self, claims: Sequence[Claim]) -> Mapping[Claim, SeenEntry]:
        """See the port."""
        holders, keys = [claim[0] for claim in claims], [claim[1] for claim in claims]
        with self._transaction():
            rows = self._connection.execute(_SEEN, (holders, keys)).fetchall()
        return {(row[0], row[1]): SeenEntry(*row[2:]) for row in rows}

    def insert(self, first: int, sequenced_to: int, batch: Sequence[Candidate]) -> None:
        """See the port."""
        numbered = list(enumerate(batch, first))
        blobs = {blob.digest: blob.content for item in batch for blob in item.blobs}
        with self._transaction():
            leaves = [(index, sequenced_to, item.leaf) for index, item in numbered]
            self._copy("leaf", ("idx", "sequenced_to", "leaf"), ("int8", "int8", "bytea"), leaves)
            self._rows("decision", COLUMNS, DecisionRow, numbered)
            self._rows("event", EVENT_COLUMNS, EventRow, numbered)
            self._connection.execute(_BLOBS, (list(blobs), list(blobs.values())))
            self._personal(batch)
            for derived in POSTGRES.derived():
                self._connection.execute(POSTGRES.sql(derived.extend), (first,))

    def leaves(self, first: int) -> Sequence[bytes]:
        """See the port."""
        with self._transaction():
            rows = self._connection.execute(
                "SELECT leaf FROM leaf WHERE idx >= %s ORDER BY idx", (first,)
            ).fetchall()
        return [bytes(row[0]) for row in rows]

    def extend(self, position: int, hashes: Sequence[bytes], size: int, note: str) -> None:
        """See the port."""
        with self._transaction():
            nodes = list(enumerate(hashes, position))
            self._copy("node", ("position", "hash"), ("int8", "bytea"), nodes)
            self._connection.execute("INSERT INTO checkpoint VALUES (%s, %s)", (size, note))
            moved = self._connection.execute(
                "UPDATE log_head SET size = %s WHERE size = %s", (size, self._size)
            )
            if moved.rowcount != 1:
                raise psycopg.OperationalError("the head moved under its lock")

    def commit(self) -> None:
        """See the port."""
        self._warned = False
        try:
            self._connection.execute("COMMIT")
        except psycopg.Error as error:
            raise _unknown() from error
        if self._warned:
            raise _unknown()

    def rollback(self) -> None:
        """See the port."""
        with suppress(psycopg.Error):
            if self._connection.info.transaction_status != TransactionStatus.IDLE:
                self._connection.execute("ROLLBACK")

    def reopen(self) -> None:
        """See the port.

        A commit may be in the database and on no standby yet. A further one that waits for them
        covers it, because they receive everything in one order.
        """
        self.close()
        self._connection = self._opened()
        self._warned = False
        with reading_errors(), self._connection.transaction():
            self._connection.execute("SET LOCAL synchronous_commit = on")
            self._connection.execute("UPDATE log_head SET size = size")
        if self._warned:
            raise LogUnavailable("The log's database does not reach its standby.")

    def close(self) -> None:
        """See the port."""
        with suppress(psycopg.Error):
            self._connection.close()

    def _opened(self) -> "psycopg.Connection[tuple[Any, ...]]":
        connection = open_for_writing(self._url)
        connection.add_notice_handler(self._noticed)
        return connection

    def _noticed(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.sqlstate in _NOT_REPLICATED:
            self._warned = True

    def _personal(self, batch: Sequence[Candidate]) -> None:
        """Keys before the values under them, and last what is erased."""
        keys = {key.ref: key for item in batch for key in item.subjects}
        if keys:
            rows = [(key.ref, key.lookup, key.wrapped, key.key_id) for key in keys.values()]
            columns = [list(column) for column in zip(*rows, strict=True)]
            self._connection.execute(_KEYS, columns)
        values = [(s.document, " ".join(s.refs), s.content) for item in batch for s in item.sealed]
        if values:
            types = ("bytea", "text", "bytea")
            self._copy("disclosure", ("document", "refs", "content"), types, values)
        refs = sorted({ref for item in batch for sealed in item.sealed for ref in sealed.refs})
        if refs:
            kept = self._connection.execute(f"{KEPT} (SELECT unnest(%s::text[]))", (refs,))
            if kept.fetchone() != (len(refs),):
                raise psycopg.IntegrityError("the key of a data subject is gone")
        for ref in (ref for item in batch for ref in item.erases):
            for statement, form in ERASE:
                self._connection.execute(POSTGRES.sql(statement), (form.format(ref),))

    def _rows(
        self,
        table: str,
        columns: Sequence[str],
        kind: type[Row],
        numbered: Sequence[tuple[int, Candidate]],
    ) -> None:
        """Write what the entries that have such a row have beside their leaves."""
        rows = [(at, *item.row.columns()) for at, item in numbered if isinstance(item.row, kind)]
        if rows:
            types = ("int8", *("text",) * len(columns))
            self._copy(table, ("idx", *columns), types, rows)

    def _copy(
        self,
        table: str,
        columns: Sequence[str],
        types: Sequence[str],
        rows: Sequence[tuple[object, ...]],
    ) -> None:
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Whatever fails before the commit: roll back, and say whose fault it is."""
        try:
            yield
        except _REFUSED as error:
            self.rollback()
            raise ValueError("the database cannot hold an entry") from error
        except psycopg.Error as error:
            self.rollback()
            raise LogUnavailable("The decision could not be written to the log.") from error


def _unknown() -> OutcomeUnknown:
    return OutcomeUnknown(
        "Whether the decision was logged is not known yet. Ask again with the same idempotency key."
    )
