"""Every route with no token, a wrong one, an ended one, and each role."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.db.database import Database
from gate.db.paths import tables_in
from tests.service import BINARY, JSON, bearer, body, client_of, token_in

OPEN = {"livez", "readyz", "version"}
SUBMIT, AUDIT, OPERATE, GOVERN = "submit", "audit", "operate", "govern"
ROLES_OF = {
    "decide": {SUBMIT},
    "dry_run": {SUBMIT},
    "decisions": {AUDIT},
    "decision": {SUBMIT, AUDIT},
    "results": {SUBMIT, AUDIT},
    "evaluated": {AUDIT},
    "receipt": {SUBMIT, AUDIT},
    "attestation": {SUBMIT, AUDIT},
    "put_evidence": {SUBMIT},
    "has_evidence": {SUBMIT, AUDIT},
    "get_evidence": {AUDIT},
    "entry": {AUDIT},
    "inclusion": {AUDIT},
    "consistency": {AUDIT},
    "checkpoint": {AUDIT},
    "entries": {AUDIT},
    "tile": {AUDIT},
    "controls": {SUBMIT, AUDIT, OPERATE, GOVERN},
    "control": {SUBMIT, AUDIT, OPERATE, GOVERN},
    "active": {SUBMIT, AUDIT, OPERATE, GOVERN},
    "releases": {SUBMIT, AUDIT, OPERATE, GOVERN},
    "metrics": {OPERATE, AUDIT},
    "start_replay": {AUDIT, GOVERN},
    "replays": {AUDIT, GOVERN},
    "replay": {AUDIT, GOVERN},
    "cancel_replay": {AUDIT, GOVERN},
    "start_impact": {AUDIT, GOVERN},
    "impacts": {AUDIT, GOVERN},
    "impact": {AUDIT, GOVERN},
    "cancel_impact": {AUDIT, GOVERN},
}
PLACES = {
    "decision_id": "01a20d9e-5718-7dee-b83b-02004a8c443a",
    "sha256": "0" * 64,
    "index": "0",
    "level": "0",
    "place": "000.p/1",
    "control_id": "a_9_2",
    "job_id": "01a20d9e-5718-7dee-b83b-02004a8c443a",
}


@pytest.fixture(scope="module")
def operations(services, var):
    """(operation, method, path) of every route that the application has."""
    with client_of(services, token_in(var)) as client:
        document = client.app.openapi()
    return {
        operation["operationId"]: (method, path.format(**PLACES))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def ask(client, method, path, headers=None):
    sent = {"post": JSON, "put": BINARY}.get(method, {})
    content = body() if method == "post" else None
    return client.request(method, path, headers={**sent, **(headers or {})}, content=content)


@pytest.fixture
def stranger(services):
    with client_of(services, "") as client:
        del client.headers["Authorization"]
        yield client


def test_every_route_is_known_here(operations):
    """A new route has to say who may use it."""
    assert set(operations) == set(ROLES_OF) | OPEN


@pytest.mark.parametrize("operation", sorted(ROLES_OF))
@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer gate_unknown", "Bearer", "Basic YTpi", "Bearer \x7f", "x" * 9000],
)
def test_strangers_are_refused(operations, stranger, operation, authorization):
    """With 401, the scheme, and nothing about what is there."""
    headers = {"Authorization": authorization} if authorization is not None else {}
    answer = ask(stranger, *operations[operation], headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert operation == "has_evidence" or answer.json()["code"] == "unauthenticated"


@pytest.mark.parametrize("operation", sorted(ROLES_OF))
def test_ended_tokens_are_refused(operations, stranger, var, operation):
    """Like no token at all."""
    database = Database.open(tables_in(var))
    earlier = datetime.now(UTC) - timedelta(days=2)
    token = TokenStore(database).create("old", list(Role), now=earlier, days=1)
    database.close()

    assert ask(stranger, *operations[operation], bearer(token)).status_code == 401


@pytest.mark.parametrize("role", [SUBMIT, AUDIT, OPERATE, GOVERN])
@pytest.mark.parametrize("operation", sorted(ROLES_OF))
def test_roles_decide_what_a_token_may(operations, stranger, var, operation, role):
    """403 without a role that the route asks for; with one, some answer of the route."""
    answer = ask(stranger, *operations[operation], bearer(token_in(var, f"only-{role}", (role,))))

    if role in ROLES_OF[operation]:
        assert answer.status_code in {200, 201, 202, 404, 422}
    else:
        assert answer.status_code == 403
        assert operation == "has_evidence" or answer.json()["code"] == "forbidden"


@pytest.mark.parametrize("operation", sorted(OPEN))
def test_health_and_version_need_no_token(operations, stranger, operation):
    """A load balancer has none; a wrong one does no harm."""
    assert ask(stranger, *operations[operation]).status_code == 200
    assert ask(stranger, *operations[operation], bearer("gate_unknown")).status_code == 200


def test_two_tokens_in_one_request_are_refused(stranger, var):
    """Which of them counts would be a guess."""
    token = token_in(var)
    headers = [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")]

    assert stranger.get("/v1/controls", headers=headers).status_code == 401


def test_a_token_in_the_query_is_no_token(stranger, var):
    """Addresses end up in logs of proxies."""
    answer = stranger.get(f"/v1/controls?access_token={token_in(var)}")

    assert answer.status_code == 401
