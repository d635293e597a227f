"""What several kinds of tests start from; each is made once and shared."""

from collections.abc import Iterator

import pytest

from gate.policy.opa import OpaEngine
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from tests.opa_server import opa_server
from tests.postgres_server import PostgresServer, postgres_server
from tests.releases import build
from tests.stores import STORES


@pytest.fixture(scope="session")
def mini_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of `tests/policies/mini`: four rules and a whole verdict."""
    return build("mini", tmp_path_factory.mktemp("mini"))


@pytest.fixture(scope="session")
def mini_wasm(mini_release: Release) -> Iterator[WasmEngine]:
    """The Wasm engine for it."""
    engine = WasmEngine(mini_release)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def mini_server(mini_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real OPA server that has loaded it."""
    with opa_server(tmp_path_factory.mktemp("opa"), mini_release.bundle) as url:
        yield url


@pytest.fixture(scope="session")
def mini_opa(mini_release: Release, mini_server: str) -> Iterator[OpaEngine]:
    """The OPA engine for it, on that server."""
    engine = OpaEngine(mini_release, mini_server)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def either_store(request: pytest.FixtureRequest) -> Iterator[str]:
    """The test runs twice: its logs are SQLite files, then PostgreSQL databases."""
    server = request.getfixturevalue("postgres") if request.param == "postgres" else None
    with STORES.on(server):
        yield request.param
