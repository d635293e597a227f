"""The gate's own tables (not the log): one SQLite file, opened with a check of its version."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel

from gate.db.address import sqlalchemy_url
from gate.db.paths import tables_in
from gate.db.tables import TABLES
from gate.errors import Misconfigured, Unavailable

SCHEMA_VERSION = 1
"""Counts up with every change of `tables.py`; kept in the file's `user_version`."""

_BUSY_SECONDS = 5
"""Seconds to wait while another process (`gate token create`) writes, or for a connection."""

_NEVER_FOR_EVER: Final[dict[str, Any]] = {
    "connect_timeout": _BUSY_SECONDS,
    "keepalives_idle": _BUSY_SECONDS,
    "tcp_user_timeout": 2 * _BUSY_SECONDS * 1000,
}
"""A server that cannot be reached counts as lost."""


class Database:
    """The tables of `gate/db/tables.py` in one file. Thread-safe; a session is one thread's."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> Self:
        """The database at `path`, made when it is not there (owner only, mode 0600).

        Raises:
            Misconfigured: the file cannot be opened, or was written by another version.
        """
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise Misconfigured(f"the database {path} cannot be opened: {error.strerror}") from None
        engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
        database = cls(engine)
        try:
            database._prepare(path)
        except SQLAlchemyError as error:
            database.close()
            raise Misconfigured(f"the database {path} cannot be used") from error
        except BaseException:
            database.close()
            raise
        return database

    @classmethod
    def open_shared(cls, url: str) -> Self:
        """The tables in the PostgreSQL database at `url`, which `gate database upgrade` made."""
        # PostgreSQL's driver is large, and most commands need none.
        from gate.db.patience import ServingConnection  # noqa: PLC0415

        return cls(
            create_engine(
                sqlalchemy_url(url),
                creator=lambda: ServingConnection.connect(url, **_NEVER_FOR_EVER),
                pool_pre_ping=True,
                pool_timeout=_BUSY_SECONDS,
            )
        )

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A new session.

        Raises:
            Unavailable: the database cannot be used now.
        """
        try:
            with Session(self._engine) as session:
                yield session
        except SQLAlchemyError as error:
            raise Unavailable("the gate's tables cannot be read now; try again") from error

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _prepare(self, path: Path) -> None:
        with self._engine.begin() as connection:
            connection.execute(text("BEGIN IMMEDIATE"))
            found = connection.execute(text("PRAGMA user_version")).scalar_one()
            if found not in {0, SCHEMA_VERSION}:
                raise Misconfigured(
                    f"{path} has schema version {found}, this gate knows version {SCHEMA_VERSION}:"
                    " run the version of the gate that wrote it, or a newer one"
                )
            tables = [SQLModel.metadata.tables[name] for name in TABLES]
            SQLModel.metadata.create_all(connection, tables=tables)
            connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))


def open_tables(directory: Path, url: str | None) -> Database:
    """The tables of the gate in `directory`, or in the PostgreSQL database at `url`.

    Raises:
        Misconfigured: they cannot be opened.
    """
    return Database.open(tables_in(directory)) if url is None else Database.open_shared(url)
