"""F5: PostgreSQL stops under a gate that is asked: errors while it is gone, and nothing else."""

from pathlib import Path

import httpx2
import pytest

from tests.faults.clients import DECIDED, Load, Told, assert_nothing_lost
from tests.postgres_server import ROLE, postgres_server
from tests.service import server_in, token_in

CLIENTS = 4
TRY_AGAIN = {"log_unavailable", "outcome_unknown", "unavailable"}


def _is_decided(told: Told) -> bool:
    return told.status in DECIDED


def _has_no_token(told: Told) -> bool:
    """Nobody can be let in any more: who was known a moment ago is forgotten."""
    return told.code == "unavailable"


@pytest.mark.slow
def test_a_database_that_stops_under_a_gate(tmp_path: Path) -> None:
    """Every error says to try again; the gate says that it is not ready, and heals by itself."""
    var = tmp_path / "var"
    with postgres_server() as database:
        database.new_database("restarted")
        url = database.url("restarted", ROLE)
        token = token_in(var, url=url)
        environment = {"GATE_DATABASE_URL": url}
        with server_in(var, environment=environment, token=token) as server:
            with Load(server.url, server.headers, clients=CLIENTS) as load:
                load.wait_for(_is_decided, CLIENTS)
                database.control("-m", "immediate", "stop")
                load.wait_for(_has_no_token, CLIENTS)
                assert httpx2.get(f"{server.url}/readyz").status_code == 503
                assert httpx2.get(f"{server.url}/livez").status_code == 200
                database.start()
                load.wait_for(_is_decided, CLIENTS)
            assert_nothing_lost(server.url, server.headers, load.told, var, database=url)

    assert {each.code for each in load.told} <= {"", *TRY_AGAIN}
    assert all(each.status is not None for each in load.told)
