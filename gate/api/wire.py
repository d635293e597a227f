"""The server's HTTP protocol, with two things it lacks: a deadline for headers, and our problems.

Bytes that are not HTTP never reach the application, so the answer for them has to be given here.
"""

import asyncio
from typing import Any

import uuid_utils
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gate.api.problems import MEDIA_TYPE, problem_response
from gate.errors import Malformed
from gate.limits import HEADER_SECONDS_MAX


class GateProtocol(HttpToolsProtocol):
    """One connection."""

    _headers_deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Close the connection when its first headers do not arrive in time."""
        super().connection_made(transport)
        self._begin_deadline()

    def on_message_begin(self) -> None:
        """The same for the headers of every further request."""
        super().on_message_begin()
        self._begin_deadline()

    def on_headers_complete(self) -> None:
        """The headers are there, so the deadline is over."""
        self._end_deadline()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone, and the deadline with it."""
        self._end_deadline()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer bytes that are not HTTP with a problem document, and close."""
        del msg
        request_id = str(uuid_utils.uuid7())
        problem = problem_response(Malformed("this is not an HTTP request"), request_id)
        head = (
            "HTTP/1.1 400 Bad Request\r\n"
            f"content-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(problem.body)}\r\n"
            f"x-request-id: {request_id}\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + bytes(problem.body))
        self.transport.close()

    def _begin_deadline(self) -> None:
        if self._headers_deadline is None:
            self._headers_deadline = self.loop.call_later(HEADER_SECONDS_MAX, self.transport.close)

    def _end_deadline(self) -> None:
        if self._headers_deadline is not None:
            self._headers_deadline.cancel()
            self._headers_deadline = None
