"""The log's database file on SQLite: made, opened and checked.

WAL with `synchronous=FULL`, so a commit is on the disk when it returns and readers never wait for
the writer. Nothing else may be chosen: every option is set, and read back where it can be refused.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gate.errors import LogUnavailable, Misconfigured
from gate.limits import LOG_BUSY_SECONDS_MAX
from gate.log.schema import APPLICATION_ID, SCHEMA_VERSION, statements, upgrade
from gate.log.store import Identity

_SQLITE_MIN = (3, 38, 0)
_SYNCHRONOUS_FULL = 2
_WAL_PAGES_KEPT = 4_000
"""Pages in the write-ahead log before the writer moves them to the database (16 MB)."""
_WAL_BYTES_KEPT = 64 * 1024 * 1024
"""Bytes to which the write-ahead log shrinks again after a burst."""


def create_log(path: Path, identity: Identity, note: str) -> None:
    """Make the file, if it is not a log yet, with the checkpoint of size 0 in `note`.

    A log of an earlier version of this program gets the tables that it lacks. A crash in between
    leaves a file without tables, or one of the earlier version, which the next call fills.

    Raises:
        Misconfigured: the file is something else.
        LogUnavailable: it cannot be written.
    """
    with reading_errors():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = _connect(path, "rw")
        try:
            _set_up_writing(connection)
            if connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]:
                _bring_up_to_date(connection)
                return
            connection.execute("BEGIN IMMEDIATE")
            for statement in statements():
                connection.execute(statement)
            connection.execute(
                "INSERT INTO identity VALUES (1, ?, ?, ?)",
                (identity.origin, identity.log_vkey, identity.gate_key),
            )
            connection.execute("INSERT INTO checkpoint VALUES (0, ?)", (note,))
            connection.execute("COMMIT")
        finally:
            connection.close()


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection whose commits are durable.

    Raises:
        Misconfigured: not a log that this program can write.
        LogUnavailable: it cannot be opened.
    """
    with reading_errors():
        connection = _connect(path, "rw")
        try:
            _check_version(connection)
            _set_up_writing(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write.

    Raises:
        Misconfigured: not a log that this program can read.
        LogUnavailable: it cannot be opened.
    """
    with reading_errors():
        connection = _connect(path, "ro")
        try:
            connection.execute("PRAGMA query_only = ON")
            _check_version(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def scrub(path: Path) -> bool:
    """Write the write-ahead log back and empty it; false where somebody else still reads it.

    Raises:
        LogUnavailable: it cannot be done.
    """
    connection = open_for_writing(path)
    try:
        with reading_errors():
            busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return busy == 0
    finally:
        connection.close()


@contextmanager
def reading_errors() -> Iterator[None]:
    """Every error of the database means that the log is unavailable now."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LogUnavailable("The log's database cannot be used.") from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=LOG_BUSY_SECONDS_MAX,
        isolation_level=None,
        check_same_thread=False,
    )


def _set_up_writing(connection: sqlite3.Connection) -> None:
    if sqlite3.sqlite_version_info < _SQLITE_MIN:
        raise Misconfigured(
            f"SQLite {sqlite3.sqlite_version} is too old for the log: at least "
            f"{'.'.join(map(str, _SQLITE_MIN))} is needed."
        )
    journal = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")
    connection.execute("PRAGMA locking_mode = NORMAL")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES_KEPT}")
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_BYTES_KEPT}")
    synchronous = connection.execute("PRAGMA synchronous").fetchone()[0]
    if (journal, synchronous) != ("wal", _SYNCHRONOUS_FULL):
        raise Misconfigured(
            f"The log's database has journal mode {journal} and synchronous {synchronous}: a "
            f"commit would not be durable. Expected wal and {_SYNCHRONOUS_FULL}; put the folder "
            f"on a local disk."
        )


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    if _version(connection) < SCHEMA_VERSION:
        connection.execute("BEGIN IMMEDIATE")
        for statement in upgrade(_version(connection)):
            connection.execute(statement)
        connection.execute("COMMIT")


def _check_version(connection: sqlite3.Connection) -> None:
    version = _version(connection)
    if version < SCHEMA_VERSION:
        raise Misconfigured(
            f"The log was written by an older version of this program (schema {version}; this one "
            f"needs {SCHEMA_VERSION}). Start the gate once: it adds what is missing."
        )


def _version(connection: sqlite3.Connection) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise Misconfigured("The file is a database, but not a log of this program.")
    if version > SCHEMA_VERSION:
        raise Misconfigured(
            f"The log was written by a newer version of this program (schema {version}; this one "
            f"knows {SCHEMA_VERSION}). Start the newer version."
        )
    return version
