"""F26: the OPA server stands still under hundreds of questions; whoever only reads does not wait.

No transaction of a database is open while the engine is asked, so nobody waits for a lock either.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

import httpx2
import psycopg
import pytest

from gate.limits import DECISIONS_AT_ONCE
from gate.log.paths import database_in
from gate.policy.release import shipped_release
from tests.faults.clients import PATIENT, Told, ask, assert_nothing_lost, client_at
from tests.opa_server import OpaProcess
from tests.postgres_server import ROLE, PostgresServer
from tests.service import Server, server_in, token_in

QUESTIONS = 200
AGAIN = 8
"""Of those who were refused, so many ask again; the others must not be in the log."""


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest) -> PostgresServer | None:
    """None: the log is a SQLite file."""
    if request.param == "sqlite":
        return None
    server: PostgresServer = request.getfixturevalue("postgres")
    return server


def _open_transactions(var: Path, database: str | None) -> int:
    """How many transactions of the gate the database has; of SQLite, whether one holds its lock."""
    if database is not None:
        with psycopg.connect(database) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                f" AND usename = '{ROLE}' AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
            ).fetchone()
            assert row is not None
            return int(row[0])
    connection = sqlite3.connect(database_in(var), timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return 1
    finally:
        connection.close()
    return 0


def _is_read(client: httpx2.Client, decided: Told) -> None:
    """What was decided before, its receipt, the list, and the state of the process."""
    assert decided.document is not None
    at = f"/v1/decisions/{decided.document['decision_id']}"
    for path in (at, f"{at}/receipt", "/v1/decisions?limit=1", "/livez", "/metrics"):
        accepted = "text/plain" if path.endswith("receipt") else "*/*"
        assert client.get(path, headers={"Accept": accepted}).status_code == 200, path


@pytest.mark.slow
def test_an_engine_that_stands_still(tmp_path: Path, store: PostgresServer | None) -> None:
    """Some wait for it, as many as may; the others are told at once; and reading goes on."""
    var = tmp_path / "var"
    database = None
    if store is not None:
        store.new_database("stalled")
        database = store.url("stalled", ROLE)
    token = token_in(var, url=database)
    environment = {"GATE_DATABASE_URL": database} if database else {}
    with OpaProcess(tmp_path / "opa", shipped_release().bundle) as opa:
        options = ("--engine", "opa", "--opa-url", opa.url)
        with server_in(var, *options, environment=environment, token=token) as server:
            with client_at(server.url, server.headers) as client:
                decided = ask(client, "before")
                assert decided.status == 201
                opa.stand_still()
                told = _asked_while(server, lambda: _is_read(client, decided), var, database)
                opa.go_on()
            some = [decided, *told[:AGAIN]]
            assert_nothing_lost(server.url, server.headers, some, var, database=database)

    found = Counter(each.code for each in told)
    assert found.keys() <= {"engine_unavailable", "overloaded"}
    assert found["overloaded"] > QUESTIONS // 4
    assert found["engine_unavailable"] >= DECISIONS_AT_ONCE


def _asked_while(
    server: Server, reads: Callable[[], None], var: Path, database: str | None
) -> list[Told]:
    """Ask everything at once; as soon as somebody is told of an overload, read while others wait."""
    with (
        client_at(server.url, server.headers) as client,
        ThreadPoolExecutor(QUESTIONS) as threads,
    ):
        asked: list[Future[Told]] = [
            threads.submit(ask, client, f"{number}-waits") for number in range(QUESTIONS)
        ]
        next(each for each in as_completed(asked, PATIENT) if each.result().code == "overloaded")
        reads()
        assert _open_transactions(var, database) == 0
        assert not all(each.done() for each in asked)
        return [each.result(PATIENT) for each in asked]
