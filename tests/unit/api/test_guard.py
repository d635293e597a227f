"""The guard: before every route, known or not."""

import asyncio
import json

import pytest
import structlog
from starlette.requests import ClientDisconnect

from gate.api.guard import Guard
from gate.errors import Invalid
from gate.limits import (
    BODY_BYTES_MAX,
    EVIDENCE_BYTES_MAX,
    IMPACT_BODY_BYTES_MAX,
    REQUEST_ID_CHARS_MAX,
    REQUESTS_MAX,
)


class Exchange:
    """One request to an application behind the guard, message by message."""

    def __init__(self, app, *, path="/x", method="POST", headers=(), chunks=(b"",), **guard):
        self.guard = Guard(app, **guard)
        self.scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        }
        self.chunks = list(chunks)
        self.sent = []

    async def receive(self):
        if not self.chunks:
            await asyncio.sleep(3600)
        content = self.chunks.pop(0)
        return {"type": "http.request", "body": content, "more_body": bool(self.chunks)}

    async def send(self, message):
        self.sent.append(message)

    async def run(self):
        await self.guard(self.scope, self.receive, self.send)
        return self

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def content(self):
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def code(self):
        return json.loads(self.content)["code"]


def exchange(*arguments, **options):
    return asyncio.run(Exchange(*arguments, **options).run())


async def answer(send, content=b"done"):
    length = (b"content-length", str(len(content)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": content})


async def echo(_scope, receive, send):
    """Reads the whole body and answers how long it was."""
    length = 0
    while True:
        message = await receive()
        length += len(message["body"])
        if not message["more_body"]:
            break
    await answer(send, str(length).encode())


async def deaf(_scope, _receive, send):
    """Answers without reading anything."""
    await answer(send)


CHUNKED = ("Transfer-Encoding", "chunked")


def length(of):
    return ("Content-Length", str(of))


def test_a_body_at_the_bound_passes():
    """Declared or in chunks."""
    whole = b"x" * BODY_BYTES_MAX

    assert exchange(echo, headers=[length(BODY_BYTES_MAX)], chunks=[whole]).status == 200
    assert exchange(echo, headers=[CHUNKED], chunks=[whole]).content == b"2097152"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/decisions"),
        ("GET", "/livez"),
        ("PATCH", "/nowhere"),
        ("POST", "/v1/evidence/"),
    ],
)
def test_a_declared_body_past_the_bound_is_refused_before_it_arrives(method, path):
    """On every path and with every method; the application is not asked."""
    reached = []

    async def app(*_):
        reached.append(1)

    refused = exchange(app, method=method, path=path, headers=[length(BODY_BYTES_MAX + 1)])

    assert (refused.status, refused.code, reached) == (413, "too_large", [])


def test_a_body_in_chunks_is_refused_when_it_passes_the_bound():
    """The rest is never given to the application."""
    seen = []

    async def app(scope, receive, send):
        while True:
            seen.append(len((await receive())["body"]))

    refused = exchange(app, headers=[CHUNKED], chunks=[b"x" * 1024 * 1024] * 100)

    assert (refused.status, refused.code) == (413, "too_large")
    assert sum(seen) <= BODY_BYTES_MAX


def test_evidence_files_have_their_own_bound():
    """When they are put, and not otherwise."""
    path = "/v1/evidence/" + "0" * 64
    put = {"method": "PUT", "path": path}

    assert exchange(deaf, **put, headers=[length(EVIDENCE_BYTES_MAX)]).status == 200
    assert exchange(deaf, **put, headers=[length(EVIDENCE_BYTES_MAX + 1)]).status == 413
    assert exchange(deaf, path=path, headers=[length(BODY_BYTES_MAX + 1)]).status == 413


def test_a_candidate_has_its_own_bound():
    """When it is sent to be weighed, and not otherwise."""
    post = {"method": "POST", "path": "/v1/impact"}

    assert exchange(deaf, **post, headers=[length(IMPACT_BODY_BYTES_MAX)]).status == 200
    assert exchange(deaf, **post, headers=[length(IMPACT_BODY_BYTES_MAX + 1)]).status == 413
    for other in ({"method": "PUT"}, {"path": "/v1/impact/"}):
        past = exchange(deaf, **{**post, **other}, headers=[length(BODY_BYTES_MAX + 1)])
        assert past.status == 413


def test_a_candidate_has_its_own_time(monkeypatch):
    """It is larger than any other document."""
    monkeypatch.setattr("gate.api.guard.IMPACT_BODY_SECONDS_MAX", 0.05)

    stalled = exchange(echo, path="/v1/impact", headers=[length(10)], chunks=(), body_seconds=0.5)

    assert (stalled.status, stalled.code) == (408, "too_slow")
    assert b"0.05 seconds" in stalled.content


def test_a_body_that_stalls_is_answered():
    """And the connection is closed, because its rest may still come."""
    stalled = exchange(echo, headers=[length(10)], chunks=(), body_seconds=0.05)

    assert (stalled.status, stalled.code) == (408, "too_slow")
    assert stalled.headers["connection"] == "close"


