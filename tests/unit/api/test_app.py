"""The wiring: which parts a service is made of, and when it refuses to start."""

import shutil

import pytest

from gate.api.app import create_app, running
from gate.errors import Misconfigured
from gate.policy.opa import OpaEngine
from gate.policy.release import shipped_release
from tests.opa_server import opa_server
from tests.service import JSON, bearer, body, client_in, settings_in, token_in


def test_the_first_start_prints_one_token_that_works(tmp_path, capsys):
    """Loudly, once; the second start prints nothing."""
    settings = settings_in(tmp_path / "var")
    with running(settings) as services:
        said = capsys.readouterr().out
        token = next(word for word in said.split() if word.startswith("gate_"))
        assert "DEVELOPMENT TOKEN" in said
        assert services.bearers.principal_of(token).name == "development"
    with running(settings):
        assert capsys.readouterr().out == ""


def test_production_makes_no_token(tmp_path, capsys):
    """And starts on a folder of its own."""
    with running(settings_in(tmp_path / "var", env="production")):
        assert capsys.readouterr().out == ""


def test_production_refuses_what_was_made_for_development(tmp_path):
    """The keys, and with other keys still the token."""
    var = tmp_path / "var"
    with running(settings_in(var)):
        pass
    production = settings_in(var, env="production")

    with pytest.raises(Misconfigured, match="keys"), running(production):
        pass
    shutil.rmtree(var / "keys")
    for file in var.glob("log.*"):
        file.unlink()
    with pytest.raises(Misconfigured, match="token"), running(production):
        pass


def test_a_refused_start_gives_everything_back(tmp_path):
    """The folder is free for the next start."""
    with pytest.raises(Misconfigured), running(settings_in(tmp_path / "var", engine="opa")):
        pass
    with running(settings_in(tmp_path / "var")):
        pass


def test_a_second_gate_on_the_same_folder_is_refused(tmp_path):
    """One log has one writer."""
    settings = settings_in(tmp_path / "var")
    with running(settings), pytest.raises(Misconfigured), running(settings):
        pass


def test_an_organisation_that_cannot_be_read_refuses_the_start(tmp_path):
    """There is no good one yet that could stay in force."""
    with (
        pytest.raises(Misconfigured),
        running(settings_in(tmp_path / "var", organisation=tmp_path / "missing")),
    ):
        pass


def test_decisions_are_there_after_a_restart(tmp_path):
    """The application closes its parts when it ends, and opens them again."""
    var = tmp_path / "var"
    with client_in(var) as client:
        first = client.post("/v1/decisions", content=body(), headers=JSON).json()
    with client_in(var) as client:
        assert client.get(first["links"]["self"]).json() == first
        again = client.post("/v1/decisions", content=body(), headers=JSON).json()

    assert again["log"]["index"] == 1


def test_the_opa_engine_is_asked_where_it_is_chosen(tmp_path):
    """A real server with the same release: ready, and decisions name it."""
    var = tmp_path / "var"
    with opa_server(tmp_path, shipped_release().bundle) as url:
        with running(settings_in(var, engine="opa", opa_url=url)) as services:
            assert isinstance(services.policy.engine, OpaEngine)
        with client_in(var, engine="opa", opa_url=url) as client:
            assert client.get("/readyz").text == "ok"
            answer = client.post("/v1/decisions", content=body(), headers=JSON)

    assert answer.json()["policy"]["engine"] == "opa"


def test_an_opa_server_that_is_down_decides_nothing(tmp_path):
    """503, not ready, alive."""
    token = token_in(tmp_path / "var")
    with client_in(tmp_path / "var", engine="opa", opa_url="http://127.0.0.1:9") as client:
        answer = client.post("/v1/decisions", content=body(), headers={**JSON, **bearer(token)})

        assert (answer.status_code, answer.json()["code"]) == (503, "engine_unavailable")
        assert "[-]engine" in client.get("/readyz").text
        assert client.get("/livez").text == "ok"


def test_the_framework_records_nothing(tmp_path):
    """Its telemetry would hold parts of requests."""
    app = create_app(settings_in(tmp_path / "var"))

    assert not app._native_telemetry.enabled()
    assert (app.openapi_url, app.docs_url, app.redoc_url) == (None, None, None)
    assert not app.router.redirect_slashes
