"""Connections to the log on PostgreSQL, and what is refused before the first of them is used.

A commit has to be on the disk when it returns. A server that was told not to flush would lose
decisions that were answered, so it is refused, not warned about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

import psycopg
import structlog

from gate.db.patience import PatientConnection, ServingConnection
from gate.errors import LogUnavailable, Misconfigured
from gate.limits import LOG_BUSY_SECONDS_MAX, LOG_IDLE_SECONDS_MAX
from gate.log.store import Identity

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
Kind: TypeAlias = type[PatientConnection]

SCHEMA: Final = "0003"
"""The revision of the tables that this program knows (`gate.db.migrations`)."""

_CONNECT_SECONDS: Final = 5
_PROBES: Final = 2
"""Of a server that is not heard of, before the connection counts as lost."""
_BEGIN_LOCK: Final = 0x41444C47
"""Held while a log is begun, so that two replicas that start at once begin one."""
_NEEDED: Final = {"fsync": "on", "full_page_writes": "on"}
_DURABLE: Final = frozenset({"on", "remote_apply"})


def open_for_writing(url: str) -> Connection:
    """A connection whose commits are durable, for a gate that serves.

    Raises:
        Misconfigured: not a log that this program can write, or a server that does not flush.
        LogUnavailable: it cannot be reached.
    """
    connection = _connect(url, ServingConnection)
    try:
        with reading_errors():
            _check_server(connection)
            _check_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(url: str, kind: Kind = PatientConnection) -> Connection:
    """A connection that cannot write; `kind` says how long it waits for an answer.

    Raises:
        Misconfigured: not a log that this program can read.
        LogUnavailable: it cannot be reached.
    """
    connection = _connect(url, kind)
    try:
        with reading_errors():
            connection.execute("SET default_transaction_read_only = on")
            _check_schema(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def begin_log(url: str, identity: Identity, note: str) -> None:
    """Begin the log with the checkpoint of size 0 in `note`, if nobody has begun it yet.

    Raises:
        Misconfigured: the tables are not there.
        LogUnavailable: the database cannot be written.
    """
    connection = open_for_writing(url)
    try:
        with reading_errors(), connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_BEGIN_LOCK,))
            if connection.execute("SELECT 1 FROM identity").fetchone() is None:
                connection.execute(
                    "INSERT INTO identity VALUES (1, %s, %s, %s)",
                    (identity.origin, identity.log_vkey, identity.gate_key),
                )
                connection.execute("INSERT INTO log_head VALUES (1, 0)")
                connection.execute("INSERT INTO checkpoint VALUES (0, %s)", (note,))
    finally:
        connection.close()


@contextmanager
def reading_errors() -> Iterator[None]:
    """Every error of the database means that the log is unavailable now."""
    try:
        yield
    except psycopg.Error as error:
        raise LogUnavailable("The log's database cannot be used.") from error


def _connect(url: str, kind: Kind) -> Connection:
    bounds = {
        "lock_timeout": LOG_BUSY_SECONDS_MAX,
        "idle_in_transaction_session_timeout": LOG_IDLE_SECONDS_MAX,
    }
    bounded = " ".join(f"-c {name}={int(seconds * 1000)}" for name, seconds in bounds.items())
    try:
        return kind.connect(
            url,
            autocommit=True,
            connect_timeout=_CONNECT_SECONDS,
            application_name="gate",
            options=f"{bounded} -c search_path=public",
            keepalives_idle=_CONNECT_SECONDS,
            keepalives_interval=_CONNECT_SECONDS,
            keepalives_count=_PROBES,
            tcp_user_timeout=_CONNECT_SECONDS * _PROBES * 1000,
        )
    except psycopg.Error as error:
        raise LogUnavailable("The log's database cannot be reached.") from error


def _check_server(connection: Connection) -> None:
    for setting, needed in _NEEDED.items():
        found = _setting(connection, setting)
        if found != needed:
            raise Misconfigured(
                f"The log's database server has {setting} = {found}: a commit would not survive a "
                f"power failure. Expected {needed}."
            )
    if _setting(connection, "synchronous_commit") not in _DURABLE:
        raise Misconfigured(
            "The log's database server commits without waiting for its disk (synchronous_commit). "
            "Expected on or remote_apply for the gate's role."
        )
    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    if row is None or row[0]:
        raise Misconfigured(
            "The log's database server is a standby and takes no writes. Name the primary."
        )
    if _setting(connection, "data_checksums") != "on":
        structlog.get_logger().warning("database_without_checksums")


def _check_schema(connection: Connection) -> None:
    found = None
    if connection.execute("SELECT to_regclass('alembic_version')").fetchone() != (None,):
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if found != (SCHEMA,):
        state = f"revision {found[0]}" if found else "no tables of a gate"
        raise Misconfigured(
            f"The log's database has {state}, and this program needs revision {SCHEMA}. Run "
            "`gate database upgrade` as the owner of the database."
        )


def _setting(connection: Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    return "" if row is None else str(row[0])
