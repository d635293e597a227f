"""A real server on a real socket: hostile clients, a second server, and an orderly end."""

import json
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from gate.limits import BODY_BYTES_MAX, BODY_SECONDS_MAX, HEADER_SECONDS_MAX, SHUTDOWN_SECONDS_MAX
from gate.log.fsck import verify
from tests.service import GATE, JSON, body, server_in, token_in
from tests.shared import ROOT

MEGABYTE = 1024 * 1024
GROWTH_MAX = 20 * MEGABYTE


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    var = tmp_path_factory.mktemp("server") / "var"
    with server_in(var, token=token_in(var)) as running:
        for _ in range(5):
            httpx2.post(f"{running.url}/v1/decisions", content=body(), headers=asking(running))
        yield running


def asking(server):
    return {**server.headers, **JSON}


def talk(server, sent, *, seconds=30.0):
    """Send bytes, then read until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(sent)
        found = b""
        while received := connection.recv(65_536):
            found += received
        return found


def head(server, path="/v1/decisions", method="POST", **headers):
    stated = {"Host": "gate", **server.headers, **JSON, **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in stated.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def upload(server, first, total):
    """Send `total` bytes in chunks for as long as the server takes them.

    Returns how many it took, what it answered, and the largest growth of its memory meanwhile.
    """
    before, largest, taken = server.resident_bytes(), 0, 0
    piece = b"x" * MEGABYTE
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(first)
        try:
            while taken < total:
                connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                taken += len(piece)
                largest = max(largest, server.resident_bytes() - before)
        except (BrokenPipeError, ConnectionResetError):
            pass
        found = b""
        try:
            while received := connection.recv(65_536):
                found += received
        except ConnectionResetError:
            pass
    return taken, found, largest


def test_a_100_mb_upload_is_refused_while_it_streams(server):
    """Without growing the process, whether it declares its length or comes in chunks."""
    hundred = 100 * MEGABYTE
    declared = talk(server, head(server, **{"Content-Length": str(hundred)}))
    assert declared.startswith(b"HTTP/1.1 413")

    taken, found, growth = upload(server, head(server, **{"Transfer-Encoding": "chunked"}), hundred)

    assert found.startswith(b"HTTP/1.1 413")
    assert b'"too_large"' in found
    assert growth < GROWTH_MAX
    assert httpx2.get(f"{server.url}/livez").text == "ok"
    assert taken >= BODY_BYTES_MAX


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/v1/dry-runs", 413), ("GET", "/livez", 200), ("PATCH", "/nowhere", 404)],
)
def test_nothing_grows_on_other_paths_either(server, method, path, status):
    """Whether the path reads a body, ignores it, or does not exist."""
    first = head(server, path, method, **{"Transfer-Encoding": "chunked"})
    _, found, growth = upload(server, first, 100 * MEGABYTE)

    assert found.startswith(b"HTTP/1.1 %d" % status)
    assert growth < GROWTH_MAX


def test_a_stranger_uploads_nothing(server):
    """Without a token the body is not even looked at."""
    first = head(server, **{"Transfer-Encoding": "chunked", "Authorization": "Bearer x"})
    _, found, growth = upload(server, first, 100 * MEGABYTE)

    assert found.startswith(b"HTTP/1.1 401")
    assert growth < GROWTH_MAX


def test_slow_clients_are_let_go(server):
    """Headers and bodies have a time; one byte now and then does not help."""

    def drip(sent):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
            began = time.monotonic()
            connection.sendall(sent)
            connection.settimeout(0.5)
            found = b""
            while True:
                try:
                    connection.sendall(b"x")
                    received = connection.recv(65_536)
                except TimeoutError:
                    continue
                except OSError:
                    break
                if not received:
                    break
                found += received
            return found, time.monotonic() - began

    slow = [head(server, **{"Content-Length": "1000"}), b"POST /v1/decisions HTTP/1.1\r\nX: "]
    with ThreadPoolExecutor(2) as threads:
        (body_answer, body_seconds), (header_answer, header_seconds) = threads.map(drip, slow)

    assert body_answer.startswith(b"HTTP/1.1 408")
    assert b'"too_slow"' in body_answer
    assert header_answer == b""
    assert BODY_SECONDS_MAX - 1 < body_seconds < 3 * BODY_SECONDS_MAX
    assert HEADER_SECONDS_MAX - 1 < header_seconds < 3 * HEADER_SECONDS_MAX


@pytest.mark.parametrize(
    "sent", [b"GARBAGE\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\n\r\n"]
)
def test_what_is_not_http_is_a_problem_too(server, sent):
    """The one error that no route can answer."""
    found = talk(server, sent)

    assert found.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in found
    assert json.loads(found.partition(b"\r\n\r\n")[2])["code"] == "malformed"


def test_two_lengths_are_refused(server):
    """Where two readers could disagree about the end of a body, nobody reads it."""
    found = talk(
        server,
        b"POST /v1/decisions HTTP/1.1\r\nHost: g\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    )

    assert found.startswith(b"HTTP/1.1 400")


def test_a_client_that_goes_away_disturbs_nobody(server):
    """In the middle of a body, and before the answer."""
    for sent in (
        head(server, **{"Content-Length": "1000"}) + b"half",
        head(server, **{"Content-Length": str(len(body()))}) + body(),
    ):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(sent)
    answer = httpx2.post(f"{server.url}/v1/decisions", content=body(), headers=asking(server))

    assert answer.status_code == 201


def test_a_second_server_on_the_same_folder_is_refused(server):
    """One log has one writer; the second leaves with a sentence, the first goes on."""
    var = server.lines.with_suffix("")
    left = subprocess.run(
        [*GATE, "serve", "--port", "0", "--var", str(var)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert left.returncode == 2
    assert "Traceback" not in left.stderr
    assert "another process" in left.stderr.lower() or "already" in left.stderr.lower()
    assert httpx2.get(f"{server.url}/readyz").text == "ok"


def test_a_taken_port_is_a_sentence(server, tmp_path):
    """With what to do about it."""
    left = subprocess.run(
        [*GATE, "serve", "--port", str(server.port), "--var", str(tmp_path / "var")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert left.returncode == 2
    assert f"port {server.port} is taken" in left.stderr
    assert "Traceback" not in left.stderr


def test_sigterm_finishes_what_was_begun(tmp_path):
    """Under load: the process ends well, and everything that was answered is in the log."""
    var = tmp_path / "var"
    token = token_in(var)
    answered, ended = [], threading.Event()

    def load(server):
        with httpx2.Client(base_url=server.url, headers=asking(server)) as client:
            while not ended.is_set():
                try:
                    answer = client.post("/v1/decisions", content=body())
                except httpx2.HTTPError:
                    return
                if answer.status_code == 201:
                    answered.append(answer.json()["log"]["index"])

    with server_in(var, token=token) as server, ThreadPoolExecutor(8) as threads:
        loads = [threads.submit(load, server) for _ in range(8)]
        while len(answered) < 40:
            time.sleep(0.05)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(SHUTDOWN_SECONDS_MAX + 10) == 0
        ended.set()
        for each in loads:
            each.result(30)

    report = verify(var)
    assert report.clean
    assert len(answered) == len(set(answered))
    assert max(answered) < report.size
