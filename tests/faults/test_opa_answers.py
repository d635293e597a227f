"""Faults F13 to F16: an OPA server that is down, slow, or answers something else.

Nothing here may ever give an outcome: each row is an error, and the right one.
"""

import gzip
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest

from gate.errors import EngineAnswerInvalid, EngineUnavailable, GateError
from gate.limits import ENGINE_ANSWER_BYTES_MAX, OPA_REQUESTS_PER_CORE
from gate.model.verdict import Outcome
from gate.policy import opa_client
from gate.policy.opa import OpaEngine
from gate.policy.reading import read_verdict
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from tests.fake_opa import FakeOpa, Handler, fake_opa, http, sends
from tests.mini import DECISION_ID, denied_input, mini_input

PLENTY = 20.0
SHORT = 0.5


@pytest.fixture(scope="module")
def allowed(mini_wasm: WasmEngine) -> dict[str, Any]:
    """The true verdict about the input that is asked here: allow."""
    verdict: dict[str, Any] = orjson.loads(mini_wasm.evaluate(mini_input(), seconds=PLENTY))
    return verdict


def decide(release: Release, handler: Handler, *, seconds: float = PLENTY) -> Outcome:
    """Asks a fake server as a decision does."""
    with fake_opa(handler) as fake:
        return decide_at(release, fake.url, seconds=seconds)


def decide_at(release: Release, url: str, *, seconds: float = PLENTY) -> Outcome:
    """Asks whatever listens at `url`."""
    engine = OpaEngine(release, url)
    try:
        answer = engine.evaluate(mini_input(), seconds=seconds)
        return read_verdict(answer, release=release, decision_id=DECISION_ID).outcome
    finally:
        engine.close()


def test_the_true_answer_is_an_outcome(mini_release: Release, allowed: dict[str, Any]) -> None:
    """The fake server and the question are sound: only what the rows change is refused."""
    body = orjson.dumps({"result": allowed})

    assert decide(mini_release, sends(http(body))) is Outcome.ALLOW


def test_an_answer_may_carry_the_id_of_a_decision_log(
    mini_release: Release, allowed: dict[str, Any]
) -> None:
    """A server that logs its decisions says under which id."""
    body = orjson.dumps({"result": allowed, "decision_id": "4ca636c1"})

    assert decide(mini_release, sends(http(body))) is Outcome.ALLOW


Verdict = dict[str, Any]
Row = Callable[[Verdict], bytes]


def good(verdict: Verdict) -> bytes:
    """The body of the true answer."""
    return orjson.dumps({"result": verdict})


def with_(**changes: object) -> Row:
    """The true answer with another value somewhere at the top of the verdict."""
    return lambda verdict: http(good({**verdict, **changes}))


def body(content: bytes) -> Row:
    """A body that has nothing to do with the true answer."""
    return lambda _: http(content)


def in_(field: str, **changes: object) -> Row:
    """The true answer with another value within one of its parts."""
    return lambda verdict: http(good({**verdict, field: {**verdict[field], **changes}}))


def lacking(field: str) -> Row:
    """The true answer without one of its parts."""
    return lambda verdict: http(good({k: v for k, v in verdict.items() if k != field}))


