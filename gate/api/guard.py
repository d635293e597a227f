"""What stands before every route: bounds, a request id, one log line, and a last resort.

Step 1 of a decision (`gate/decide.py`). It looks at headers alone and never keeps a body, so it is
the same for every method and path, known or not.
"""

import re
import time
from collections.abc import Callable

import structlog
import uuid_utils
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gate.api.bodies import BoundedBody
from gate.api.exhaustion import is_exhaustion
from gate.api.problems import problem_response
from gate.errors import GateError, Overloaded, TooLarge, Unavailable, UnsupportedMediaType
from gate.limits import (
    BODY_BYTES_MAX,
    BODY_SECONDS_MAX,
    EVIDENCE_BYTES_MAX,
    EVIDENCE_SECONDS_MAX,
    IMPACT_BODY_BYTES_MAX,
    IMPACT_BODY_SECONDS_MAX,
    REQUEST_ID_CHARS_MAX,
    REQUESTS_MAX,
)

_EVIDENCE = "/v1/evidence/"
_IMPACT = "/v1/impact"
_REQUEST_ID = re.compile(rf"[!-~]{{1,{REQUEST_ID_CHARS_MAX}}}")

_log = structlog.stdlib.get_logger("gate.request")


class Guard:
    """The outermost middleware of ours."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        requests_max: int = REQUESTS_MAX,
        body_seconds: float = BODY_SECONDS_MAX,
        elapsed: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._app = app
        self._requests_max = requests_max
        self._body_seconds = body_seconds
        self._elapsed = elapsed
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(headers.get("x-request-id"))
        scope["gate.request_id"] = request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        body = self._body(scope, headers, receive)
        answer = _Answer(send, body, request_id, scope["method"])
        started = self._elapsed()
        self._in_flight += 1
        try:
            self._check(headers, body)
            await self._app(scope, body.receive, answer.send)
        except GateError as error:
            await self._fall_back(scope, answer, error)
        except ClientDisconnect:
            _log.info("client_left")  # nobody is there to be answered
        except Exception as error:  # noqa: BLE001 - the last resort: the answer is a problem
            await self._fall_back(scope, answer, _last_resort(error))
        finally:
            self._in_flight -= 1
            _log.info(
                "request",
                method=scope["method"],
                route=getattr(scope.get("route"), "path", None),
                status=answer.status,
                ms=round((self._elapsed() - started) * 1000, 1),
            )

    def _check(self, headers: Headers, body: BoundedBody) -> None:
        if self._in_flight > self._requests_max:
            raise Overloaded("too many requests are in flight; try again")
        if headers.get("content-encoding", "identity").strip().lower() != "identity":
            raise UnsupportedMediaType("send the body without a content encoding")
        length = headers.get("content-length")
        if length is not None and not body.admits(length):
            raise TooLarge(f"a body has at most {body.bytes_max} bytes here")

    def _body(self, scope: Scope, headers: Headers, receive: Receive) -> BoundedBody:
        declared = "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
        bytes_max, seconds = BODY_BYTES_MAX, self._body_seconds
        if scope["method"] == "PUT" and scope["path"].startswith(_EVIDENCE):
            bytes_max, seconds = EVIDENCE_BYTES_MAX, EVIDENCE_SECONDS_MAX
        elif scope["method"] == "POST" and scope["path"] == _IMPACT:
            bytes_max, seconds = IMPACT_BODY_BYTES_MAX, IMPACT_BODY_SECONDS_MAX
        return BoundedBody(receive, declared=declared, bytes_max=bytes_max, seconds=seconds)

    async def _fall_back(self, scope: Scope, answer: "_Answer", error: GateError) -> None:
        """Answer with `error`, unless an answer has begun: then it ends broken off."""
        if answer.status is None:
            response = problem_response(error, answer.request_id)
            await response(scope, _nothing, answer.send)
        else:
            raise error


class _Answer:
    """Sends the answer on, with our headers, and never leaves a half-read body behind it."""

    def __init__(self, send: Send, body: BoundedBody, request_id: str, method: str) -> None:
        self._send = send
        self._body = body
        self._drops_content = method == "HEAD"
        self.request_id = request_id
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            headers["X-Content-Type-Options"] = "nosniff"
            if not self._body.complete:
                headers["Connection"] = "close"
            await self._send(message)
            return
        is_last = not message.get("more_body", False)
        content = b"" if self._drops_content else message.get("body", b"")
        if is_last and not self._body.complete:
            await self._send({"type": "http.response.body", "body": content, "more_body": True})
            await self._body.linger()
            content = b""
        await self._send({"type": "http.response.body", "body": content, "more_body": not is_last})


def _last_resort(error: Exception) -> GateError:
    """What is told of an error that nobody foresaw, after it was written to the log."""
    if is_exhaustion(error):
        _log.warning("exhausted", exc_info=error)
        return Unavailable("the machine has no memory, thread or file left for this; try again")
    _log.error("unhandled", exc_info=error)
    return GateError("something went wrong here; it was written to the log")


def _request_id(stated: str | None) -> str:
    if stated is not None and _REQUEST_ID.fullmatch(stated):
        return stated
    return str(uuid_utils.uuid7())


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
