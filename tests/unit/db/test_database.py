"""The gate's own tables: made once, private, and never of another version."""

import sqlite3

import pytest
from sqlmodel import select

from gate.db.database import SCHEMA_VERSION, Database
from gate.db.paths import tables_in
from gate.db.tables import TABLES, TokenRow
from gate.errors import Misconfigured, Unavailable


def row(**changes):
    given = {"digest": "d", "name": "n", "roles": "submit", "created_at": "", "expires_at": ""}
    return TokenRow(**{**given, "development": False, **changes})


def test_the_file_is_made_for_its_owner_alone(tmp_path):
    """Nobody else reads digests and names."""
    path = tables_in(tmp_path)
    Database.open(path).close()

    assert path.stat().st_mode & 0o777 == 0o600


def test_rows_are_there_after_opening_again(tmp_path):
    """Opening makes what is missing and touches nothing else."""
    path = tables_in(tmp_path)
    database = Database.open(path)
    with database.session() as session:
        session.add(row())
        session.commit()
    database.close()
    database = Database.open(path)
    with database.session() as session:
        found = session.exec(select(TokenRow)).all()
    database.close()

    assert [item.name for item in found] == ["n"]


def test_another_version_is_refused(tmp_path):
    """Neither an older nor a newer program writes into tables that it does not know."""
    path = tables_in(tmp_path)
    Database.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()

    with pytest.raises(Misconfigured, match="schema version"):
        Database.open(path)


def test_what_is_not_a_database_is_refused(tmp_path):
    """With a sentence, not with the library's error."""
    path = tables_in(tmp_path)
    path.write_bytes(b"something else entirely, long enough to be no header of SQLite" * 20)

    with pytest.raises(Misconfigured):
        Database.open(path)


def test_a_folder_that_is_missing_is_refused(tmp_path):
    """The folder is made by whoever starts the gate."""
    with pytest.raises(Misconfigured):
        Database.open(tables_in(tmp_path / "missing"))


def test_nothing_but_the_known_tables_is_made(tmp_path):
    """Tables of other packages do not slip in."""
    path = tables_in(tmp_path)
    Database.open(path).close()
    with sqlite3.connect(path) as connection:
        names = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        }
    connection.close()

    assert names == set(TABLES)


def test_tables_that_cannot_be_read_now_are_no_mistake_of_ours(tmp_path):
    """Whoever asked may ask again."""
    path = tables_in(tmp_path)
    database = Database.open(path)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE token RENAME TO elsewhere")
    connection.close()
    with pytest.raises(Unavailable), database.session() as session:
        session.exec(select(TokenRow)).all()
    database.close()