INVALID: dict[str, Row] = {
    # what OPA itself answers when there is no decision
    "an empty object": body(b"{}"),
    "result is null": body(b'{"result":null}'),
    "result is an empty object": body(b'{"result":{}}'),
    "result is a list": body(b'{"result":[]}'),
    "result is true": body(b'{"result":true}'),
    "result is the text true": body(b'{"result":"true"}'),
    "result is allow": body(b'{"result":"allow"}'),
    "result is allow: true": body(b'{"result":{"allow":true}}'),
    "a warning instead of a result": body(b'{"warning":{"code":"api_usage_warning"}}'),
    # what is no answer of OPA's at all
    "true": body(b"true"),
    "the text true": body(b'"true"'),
    "null": body(b"null"),
    "a list": body(b"[]"),
    "nothing": body(b""),
    "white space": body(b" \n"),
    "the verdict alone": lambda verdict: http(orjson.dumps(verdict)),
    "the verdict in a list": lambda verdict: http(orjson.dumps([{"result": verdict}])),
    "the verdict as text": lambda v: http(orjson.dumps({"result": orjson.dumps(v).decode()})),
    "another field beside the result": lambda v: http(
        orjson.dumps({"result": v, "explanation": []})
    ),
    # JSON with more than one reading
    "cut off": lambda verdict: http(good(verdict)[:-1]),
    "two answers": lambda verdict: http(good(verdict) * 2),
    "the result twice": lambda v: http(b'{"result":null,' + good(v)[1:]),
    "the outcome twice": lambda v: http(
        good(v).replace(b'"outcome":', b'"outcome":"deny","outcome":')
    ),
    "NaN": lambda v: http(good(v).replace(b'"off":0', b'"off":NaN')),
    "an infinity": lambda v: http(good(v).replace(b'"off":0', b'"off":Infinity')),
    "beyond a double": lambda v: http(good(v).replace(b'"off":0', b'"off":1e999')),
    "not UTF-8": lambda v: http(good(v).replace(b"allow", b"allo\xff")),
    "a lone surrogate": lambda v: http(good(v).replace(b'"allow"', b'"\\ud800"')),
    "a byte order mark": lambda v: http(b"\xef\xbb\xbf" + good(v)),
    "endless nesting": body(b'{"result":' + b"[" * 100_000),
    # HTTP
    "HTML": lambda _: http(b"<!doctype html>", media_type="text/html"),
    "HTML that says JSON": body(b"<!doctype html><title>Login</title>"),
    "JSON that says text": lambda v: http(good(v), media_type="text/plain"),
    "JSON that says nothing": lambda v: http(good(v), media_type=""),
    "compressed": lambda v: http(gzip.compress(good(v)), headers=("Content-Encoding: gzip",)),
    "said to be compressed": lambda v: http(good(v), headers=("Content-Encoding: gzip",)),
    "201": lambda v: http(good(v), status="201 Created"),
    "204": lambda _: b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "206": lambda v: http(good(v), status="206 Partial Content"),
    "304": lambda _: b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n",
    "400": lambda v: http(good(v), status="400 Bad Request"),
    "401": lambda v: http(good(v), status="401 Unauthorized"),
    "404": lambda v: http(good(v), status="404 Not Found"),
    # an answer to something else
    "another release": with_(release="mini/2/sha256:" + "0" * 64),
    "no release": lacking("release"),
    "the answer of the previous request": with_(input="0192f0aa-0000-7000-8000-000000000000"),
    "no input": lacking("input"),
    # a verdict that is none
    "an unknown field": with_(extra=True),
    "no outcome": lacking("outcome"),
    "an unknown outcome": with_(outcome="permit"),
    "deny without a finding": with_(outcome="deny"),
    "review without a finding": with_(outcome="needs_review"),
    "no results": lacking("results"),
    "empty results": with_(results={}),
    "an unknown status": in_("results", **{"M.1-1": {"status": "ok", "reason": None}}),
    "a rule more": in_("results", **{"M.9-9": {"status": "pass", "reason": None}}),
    "a rule that fails, uncounted": in_("results", **{"M.1-1": {"status": "fail", "reason": None}}),
    "no findings": lacking("findings"),
    "no summary": lacking("summary"),
    "counts that do not add up": in_("summary", passed=3),
    "counts of nothing": in_("summary", passed=0, off=4),
    "an unknown tier": in_("tier", effective="none"),
    "no tier": lacking("tier"),
    "no waivers": lacking("waivers"),
}


@pytest.mark.parametrize("row", INVALID.values(), ids=INVALID)
def test_garbage_is_an_invalid_answer(
    row: Row, mini_release: Release, allowed: dict[str, Any]
) -> None:
    """F15: every row is 502, none is an outcome."""
    with pytest.raises(EngineAnswerInvalid):
        decide(mini_release, sends(row(allowed)))


def test_the_table_is_whole() -> None:
    """A table that has shrunk proves less than it says."""
    assert len(INVALID) >= 60


