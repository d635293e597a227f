"""`/livez`, `/readyz`, `/version` and `/metrics`."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gate import __version__
from gate.api.readiness import Readiness
from gate.errors import EngineUnavailable, LogUnavailable
from gate.people.source import OrganisationSource
from tests.service import client_of, token_in

NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Broken:
    """A part that does not answer."""

    def check(self, *, seconds):
        raise EngineUnavailable("not now")

    def seen(self):
        raise LogUnavailable("not now")


def ready(services, var, **parts):
    """The answers of a service whose readiness has these parts."""
    whole = {"log": services.log, "policy": services.policy, "organisation": None}
    readiness = Readiness(**{**whole, **parts}, clock=lambda: NOW)
    with client_of(replace(services, readiness=readiness), token_in(var)) as client:
        return client.get("/readyz"), client.get("/readyz?verbose"), client.get("/livez")


def test_all_is_well(client):
    """One word for a load balancer."""
    for path in ("/livez", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.text) == (200, "ok")
        assert client.head(path).status_code == 200


def test_every_part_is_named_when_asked(client):
    """And each is well."""
    lines = client.get("/readyz?verbose").text.splitlines()

    assert [line.split()[0] for line in lines] == [
        "[+]organisation",
        "[+]release",
        "[+]engine",
        "[+]log",
        "ready",
    ]
    assert client.get("/readyz?verbose=true").status_code == 200
    assert client.get("/readyz?verbose=x").status_code == 422


def test_an_engine_that_is_down_is_named(services, var):
    """Not ready, and still alive: a restart would not help."""
    policy = replace(services.policy, engine=Broken())
    plain, verbose, alive = ready(services, var, policy=policy)

    assert (plain.status_code, verbose.status_code, alive.status_code) == (503, 503, 200)
    assert "[-]engine" in plain.text
    assert "[+]log" in plain.text
    assert "not now" not in plain.text


def test_a_log_that_is_down_is_named(services, var):
    """No log, no decision."""
    plain, _, _ = ready(services, var, log=Broken())

    assert (plain.status_code, "[-]log" in plain.text) == (503, True)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("people.yaml", "people: []\n", "people: [{]\n"),
        ("people.yaml", "people: []\n", "people: [{id: a, human: true, active: true, keys: [x]}]"),
        ("profile.yaml", "organisation: {}\n", "organisation: {polcy: 1}\n"),
        ("allowed.yaml", "tools: []\n", "tools: all\n"),
    ],
)
def test_a_wrong_organisation_is_named_and_the_gate_stays_ready(
    services, var, tmp_path, name, good, bad
):
    """A typo in a file must not stop every deployment: the last good one stays in force."""
    file = tmp_path / name
    file.write_text(good, encoding="utf-8")
    source = OrganisationSource(tmp_path)
    file.write_text(bad, encoding="utf-8")
    plain, _, _ = ready(services, var, organisation=source)

    assert plain.status_code == 200
    assert "[!]organisation" in plain.text


def test_parts_are_asked_once_a_second(services):
    """So asking cannot be used to keep the gate busy."""
    asked = []

    class Counting(Broken):
        def seen(self):
            asked.append(1)

    readiness = Readiness(
        log=Counting(), policy=services.policy, organisation=None, clock=lambda: NOW
    )
    for _ in range(50):
        readiness.checks()

    assert len(asked) == 1


def test_the_version_shows_the_public_keys(client, services):
    """In the form of `gate keys show`, and nothing private."""
    answer = client.get("/version")

    assert answer.json()["version"] == __version__
    assert answer.json()["log"]["vkey"].startswith(services.log.origin + "+")
    assert answer.json()["gate"]["keyid"] == services.log.gate_keyid
    assert "PRIVATE" not in answer.text


def test_metrics_tell_what_was_decided(client, services):
    """The names that the contract promises."""
    text = client.get("/metrics").text

    for name in (
        "gate_decisions_total",
        "gate_decision_seconds_bucket",
        "gate_engine_errors_total",
    ):
        assert name in text
    assert f"gate_log_entries {float(services.log.seen().size)}" in text


@pytest.mark.parametrize("path", ["/livez?x", "/version?verbose", "/metrics?x=1", "/readyz?x"])
def test_unknown_parameters_are_refused(client, path):
    """Here too."""
    assert client.get(path).status_code == 422
