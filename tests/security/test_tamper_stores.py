"""Whoever owns the database may change any row of it: on SQLite and on PostgreSQL, all of them.

Each row is deleted, swapped, repeated, put in another's place or renumbered; the end is cut off;
the whole log is replaced. Verification finds each, and names the first entry that is concerned.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import psycopg
import pytest

from gate.log.fsck import Report
from gate.log.nodes import node_count
from gate.log.paths import database_in, pin_in
from gate.log.projection import COLUMNS
from gate.log.queries import POSTGRES, SQLITE
from tests.logs import check_log, draft, open_log
from tests.postgres_server import ROLE
from tests.security.eight_entries import BATCH, SIZE, VKEY, write_eight
from tests.stores import STORES

_LOG = {"leaf": "idx", "decision": "idx", "node": "position", "checkpoint": "size"}
_DERIVED = ("decision_control", "live", "denial", "staged")
_PARTITIONS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
_CHECKS = """SELECT conname, conrelid::regclass::text FROM pg_constraint
WHERE contype = 'c' AND conislocal AND connamespace = 'public'::regnamespace"""


class Owner:
    """The database of a log, in the hands of somebody who is stopped by nothing in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, STORES.url(folder)
        self.mark = "?" if self.url is None else "%s"
        with self._connected() as connection:
            if self.url is None:
                found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                for [name] in found.fetchall():
                    connection.execute(f"DROP TRIGGER {name}")
                return
            for [table] in connection.execute(_PARTITIONS).fetchall():
                connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            for name, table in connection.execute(_CHECKS).fetchall():
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def rows(self, table: str) -> list[tuple[Any, ...]]:
        """Every row of a table, in the order of its columns."""
        with self._connected() as connection:
            return sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)

    def put(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """These rows instead of those that are there."""
        with self._connected() as connection:
            connection.execute(f"DELETE FROM {table}")
            for row in rows:
                values = ", ".join([self.mark] * len(row))
                connection.execute(f"INSERT INTO {table} VALUES ({values})", tuple(row))

    def derive_again(self) -> None:
        """The tables that follow from the decisions, as they would be without the missing ones."""
        dialect = SQLITE if self.url is None else POSTGRES
        with self._connected() as connection:
            for derived in dialect.derived():
                connection.execute(f"DELETE FROM {derived.table}")
                connection.execute(dialect.sql(derived.extend), (0,))

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        if self.url is not None:
            with psycopg.connect(self.url.replace(ROLE, "postgres")) as shared:
                yield shared
            return
        with closing(sqlite3.connect(database_in(self.folder))) as single:
            single.execute("PRAGMA ignore_check_constraints = ON")
            yield single
            single.commit()


@pytest.fixture
def owner(either_store: str, tmp_path: Path) -> Iterator[Owner]:
    """A log of eight, which after each test is again what it was."""
    write_eight(tmp_path)
    owner = Owner(tmp_path)
    assert check_log(tmp_path, vkey=VKEY).clean
    yield owner
    assert check_log(tmp_path, vkey=VKEY).clean


def _check(owner: Owner) -> Report:
    return check_log(owner.folder, vkey=VKEY)


def _with(owner: Owner, table: str, rows: Sequence[Sequence[Any]]) -> Report:
    """What is found with these rows in a table, which then gets its own back."""
    kept = owner.rows(table)
    owner.put(table, rows)
    try:
        return _check(owner)
    finally:
        owner.put(table, kept)


def _concerns(table: str, key: int) -> int | None:
    """The entry that a row of the log belongs to."""
    if table == "node":
        return next(n for n in range(SIZE) if node_count(n) <= key < node_count(n + 1))
    if table == "checkpoint":
        return key - 1 if key else None
    return key


@pytest.mark.parametrize("table", _LOG)
def test_every_row_that_is_deleted_is_missed(owner: Owner, table: str) -> None:
    """Of every table of the log; its entry is named."""
    rows = owner.rows(table)
    for row in rows:
        report = _with(owner, table, [other for other in rows if other != row])
        assert not report.clean
        assert report.first_bad_index == _concerns(table, row[0])


@pytest.mark.parametrize("table", ["blob", *_DERIVED])
def test_every_row_beside_the_log_that_is_deleted_is_missed(owner: Owner, table: str) -> None:
    """Contents, and what follows from the decisions."""
    rows = owner.rows(table)
    assert rows
    for row in rows:
        report = _with(owner, table, [other for other in rows if other != row])
        assert {found.code for found in report.findings} <= {"side_store", "projection"}
        assert not report.clean


def test_every_two_entries_that_are_swapped_are_found(owner: Owner) -> None:
    """With their columns, or alone; the first of them is named."""
    for table in ("leaf", "decision"):
        rows = {row[0]: row for row in owner.rows(table)}
        for one, other in combinations(range(SIZE), 2):
            swapped = {**rows, one: (one, *rows[other][1:]), other: (other, *rows[one][1:])}
            report = _with(owner, table, list(_distinct(table, swapped)))
            assert report.first_bad_index == one, (table, one, other)


def _distinct(table: str, rows: dict[int, Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """`sequenced_to` stays with its place, so that nothing but the entry differs."""
    for index, row in rows.items():
        if table == "leaf":
            end = BATCH[-1] + 1 if index in BATCH else index + 1
            yield (index, end, row[2])
        else:
            yield row


def test_every_entry_in_the_place_of_another_is_found(owner: Owner) -> None:
    """And where it was repeated at the end."""
    rows = {row[0]: row for row in owner.rows("leaf")}
    for place, entry in permutations(range(SIZE), 2):
        changed = {**rows, place: (place, rows[place][1], rows[entry][2])}
        assert _with(owner, "leaf", list(changed.values())).first_bad_index == place
    for entry in range(SIZE):
        repeated = [*rows.values(), (SIZE, SIZE + 1, rows[entry][2])]
        assert _with(owner, "leaf", repeated).first_bad_index == SIZE


def test_entries_that_are_renumbered_are_found(owner: Owner) -> None:
    """From any of them on, up or down by one."""
    rows = owner.rows("leaf")
    for first in range(SIZE):
        up = [(row[0] + (row[0] >= first), row[1] + (row[0] >= first), row[2]) for row in rows]
        assert _with(owner, "leaf", up).first_bad_index == first
    for first in range(1, SIZE):
        down = [(row[0] - (row[0] >= first), row[1], row[2]) for row in rows if row[0] != first - 1]
        assert _with(owner, "leaf", down).first_bad_index == first - 1


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_every_decision_is_compared(owner: Owner, column: str) -> None:
    """What lists and history show is what the entry says."""
    rows = owner.rows("decision")
    place = 1 + COLUMNS.index(column)
    for row in rows:
        changed = (*row[:place], f"{row[place] or ''}x", *row[place + 1 :])
        report = _with(owner, "decision", [changed if other == row else other for other in rows])
        assert report.first_bad_index == row[0]


def test_every_tail_that_is_cut_off_is_found(owner: Owner) -> None:
    """By the pinned checkpoint alone: what is left is in order by itself."""
    kept = {table: owner.rows(table) for table in _LOG}
    pinned = pin_in(owner.folder).read_bytes()
    for row in kept["checkpoint"][:-1]:
        size = row[0]
        ends = {"node": node_count(size), "checkpoint": size + 1}
        for table, rows in kept.items():
            owner.put(table, [each for each in rows if each[0] < ends.get(table, size)])
        owner.derive_again()
        report = _check(owner)
        assert (report.first_bad_index, report.size) == (size, size)
        assert {found.code for found in report.findings} == {"rolled_back"}
        pin_in(owner.folder).unlink()
        assert {found.code for found in _check(owner).findings} == {"pin"}
        pin_in(owner.folder).write_bytes(pinned)
        for table, rows in kept.items():
            owner.put(table, rows)
        owner.derive_again()


def test_a_log_in_the_place_of_this_one_is_found(owner: Owner) -> None:
    """Of the same keys, longer, and in order by itself: the pinned checkpoint contradicts it."""
    other_folder = owner.folder / "other"
    log = open_log(other_folder)
    for number in range(100, 101 + SIZE):
        log.append(draft(number))
    log.close()
    other = Owner(other_folder)
    tables = (*_LOG, "blob")
    kept = {table: owner.rows(table) for table in tables}
    for table in tables:
        owner.put(table, other.rows(table))
    owner.derive_again()
    report = _check(owner)
    assert (report.size, {found.code for found in report.findings}) == (SIZE + 1, {"root"})
    assert report.first_bad_index is not None
    for table, rows in kept.items():
        owner.put(table, rows)
    owner.derive_again()
