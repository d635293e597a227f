"""The log's database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gate.errors import LogUnavailable
from gate.limits import LOG_READERS_MAX
from gate.log.log import Log
from gate.log.paths import database_in
from gate.log.queries import ALLOWED, SQLITE, Derived
from gate.log.sqlite_reader import SqliteReader
from tests.logs import draft, open_log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database of a log with three entries."""
    log = open_log(tmp_path)
    for number in range(3):
        log.append(draft(number, environment="staging", deny=("A.7.4-1",)))
    log.close()
    return database_in(tmp_path)


def test_a_commit_is_durable(tmp_path: Path) -> None:
    """Write-ahead log, flushed at every commit, and others may read meanwhile."""
    log = open_log(tmp_path)
    connection = log._sequencer._batches._writer._connection
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "locking_mode", "fullfsync")
    }
    log.close()

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "locking_mode": "normal",
        "fullfsync": 1,
    }


def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """The folder too, when the log makes it."""
    log = open_log(tmp_path / "var")
    log.append(draft(0))
    modes = {item.name: item.stat().st_mode & 0o777 for item in (tmp_path / "var").iterdir()}
    log.close()

    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}
    assert {"log.sqlite", "log.sqlite-wal", "log.checkpoint"} <= set(modes)


@pytest.mark.parametrize(
    "table", ["identity", "leaf", "node", "checkpoint", "blob", "decision", "event"]
)
def test_rows_are_neither_changed_nor_deleted_by_accident(path: Path, table: str) -> None:
    """Triggers keep every table of the log append-only."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO event VALUES (3, 'heartbeat', 'one')")
        [column] = connection.execute(
            f"SELECT name FROM pragma_table_info('{table}') LIMIT 1"
        ).fetchone()
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
                connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO leaf SELECT 1, 2, leaf FROM leaf WHERE idx = 2",
        "INSERT INTO leaf SELECT 7, 8, leaf FROM leaf WHERE idx = 2",
        "INSERT OR REPLACE INTO node SELECT 1, hash FROM node WHERE position = 0",
        "INSERT INTO node SELECT 9, hash FROM node WHERE position = 0",
    ],
)
def test_the_log_grows_at_its_end_only(path: Path, statement: str) -> None:
    """Neither is a row replaced, nor is one left out."""
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="grows at its end"),
    ):
        connection.execute(statement)


def test_a_reader_cannot_write(path: Path) -> None:
    """Its connections are read-only."""
    reader = SqliteReader(path)
    with pytest.raises(LogUnavailable) as raised:
        reader._all("CREATE TABLE other (x)")
    assert "readonly" in str(raised.value.__cause__)
    reader.close()


def test_a_reader_uses_a_few_connections(path: Path) -> None:
    """Each is lent to one thread at a time; one more has to wait, and not for ever."""
    reader = SqliteReader(path)
    lent = [reader._connections.one() for _ in range(LOG_READERS_MAX)]
    connections = {id(context.__enter__()) for context in lent}
    assert len(connections) == LOG_READERS_MAX
    reader._connections.wait_s = 0.01
    with pytest.raises(LogUnavailable, match="too busy"):
        reader.checkpoint()
    lent.pop().__exit__(None, None, None)
    assert reader.checkpoint()[0] == 3
    for context in lent:
        context.__exit__(None, None, None)
    reader.close()


def test_a_reader_survives_an_error(path: Path) -> None:
    """A statement that fails costs its connection, which is opened anew."""
    reader = SqliteReader(path)
    for _ in range(2 * LOG_READERS_MAX):
        with pytest.raises(LogUnavailable):
            reader._all("SELECT nonsense")
    assert reader.checkpoint()[0] == 3
    reader.close()
    for _ in range(2 * LOG_READERS_MAX):
        with pytest.raises(LogUnavailable):
            reader.checkpoint()


def test_a_log_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    """Another process's reader sees each commit, and neither waits for the other."""
    log = open_log(tmp_path)
    reader = SqliteReader(database_in(tmp_path))
    sizes = []
    for number in range(3):
        log.append(draft(number))
        sizes.append(reader.checkpoint()[0])
    reader.close()
    log.close()

    assert sizes == [1, 2, 3]


def test_a_log_can_be_read_after_its_writer_is_gone(path: Path) -> None:
    """The write-ahead log need not be there."""
    assert not path.with_name(path.name + "-wal").exists()
    reader = SqliteReader(path)
    assert reader.checkpoint()[0] == 3
    reader.close()


def test_a_lock_of_another_process_is_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    """Then nothing is logged, and once it is gone the log goes on."""
    log = open_log(tmp_path)
    log.append(draft(0))
    with closing(sqlite3.connect(database_in(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogUnavailable, match="could not be written"):
            log.append(draft(1), seconds=30)
        other.execute("ROLLBACK")
    assert log.append(draft(2)).index == 1
    log.close()


def test_somebody_elses_entry_stops_the_log(tmp_path: Path) -> None:
    """Whoever writes beside the gate makes it refuse, not fork."""
    log = open_log(tmp_path)
    log.append(draft(0))
    with closing(sqlite3.connect(database_in(tmp_path), isolation_level=None)) as other:
        other.execute("INSERT INTO checkpoint VALUES (2, 'forged')")
    for number in (1, 2):
        with pytest.raises(LogUnavailable, match="somebody else wrote"):
            log.append(draft(number))
    log.close()


def test_the_derived_tables_are_what_the_decisions_give(tmp_path: Path) -> None:
    """However the decisions were batched."""
    log: Log = open_log(tmp_path)
    log.append(draft(0, environment="prod", controls=("A.7.4",)))
    log.append(
        draft(1, environment="prod", deny=("A.7.4-1", "A.9.2-3"), controls=("A.7.4", "A.9.2"))
    )
    log.append(draft(2, environment="staging"))
    log.append(draft(3, environment="prod"))
    log.close()
    reader = SqliteReader(database_in(tmp_path))

    assert reader.derived_differences() == []
    assert reader._all("SELECT * FROM live") == [("search", 3)]
    assert reader._all("SELECT rule, decisions FROM denial ORDER BY 1") == [
        ("A.7.4-1", 1),
        ("A.9.2-3", 1),
    ]
    reader.close()


@pytest.mark.parametrize("derived", SQLITE.derived(), ids=lambda derived: derived.table)
def test_a_transaction_reads_its_own_decisions_alone(path: Path, derived: Derived) -> None:
    """What follows from them is found by their index, so it costs the same in a log of any size."""
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {derived.extend}", (3,)).fetchall()
    steps = [row[3] for row in plan if "decision" in row[3]]

    assert steps == ["SEARCH decision USING INTEGER PRIMARY KEY (rowid>?)"]


def test_the_newest_allowed_decision_is_found_at_once(path: Path) -> None:
    """Though a system was denied ever so often, and never allowed."""
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {ALLOWED}", ("search",)).fetchall()

    assert [row[3] for row in plan] == [
        "SEARCH decision USING INDEX decision_allowed (system_id=?)"
    ]
