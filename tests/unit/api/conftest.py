"""One service for the tests of its routes; each test brings what it needs to be its own."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gate.api.app import running
from gate.api.services import Services
from tests.service import client_of, settings_in, token_in


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory):
    """The folder of the shared service."""
    return tmp_path_factory.mktemp("service") / "var"


@pytest.fixture(scope="session")
def services(var) -> Iterator[Services]:
    """The real parts: the shipped release on Wasm, SQLite, files."""
    token_in(var, "shared")
    with running(settings_in(var)) as opened:
        yield opened


@pytest.fixture
def client(services, var) -> Iterator[TestClient]:
    """A client with every role."""
    with client_of(services, token_in(var)) as opened:
        yield opened


@pytest.fixture
def jobs_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that wait and are never begun."""
    monkeypatch.setattr("gate.jobs.jobs.Jobs._begin", lambda _self: None)
