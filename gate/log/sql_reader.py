"""The reading side of the log in SQL; the contract is `gate.log.store.LogReader`.

What SQLite and PostgreSQL share; each adds its connections and the two questions that take a list.
"""
# ruff: noqa: S608 - every value is a parameter; only names of this package are put into a text

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson

from gate.errors import LogUnavailable
from gate.limits import STAGED_DIGESTS_MAX
from gate.log.projection import COLUMNS, DecisionRow, EventRow
from gate.log.queries import (
    ALLOWED,
    DOCUMENTS_ABOUT,
    EVENTS,
    EVENTS_ABOUT,
    EVENTS_OF,
    EXTENT,
    FILTERS,
    LEAVES,
    LIVE,
    REPEATED,
    SEALED,
    STAGED,
    SUBJECTS,
    Dialect,
)
from gate.log.sealed import Sealed, SubjectKey
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

Row = tuple[Any, ...]

_EVENT = 5 + len(COLUMNS)
"""Where the columns of an event begin in a row of `LEAVES`."""


class SqlReader(ABC):
    """Every method is that of the port; see there."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect

    @abstractmethod
    def _snapshot(self, *questions: tuple[str, tuple[object, ...]]) -> list[list[Row]]:
        """The answers to some questions with their values, all of one committed state.

        Raises:
            LogUnavailable: the database cannot be read in time.
        """

    @abstractmethod
    def _stored_nodes(self, positions: Sequence[int]) -> Sequence[tuple[int, bytes]]:
        """Position and hash of those of these positions that are there."""

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
        rows = self._all(
            "SELECT size, note FROM checkpoint WHERE size BETWEEN ? AND ? ORDER BY size",
            first,
            last,
        )
        return [(row[0], row[1]) for row in rows]

    def leaf(self, index: int) -> StoredLeaf | None:
        """See the port."""
        row = self._one(f"{LEAVES} WHERE leaf.idx = ?", index)
        return None if row is None else _stored(row)

    def leaves(self, first: int, count: int) -> Sequence[StoredLeaf]:
        """See the port."""
        rows = self._all(
            f"{LEAVES} WHERE leaf.idx >= ? AND leaf.idx < ? ORDER BY leaf.idx",
            first,
            first + count,
        )
        return [_stored(row) for row in rows]

    def nodes(self, positions: Sequence[int]) -> Sequence[bytes]:
        """See the port."""
        stored = dict(self._stored_nodes(positions))
        try:
            return [stored[position] for position in positions]
        except KeyError as error:
            raise LogUnavailable("A hash of the tree is missing. Run `gate log verify`.") from error

    def nodes_from(self, position: int, count: int) -> Sequence[tuple[int, bytes]]:
        """See the port."""
        rows = self._all(
            "SELECT position, hash FROM node WHERE position >= ? AND position < ?"
            " ORDER BY position",
            position,
            position + count,
        )
        return [(row[0], row[1]) for row in rows]

    def extent(self) -> Extent:
        """See the port."""
        return Extent(*self._all(EXTENT)[0])

    def derived_differences(self) -> Sequence[tuple[str, int | None]]:
        """See the port."""
        return [
            (derived.table, None if derived.column is None else row[derived.column])
            for derived in self._dialect.derived()
            for row in self._all(derived.differences, 0, 0)
        ]

    def repeated_decisions(self) -> Sequence[int]:
        """See the port."""
        return [row[0] for row in self._all(REPEATED)]

    def index_of(self, decision_id: str) -> int | None:
        """See the port."""
        row = self._one("SELECT idx FROM decision WHERE decision_id = ?", decision_id)
        return None if row is None else int(row[0])

    def events(self, kind: str, about: str | None = None) -> Sequence[int]:
        """See the port."""
        rows = self._all(EVENTS, kind) if about is None else self._all(EVENTS_ABOUT, kind, about)
        return [row[0] for row in rows]

    def events_about(self, kind: str, about: Collection[str]) -> Sequence[tuple[str, int]]:
        """See the port."""
        wanted = f"{EVENTS_OF} AND about IN {self._dialect.listed} ORDER BY idx"
        return [(row[0], row[1]) for row in self._all(wanted, kind, _list(about))]

    def find(self, claim: Claim) -> SeenEntry | None:
        """See the port."""
        row = self._one(
            "SELECT idx, decision_id, body_hash FROM decision"
            " WHERE principal = ? AND idempotency_key = ?",
            *claim,
        )
        return None if row is None else SeenEntry(*row)

    def blob(self, digest: bytes) -> bytes | None:
        """See the port."""
        row = self._one("SELECT content FROM blob WHERE digest = ?", digest)
        return None if row is None else bytes(row[0])

    def blobs(self, digests: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """See the port."""
        marks = ", ".join("?" * len(digests))
        rows = self._all(f"SELECT digest, content FROM blob WHERE digest IN ({marks})", *digests)
        return {bytes(row[0]): bytes(row[1]) for row in rows}

    def subjects(self, lookup: bytes) -> Sequence[SubjectKey]:
        """See the port."""
        rows = self._all(f"{SUBJECTS} WHERE lookup = ? ORDER BY ref", lookup)
        return [_subject(row) for row in rows]

    def subject_keys(self, refs: Collection[str]) -> Mapping[str, SubjectKey]:
        """See the port."""
        rows = self._all(f"{SUBJECTS} WHERE ref IN {self._dialect.listed}", _list(refs))
        return {row[0]: _subject(row) for row in rows}

    def personal_key_ids(self) -> Sequence[str]:
        """See the port."""
        return [row[0] for row in self._all("SELECT DISTINCT key_id FROM subject_key")]

    def sealed(self, document: bytes) -> Sequence[Sealed]:
        """See the port."""
        rows = self._all(SEALED, document)
        return [Sealed(document, tuple(row[0].split(" ")), bytes(row[1])) for row in rows]

    def documents_about(self, ref: str) -> int:
        """See the port."""
        return int(self._all(DOCUMENTS_ABOUT, ref, f"%{ref}%")[0][0])

    def decisions(self, wanted: DecisionFilter, before: int | None, limit: int) -> Sequence[int]:
        """See the port."""
        tables, key = "decision", "decision.idx"
        conditions: list[str] = []
        values: list[object] = []
        if wanted.control is not None:
            tables = "decision_control AS filed CROSS JOIN decision"
            conditions += ["decision.idx = filed.idx", "filed.control = ?"]
            values, key = [wanted.control], "filed.idx"
        for name, condition in FILTERS.items():
            value = getattr(wanted, name)
            if value is not None:
                conditions.append(condition)
                values.append(value)
        if before is not None:
            conditions.append(f"{key} < ?")
            values.append(before)
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        rows = self._all(
            f"SELECT {key} FROM {tables} {where} ORDER BY {key} DESC LIMIT ?", *values, limit
        )
        return [row[0] for row in rows]

    def history(self, system_id: str, cutoff: str) -> LogHistory:
        """See the port."""
        day = cutoff[:10]
        lives, allowed, staged, denied = self._asked(
            (LIVE, (system_id,)),
            (ALLOWED, (system_id,)),
            (STAGED, (system_id, STAGED_DIGESTS_MAX)),
            (self._dialect.denied(), (system_id, day, system_id, cutoff, day)),
        )
        live = lives[0] if lives and lives[0][2] != "retire" else None
        return LogHistory(
            live=None if live is None else _live(live),
            staged=tuple(row[0] for row in staged),
            denied_90d={row[0]: int(row[1]) for row in denied},
            allowed_at=allowed[0][0] if allowed else None,
            live_at=None if live is None else live[3],
        )

    def _asked(self, *questions: tuple[str, tuple[object, ...]]) -> list[list[Row]]:
        return self._snapshot(*((self._dialect.sql(text), values) for text, values in questions))

    def _all(self, question: str, *values: object) -> list[Row]:
        return self._asked((question, values))[0]

    def _one(self, question: str, *values: object) -> Row | None:
        rows = self._all(question, *values)
        return rows[0] if rows else None


def _list(texts: Collection[str]) -> str:
    return orjson.dumps(list(texts)).decode()


def _stored(row: Row) -> StoredLeaf:
    index, sequenced_to, leaf, decision, event = row[:5]
    projected: DecisionRow | EventRow | None = None
    if event is None and decision is not None:
        projected = DecisionRow(*row[5:_EVENT])
    elif decision is None and event is not None:
        projected = EventRow(*row[_EVENT:])
    return StoredLeaf(index, sequenced_to, bytes(leaf), projected)


def _subject(row: Row) -> SubjectKey:
    return SubjectKey(row[0], bytes(row[1]), bytes(row[2]), row[3])


def _live(row: Row) -> Live:
    return Live(version=row[0], digests=tuple(orjson.loads(row[1])))
