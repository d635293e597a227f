"""Canaries in every place where a secret can be: none of them is in a log line or an answer."""

import json
import os
import subprocess

import httpx2
import pytest

from tests.contract.poison import POISON
from tests.service import BINARY, GATE, JSON, bearer, body, server_in, token_in
from tests.shared import ROOT

CANARIES = {name: f"canary-{name}-7f3a9c" for name in (
    "token", "opa", "cli", "key", "query", "path", "header", "body", "field", "evidence", "accept",
    "agent", "cookie",
)}  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Every byte that a server wrote and answered while it was asked in every way."""
    var = tmp_path_factory.mktemp("secrets") / "var"
    token = token_in(var)
    environment = {
        "GATE_OPA_TOKEN": CANARIES["opa"],
        "GATE_TOKEN": CANARIES["cli"],
        "GATE_LOG_LEVEL": "debug",
        "GATE_ENV": "production",
    }
    with server_in(var, token=token, environment=environment) as server:
        answers = list(_conversation(server, token))
    lines = server.lines.read_bytes()
    keys = b"".join(path.read_bytes() for path in (var / "keys").iterdir())
    return lines, b"\n".join(answers), token, keys


def _conversation(server, token):
    strange = {
        "Cookie": CANARIES["cookie"],
        "User-Agent": CANARIES["agent"],
        "X-Forwarded-For": CANARIES["header"],
        "X-Api-Key": CANARIES["header"],
    }
    wrong = json.loads(body())
    wrong["request"]["system"][CANARIES["field"]] = CANARIES["body"]
    wrong["request"]["system"]["personal_data"] = CANARIES["body"]
    bodies = [body(), json.dumps(wrong).encode(), b'{"request": "' + CANARIES["body"].encode()]
    with httpx2.Client(base_url=server.url, headers={**bearer(token), **strange}) as client:
        for content in [*bodies, *(row.body for row in POISON)]:
            for path in ("/v1/decisions", "/v1/dry-runs"):
                yield _all(client.post(path, content=content, headers=JSON))
        for authorization in (f"Bearer {CANARIES['token']}", CANARIES["token"]):
            yield _all(client.get("/v1/controls", headers={"Authorization": authorization}))
        yield _all(
            client.post(
                "/v1/decisions",
                content=body(),
                headers={**JSON, "Idempotency-Key": CANARIES["key"] + " with a space"},
            )
        )
        yield _all(client.get(f"/v1/decisions?system={CANARIES['query']}&x={CANARIES['query']}"))
        yield _all(client.get(f"/v1/decisions?limit={CANARIES['query']}"))
        yield _all(client.get(f"/v1/decisions/{CANARIES['path']}"))
        yield _all(client.get(f"/{CANARIES['path']}"))
        yield _all(client.get("/v1/controls", headers={"Accept": CANARIES["accept"]}))
        content = CANARIES["evidence"].encode()
        yield _all(client.put("/v1/evidence/" + "0" * 64, content=content, headers=BINARY))
        for path in ("/livez", "/readyz?verbose", "/version", "/metrics", "/v1/policies/active"):
            yield _all(client.get(path))


def _all(answer):
    return str(answer.status_code).encode() + repr(answer.headers).encode() + answer.content


def test_the_server_spoke(said):
    """Otherwise nothing would be proved."""
    lines, answers, _, _ = said

    assert lines.count(b'"event": "request"') > 2 * len(POISON)
    assert answers.count(b"request_id") > 2 * len(POISON)


@pytest.mark.parametrize("name", sorted(CANARIES))
def test_no_canary_is_in_a_log_line(said, name):
    """Whichever way it came in, and at the most talkative level."""
    assert CANARIES[name].encode() not in said[0]


@pytest.mark.parametrize("name", sorted(set(CANARIES) - {"field"}))
def test_no_canary_is_in_an_answer(said, name):
    """Neither in errors nor in headers; only the name of a wrong field is part of its place."""
    assert CANARIES[name].encode() not in said[1]


def test_neither_token_nor_private_keys_are_told(said):
    """Not even the token that was accepted."""
    lines, answers, token, keys = said
    secrets = [token.encode(), *(line for line in keys.splitlines() if len(line) > 40)]

    assert len(secrets) >= 3
    for secret in secrets:
        assert secret not in lines
        assert secret not in answers


def test_lines_are_json_with_a_request_id(said):
    """One object a line in production, so no input can begin a line of its own."""
    for line in said[0].splitlines():
        event = json.loads(line)
        if event["event"] == "request":
            assert event["request_id"]
            assert event["status"]


def test_a_start_that_fails_does_not_tell_settings(tmp_path):
    """The sentence names the setting, not its value."""
    left = subprocess.run(
        [*GATE, "serve", "--var", str(tmp_path / "var")],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "GATE_PORT": CANARIES["cli"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert left.returncode == 2
    assert CANARIES["cli"] not in left.stdout + left.stderr