@pytest.mark.parametrize("encoding", ["gzip", "deflate, gzip", "br", "identity, gzip", "x"])
def test_content_encodings_are_refused(encoding):
    """So nothing small can unpack to something large."""
    refused = exchange(echo, headers=[("Content-Encoding", encoding)])

    assert (refused.status, refused.code) == (415, "unsupported_media_type")


def test_identity_is_no_encoding():
    """The one that changes nothing."""
    assert exchange(echo, headers=[("Content-Encoding", "Identity")]).status == 200


def test_an_answer_does_not_wait_for_a_body_that_nobody_reads():
    """It is sent at once and whole; then the rest is dropped and the connection closed."""
    done = exchange(deaf, headers=[CHUNKED], chunks=[b"x"] * 5)

    assert (done.status, done.content) == (200, b"done")
    assert done.headers["connection"] == "close"
    assert done.sent[1] == {"type": "http.response.body", "body": b"done", "more_body": True}
    assert done.sent[-1]["more_body"] is False
    assert done.chunks == []


def test_a_body_that_was_read_keeps_the_connection():
    """As does a request without one."""
    assert "connection" not in exchange(echo, headers=[length(4)], chunks=[b"1234"]).headers
    assert "connection" not in exchange(deaf, method="GET").headers


def test_a_request_id_is_echoed():
    """In the answer, for the application, and for every log line."""
    bound = {}

    async def app(scope, _receive, send):
        bound.update(structlog.contextvars.get_contextvars(), scope=scope["gate.request_id"])
        await answer(send)

    done = exchange(app, headers=[("X-Request-ID", "trace/1:2")])

    assert done.headers["x-request-id"] == "trace/1:2"
    assert bound == {"request_id": "trace/1:2", "scope": "trace/1:2"}


@pytest.mark.parametrize("stated", ["", "two words", "a" * (REQUEST_ID_CHARS_MAX + 1), "ä", "a\tb"])
def test_another_request_id_is_replaced(stated):
    """By a new one, so that nobody writes into our log lines."""
    found = exchange(deaf, headers=[("X-Request-ID", stated)]).headers["x-request-id"]

    assert found != stated
    assert len(found) == 36


def test_the_longest_request_id_is_echoed():
    """The bound itself is allowed."""
    longest = "a" * REQUEST_ID_CHARS_MAX

    assert exchange(deaf, headers=[("X-Request-ID", longest)]).headers["x-request-id"] == longest


def test_too_many_requests_at_once_are_refused():
    """At the bound all are served, the one past it is told to come again."""

    async def overload():
        go = asyncio.Event()

        async def waits(_scope, _receive, send):
            await go.wait()
            await answer(send)

        first = Exchange(waits, requests_max=2)
        second, third = Exchange(waits), Exchange(waits)
        second.guard = third.guard = first.guard
        running = [asyncio.ensure_future(each.run()) for each in (first, second)]
        await asyncio.sleep(0.01)
        await third.run()
        go.set()
        await asyncio.gather(*running)
        fourth = Exchange(waits)
        fourth.guard = first.guard
        await fourth.run()
        return first, second, third, fourth

    served = asyncio.run(overload())

    assert [each.status for each in served] == [200, 200, 429, 200]
    assert served[2].code == "overloaded"
    assert int(served[2].headers["retry-after"]) >= 1
    assert REQUESTS_MAX > 16


def test_whatever_goes_wrong_is_a_problem_that_tells_nothing():
    """Neither type nor text of the exception leaves the process."""

    async def app(*_):
        raise ZeroDivisionError("s3cret")

    failed = exchange(app)

    assert (failed.status, failed.code) == (500, "internal")
    assert b"s3cret" not in failed.content
    assert b"ZeroDivision" not in failed.content


def test_errors_of_the_gate_outside_a_route_keep_their_status():
    """Such as those of the body, raised where the framework does not look."""

    async def app(*_):
        raise Invalid("not this")

    assert exchange(app).code == "invalid"


def test_an_answer_that_breaks_off_is_not_completed():
    """Half an answer must not look whole, so the server has to cut the connection."""

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    broken = Exchange(app)
    with pytest.raises(Exception, match="went wrong"):
        asyncio.run(broken.run())

    assert [message["type"] for message in broken.sent] == ["http.response.start"]


def test_a_client_that_leaves_is_no_failure():
    """Nobody is answered, and nothing is reported as gone wrong."""

    async def app(*_):
        raise ClientDisconnect

    assert exchange(app).sent == []


def test_answers_to_head_have_no_content():
    """Whatever server is in front."""
    done = exchange(deaf, method="HEAD")

    assert (done.headers["content-length"], done.content) == ("4", b"")


def test_what_is_not_http_passes():
    """Start and end of the application."""
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    asyncio.run(Guard(app)({"type": "lifespan"}, None, None))

    assert seen == ["lifespan"]
