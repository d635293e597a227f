"""The client, against a real HTTP server of a few lines."""

import http.server
import threading
from contextlib import contextmanager

import pytest

from gate.cli.client import GateClient, Unreachable
from gate.limits import ANSWER_BYTES_MAX


@contextmanager
def _server(status, body, **headers):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing on stderr."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _object_of(size):
    return b'{"a": "' + b"x" * (size - 9) + b'"}'


def test_an_answer_may_be_as_large_as_its_bound():
    """At the bound it is read."""
    with _server(200, _object_of(ANSWER_BYTES_MAX)) as url:
        assert GateClient(url, "t").get("/version").is_decision


def test_a_larger_answer_is_no_answer_of_a_gate():
    """One byte past the bound it is refused."""
    with _server(200, _object_of(ANSWER_BYTES_MAX + 1)) as url, pytest.raises(Unreachable):
        GateClient(url, "t").get("/version")


def test_a_redirect_is_not_followed():
    """Whoever can redirect cannot answer."""
    with _server(302, b"{}", Location="http://127.0.0.1:9/") as url:
        assert not GateClient(url, "t").get("/version").is_decision


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"allow"'])
def test_something_else_that_answers_is_not_a_gate(body):
    """A page, a list or a word is no answer."""
    with _server(200, body) as url, pytest.raises(Unreachable):
        GateClient(url, "t").get("/version")


def test_nobody_there_is_a_sentence():
    """A refused connection names the address and asks the right question."""
    with pytest.raises(Unreachable, match="is it running"):
        GateClient("http://127.0.0.1:9", "t").get("/version")
