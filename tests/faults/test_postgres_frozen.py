"""F5: PostgreSQL is there and says nothing: every question ends, and all is well when it goes on."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import psycopg
import pytest

from gate.db.patience import ServingConnection
from gate.limits import DATABASE_COMMAND_SECONDS_MAX, DATABASE_SECONDS_MAX, REQUEST_SECONDS_MAX
from tests.faults.clients import DECIDED, PATIENT, ask, assert_nothing_lost, client_at
from tests.postgres_server import ROLE, PostgresServer, postgres_server
from tests.service import bearer, server_in, token_in

CREATED = 201
TRY_AGAIN = {"log_unavailable", "unavailable", "outcome_unknown", "overloaded"}


@pytest.fixture(scope="module")
def database() -> Iterator[PostgresServer]:
    """A server with the tables of a gate."""
    with postgres_server() as server:
        server.new_database("frozen")
        yield server


def test_a_request_waits_less_than_it_may_take() -> None:
    """For one answer; a command may have a longer question."""
    assert DATABASE_SECONDS_MAX * 2 <= REQUEST_SECONDS_MAX < DATABASE_COMMAND_SECONDS_MAX


def test_a_statement_without_an_answer_ends_and_so_does_its_connection(
    database: PostgresServer,
) -> None:
    """What comes later is not taken for the answer of another question."""
    with ServingConnection.connect(database.url("frozen", ROLE)) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        with database.frozen(), pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 2")

        assert connection.broken
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 3")


@pytest.mark.slow
def test_a_database_that_hangs_under_a_gate(database: PostgresServer, tmp_path: Path) -> None:
    """Known and unknown tokens get an error each, and decisions go on where they stopped."""
    var = tmp_path / "var"
    url = database.url("frozen", ROLE)
    holders = [bearer(token_in(var, name, url=url)) for name in ("known", "unknown")]
    with (
        server_in(var, environment={"GATE_DATABASE_URL": url}) as server,
        client_at(server.url, holders[0]) as known,
        client_at(server.url, holders[1]) as unknown,
    ):
        told = [ask(known, "a")]
        assert told[0].status in DECIDED
        with database.frozen():
            told += [ask(known, key) for key in ("b", "c")]
            stranger = ask(unknown, "d")
            assert httpx2.get(f"{server.url}/livez").status_code == 200
            assert httpx2.get(f"{server.url}/readyz", timeout=PATIENT).status_code == 503
        assert {each.status for each in told[1:]} == {503}
        assert {each.code for each in told[1:]} <= TRY_AGAIN
        assert stranger.code == "unavailable"
        assert_nothing_lost(server.url, holders[0], told, var, database=url)
        assert ask(unknown, "d").status == CREATED
