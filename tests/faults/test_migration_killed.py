"""F22: an upgrade of the tables is killed on its way: it was done or it was not, and can be repeated.

A program that is older than the tables refuses them.
"""

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import psycopg
import pytest

from gate.db.upgrade import upgrade_database
from gate.errors import Misconfigured
from gate.log.fsck import verify
from gate.log.paths import database_in
from gate.log.postgres import SCHEMA, open_for_reading, open_for_writing
from gate.log.schema import SCHEMA_VERSION
from tests.faults.strace import FLUSHES, WRITES, Case, Fault, Row, Work, survived
from tests.faults.test_postgres import OPTIONS
from tests.logs import PatientLog, draft, open_log
from tests.postgres_server import OWNER, ROLE, PostgresServer
from tests.shared import ROOT

NEWER = "DROP TABLE disclosure; DROP TABLE subject_key"
"""Takes a log back to the tables that it had before personal data were kept apart."""
BEFORE = 2
KILLS = 6
EVERY = (Fault.KILL, Fault.EIO, Fault.ENOSPC)
_VAR = Path("var")
DATABASE = str(database_in(_VAR))
_databases = count()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A folder with a log of one entry, as an earlier version of the program left it."""
    folder = tmp_path / "older"
    log = open_log(folder / _VAR)
    log.append(draft(0, idempotency_key="key-0"))
    log.close()
    with sqlite3.connect(folder / DATABASE) as connection:
        connection.executescript(f"{NEWER}; PRAGMA user_version = {BEFORE}")
    connection.close()
    return folder


def _tables_and_version(path: Path) -> tuple[bool, int]:
    with sqlite3.connect(path) as connection:
        tables = connection.execute(
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('disclosure', 'subject_key')"
        ).fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    assert tables in {0, 2}
    return tables == 2, version


def _is_whole(folder: Path, _case: Case) -> None:
    """The tables and the version agree; the next start finishes, and the log goes on."""
    assert _tables_and_version(folder / DATABASE) in {(False, BEFORE), (True, SCHEMA_VERSION)}
    log = open_log(folder / _VAR)
    assert log.append(draft(0, idempotency_key="key-0")).replayed
    assert log.append(draft(1, idempotency_key="key-1")).index == 1
    log.close()
    assert _tables_and_version(folder / DATABASE) == (True, SCHEMA_VERSION)
    assert verify(folder / _VAR).clean


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_call_of_an_upgrade_may_fail(
    tmp_path: Path, older: Path, fault_cases: Callable[[int], None]
) -> None:
    """Of the journal of a SQLite log, and of the database that it is moved to."""
    rows = [
        Row(WRITES, EVERY, f"{DATABASE}-wal"),
        Row(FLUSHES, EVERY[:2], f"{DATABASE}-wal"),
        Row(WRITES, EVERY[:1], DATABASE),
    ]

    def prepare(place: Path) -> None:
        shutil.copytree(older, place)

    cases = survived(Work("append"), rows, prepare, _is_whole, tmp_path)

    fault_cases(len(cases))


def _upgraded(url: str, fatal: int) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.migrating_child", url, str(fatal)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("begins", ["empty", "older"])
def test_an_upgrade_of_postgresql_that_is_killed(
    tmp_path: Path, postgres: PostgresServer, begins: str, fault_cases: Callable[[int], None]
) -> None:
    """At some of its statements, the last one among them: nothing of it is there, and it is repeated."""
    name = f"upgraded_{begins}"
    before = _beginning(tmp_path, postgres, name, begins)
    owner, role = postgres.url(name, OWNER), postgres.url(name, ROLE)
    postgres.execute(f"CREATE DATABASE {name}_tried OWNER {OWNER} TEMPLATE {name}")
    statements = int(_upgraded(postgres.url(f"{name}_tried", OWNER), 0).stdout)
    fatal = [1 + at * (statements - 1) // (KILLS - 1) for at in range(KILLS)]
    for each in fatal:
        assert _upgraded(owner, each).returncode == -signal.SIGKILL
        with pytest.raises(Misconfigured, match="gate database upgrade"):
            open_for_writing(role)
        assert _revision(owner) == before
    assert upgrade_database(owner, role=ROLE) == (before, SCHEMA)
    log = PatientLog.open_shared(tmp_path / begins, role, **OPTIONS)
    size = log.seen().size
    assert log.append(draft(size)).index == size == (begins == "older")
    log.close()

    assert statements > KILLS
    assert verify(tmp_path / begins, url=role).clean
    fault_cases(len(fatal))


def _beginning(folder: Path, postgres: PostgresServer, name: str, begins: str) -> str:
    """Make the database, with nothing in it or with a log of an earlier version; its revision."""
    if begins == "empty":
        postgres.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        return ""
    postgres.new_database(name)
    log = PatientLog.open_shared(folder / begins, postgres.url(name, ROLE), **OPTIONS)
    log.append(draft(0))
    log.close()
    revision = f"{int(SCHEMA) - 1:04}"
    with psycopg.connect(postgres.url(name, OWNER)) as connection:
        connection.execute(NEWER)
        connection.execute("UPDATE alembic_version SET version_num = %s", (revision,))
    return revision


def _revision(url: str) -> str:
    with psycopg.connect(url) as connection:
        if connection.execute("SELECT to_regclass('alembic_version')").fetchone() == (None,):
            return ""
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return "" if row is None else str(row[0])


def test_an_older_program_refuses_the_tables_of_a_newer_one(postgres: PostgresServer) -> None:
    """It neither writes nor reads them, nor brings them to its own version; nothing is changed."""
    name = f"newer_{next(_databases)}"
    postgres.new_database(name)
    owner, role = postgres.url(name, OWNER), postgres.url(name, ROLE)
    newer = f"{int(SCHEMA) + 1:04}"
    with psycopg.connect(owner) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", (newer,))

    for opens in (open_for_writing, open_for_reading):
        with pytest.raises(Misconfigured, match=f"revision {newer}"):
            opens(role)
    with pytest.raises(Misconfigured, match="newer version"):
        upgrade_database(owner, role=ROLE)
    assert _revision(owner) == newer