def slow(answer: bytes, *, at_once: int) -> Handler:
    """A handler that sends some bytes at once, then one byte a second."""

    def handle(connection: socket.socket) -> None:
        connection.sendall(answer[:at_once])
        pause = threading.Event()
        for place in range(at_once, len(answer)):
            pause.wait(1.0)
            connection.sendall(answer[place : place + 1])

    return handle


def forever(head: bytes, chunk: bytes) -> Handler:
    """A handler that sends one thing again and again until the client has had enough."""

    def handle(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(chunk)

    return handle


def silent(connection: socket.socket) -> None:
    """A handler that never answers, and waits until the client leaves."""
    connection.recv(1)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
WHOLE = http(b'{"result":{}}')
UNAVAILABLE: dict[str, Handler] = {
    "it hangs up": lambda _: None,
    "it never answers": silent,
    "it is not HTTP": sends(b"SSH-2.0-OpenSSH_9.9\r\n"),
    "a broken status line": sends(b"HTTP/1.1 two hundred\r\n\r\n"),
    "a broken header": sends(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"),
    "two lengths": sends(HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x"),
    "a shorter body than announced": sends(HEAD + b"Content-Length: 100\r\n\r\n{}"),
    "a broken chunk": sends(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
    "429": sends(http(b"{}", status="429 Too Many Requests")),
    "500": sends(http(b'{"code":"internal_error"}', status="500 Internal Server Error")),
    "502": sends(http(b"", status="502 Bad Gateway")),
    "503": sends(http(b"", status="503 Service Unavailable")),
    "a byte a second in the headers": slow(WHOLE, at_once=20),
    "a byte a second in the body": slow(WHOLE, at_once=len(WHOLE) - 10),
    "headers without end": forever(b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 1000 + b"\r\n"),
    "one header without end": forever(b"HTTP/1.1 200 OK\r\nX-Filler: ", b"x" * 1000),
    "100 Continue without end": forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "a body without end": forever(HEAD + b"\r\n", b" " * 65536),
    "chunks without end": forever(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 1000
    ),
    "a gigabyte": forever(HEAD + b"Content-Length: 1073741824\r\n\r\n", b" " * 65536),
}


@pytest.mark.parametrize("handler", UNAVAILABLE.values(), ids=UNAVAILABLE)
def test_no_answer_in_time_or_bounds_is_unavailable(
    handler: Handler, mini_release: Release
) -> None:
    """F13 and F14: without a total deadline and a cap, half of these would never end."""
    with pytest.raises(EngineUnavailable):
        decide(mini_release, handler, seconds=SHORT)


def test_a_refused_connection_is_unavailable(mini_release: Release) -> None:
    """F13: nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(EngineUnavailable):
        decide_at(mini_release, f"http://127.0.0.1:{port}")


def test_a_server_without_tls_is_unavailable(mini_release: Release) -> None:
    """F13: a failed handshake is no answer."""
    with fake_opa(sends(WHOLE)) as fake, pytest.raises(EngineUnavailable):
        decide_at(mini_release, fake.url.replace("http://", "https://"), seconds=SHORT)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 T", "308 P"])
def test_redirects_are_not_followed(
    status: str, mini_release: Release, allowed: dict[str, Any]
) -> None:
    """The server it points to would have said allow; it is never asked."""
    with fake_opa(sends(http(good(allowed)))) as other:
        redirect = http(
            b"", status=status, headers=(f"Location: {other.url}/v1/data/gate/decision",)
        )
        with pytest.raises(EngineAnswerInvalid):
            decide(mini_release, sends(redirect))

        assert other.requests == 0


@pytest.mark.parametrize("status", ["500 Internal Server Error", "502 Bad Gateway", "504 Timeout"])
def test_nothing_is_retried(status: str, mini_release: Release) -> None:
    """A deterministic failure costs one request."""
    with fake_opa(sends(http(b"{}", status=status))) as fake:
        with pytest.raises(EngineUnavailable):
            decide_at(mini_release, fake.url)

        assert fake.requests == 1


def test_a_huge_answer_is_not_read_to_its_end(mini_release: Release) -> None:
    """What the server could send before the connection was closed is little more than the cap."""
    sent = 0

    def handle(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(HEAD + b"Content-Length: 1073741824\r\n\r\n")
        while True:
            sent += connection.send(b" " * 65536)

    with pytest.raises(EngineUnavailable, match="bound"):
        decide(mini_release, handle)
    assert sent < ENGINE_ANSWER_BYTES_MAX + 32 * 1024 * 1024


def test_an_answer_may_be_as_large_as_its_bound(
    mini_release: Release, allowed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it is read, one byte past it is not."""
    content = good(allowed)

    monkeypatch.setattr(opa_client, "ENGINE_ANSWER_BYTES_MAX", len(content))
    assert decide(mini_release, sends(http(content))) is Outcome.ALLOW
    with pytest.raises(EngineUnavailable, match="bound"):
        decide(mini_release, sends(http(content + b" ")))


def test_requests_at_once_are_bounded(mini_release: Release, allowed: dict[str, Any]) -> None:
    """However many threads ask, the server sees two for each core; the others wait their turn."""
    allowed_at_once = OPA_REQUESTS_PER_CORE * (os.cpu_count() or 1)
    pause = threading.Event()
    counting = threading.Lock()
    here: list[int] = []
    seen: list[int] = []

    def handle(connection: socket.socket) -> None:
        with counting:
            here.append(1)
            seen.append(len(here))
        pause.wait(0.05)
        # Before the answer: whoever has it may be followed by the next at once.
        with counting:
            here.pop()
        connection.sendall(http(good(allowed)))

    def ask(engine: OpaEngine) -> bytes:
        return engine.evaluate(mini_input(), seconds=PLENTY)

    with fake_opa(handle) as fake:
        engine = OpaEngine(mini_release, fake.url)
        with ThreadPoolExecutor(16) as threads:
            answers = list(threads.map(ask, [engine] * 64))
        engine.close()

    assert len(answers) == fake.requests == 64
    assert max(seen) == allowed_at_once


def test_waiting_for_a_turn_ends_with_the_deadline(mini_release: Release) -> None:
    """Those who wait behind a server that hangs are told so in time, all of them."""
    with fake_opa(silent) as fake:
        engine = OpaEngine(mini_release, fake.url)

        def ask(_: int) -> GateError | None:
            try:
                engine.evaluate(mini_input(), seconds=SHORT)
            except EngineUnavailable as error:
                return error
            return None

        with ThreadPoolExecutor(16) as threads:
            assert all(threads.map(ask, range(16)))
        engine.close()


def test_answers_are_not_mixed_up(mini_release: Release, mini_opa: OpaEngine) -> None:
    """Sixteen threads on one engine: everybody gets the verdict about their own question."""

    def ask(number: int) -> bool:
        identity = f"{number:032x}"
        answer = mini_opa.evaluate(mini_input(facts={"decision_id": identity}), seconds=PLENTY)
        return read_verdict(answer, release=mini_release, decision_id=identity).input == identity

    with ThreadPoolExecutor(16) as threads:
        assert all(threads.map(ask, range(300)))


def test_an_abandoned_answer_is_not_the_next_one(
    mini_release: Release, allowed: dict[str, Any]
) -> None:
    """An answer that comes too late never reaches whoever asks next."""
    late = threading.Event()
    seen = FakeOpa()

    def handle(connection: socket.socket) -> None:
        seen.requests += 1
        if seen.requests == 1:
            late.wait(PLENTY)
            connection.sendall(http(good({**allowed, "input": "late"})))
        else:
            connection.sendall(http(good(allowed)))

    with fake_opa(handle) as fake:
        engine = OpaEngine(mini_release, fake.url)
        with pytest.raises(EngineUnavailable):
            engine.evaluate(mini_input(), seconds=SHORT)
        late.set()
        answer = engine.evaluate(mini_input(), seconds=PLENTY)
        engine.close()

    assert read_verdict(answer, release=mini_release, decision_id=DECISION_ID).input == DECISION_ID


def test_denied_is_denied(mini_opa: OpaEngine, mini_release: Release) -> None:
    """The real server says deny where the policy does; that is an answer, not an error."""
    answer = mini_opa.evaluate(denied_input(), seconds=PLENTY)

    verdict = read_verdict(answer, release=mini_release, decision_id=DECISION_ID)
    assert verdict.outcome is Outcome.DENY
