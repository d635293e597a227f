"""Bringing a PostgreSQL database to the schema of this version, as its owner."""

import re
from importlib.resources import as_file, files
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from gate.db.address import sqlalchemy_url
from gate.errors import Misconfigured

_ROLE: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_READ_AND_ADD: Final = "SELECT, INSERT"
_READ_AND_MERGE: Final = "SELECT, INSERT, UPDATE"
_READ_AND_ERASE: Final = "SELECT, INSERT, DELETE"
_GRANTS: Final = {
    "identity": _READ_AND_ADD,
    "log_head": "SELECT, INSERT, UPDATE (size)",
    "leaf": _READ_AND_ADD,
    "node": _READ_AND_ADD,
    "checkpoint": _READ_AND_ADD,
    "blob": _READ_AND_ADD,
    "decision": _READ_AND_ADD,
    "event": _READ_AND_ADD,
    "subject_key": _READ_AND_ERASE,
    "disclosure": _READ_AND_ERASE,
    "decision_control": _READ_AND_ADD,
    "live": _READ_AND_MERGE,
    "denial": _READ_AND_MERGE,
    "staged": _READ_AND_MERGE,
    "token": _READ_AND_MERGE,
    "alembic_version": "SELECT",
}
"""What the gate itself may do: add to the log, and never change or delete it. What was said of a
person it may erase."""


def upgrade_database(url: str, *, role: str | None = None) -> tuple[str, str]:
    """Bring the database at `url` to the newest revision, and let `role` use it.

    Args:
        url: the address, with the name of the owner of its tables.
        role: the role as which the gate runs; it gets just what it needs.

    Returns:
        The revision before (empty: none) and after.

    Raises:
        Misconfigured: the database cannot be reached or changed, a newer version of this program
            made its tables, or `role` is not a plain name.
    """
    if role is not None and not _ROLE.fullmatch(role):
        raise Misconfigured("a role is a plain name: lower-case letters, digits and underscores")
    engine = create_engine(sqlalchemy_url(url))
    try:
        with engine.begin() as connection:
            before = _current(connection)
            _refuse_newer(before)
            _run(connection)
            if role is not None:
                _grant(connection, role)
            return before, _current(connection)
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", error)).partition("\n")[0]
        raise Misconfigured(f"the database cannot be upgraded: {cause}") from error
    finally:
        engine.dispose()


def newest_revision() -> str:
    """The revision that this version of the program needs."""
    with as_file(files("gate.db.migrations")) as folder:
        return str(ScriptDirectory.from_config(_config(str(folder))).get_current_head())


def _refuse_newer(found: str) -> None:
    if found > newest_revision():  # revisions are numbers of one width
        raise Misconfigured(
            f"the database has revision {found}, and this program knows those up to"
            f" {newest_revision()}: run the newer version of the program"
        )


def _run(connection: Connection) -> None:
    with as_file(files("gate.db.migrations")) as folder:
        config = _config(str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config(folder: str) -> Config:
    config = Config()
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


def _current(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _grant(connection: Connection, role: str) -> None:
    for table, rights in _GRANTS.items():
        connection.execute(text(f"GRANT {rights} ON {table} TO {role}"))
