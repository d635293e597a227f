"""A fake OPA server: a listener that answers every request with bytes of the test's choosing."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Handler = Callable[[socket.socket], None]


@dataclass
class FakeOpa:
    """What a fake server has seen: how many requests, how many at once, and the last one."""

    url: str = ""
    requests: int = 0
    last_request: bytes = b""
    lock: threading.Lock = field(default_factory=threading.Lock)


def http(
    body: bytes,
    *,
    status: str = "200 OK",
    media_type: str = "application/json",
    headers: tuple[str, ...] = (),
) -> bytes:
    """A complete HTTP/1.1 answer that closes the connection."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}"]
    head += ["Connection: close", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def sends(answer: bytes) -> Handler:
    """A handler that sends `answer` to every request."""

    def handle(connection: socket.socket) -> None:
        connection.sendall(answer)

    return handle


@contextmanager
def fake_opa(handler: Handler) -> Iterator[FakeOpa]:
    """A server on a port of 127.0.0.1 that the system chose; each request has a thread."""
    fake = FakeOpa()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fake.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        acceptor = threading.Thread(target=_accept, args=(listener, handler, fake), daemon=True)
        acceptor.start()
        try:
            yield fake
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
    acceptor.join()


def _accept(listener: socket.socket, handler: Handler, fake: FakeOpa) -> None:
    threads = []
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            break
        threads.append(threading.Thread(target=_serve, args=(connection, handler, fake)))
        threads[-1].start()
    for thread in threads:
        thread.join()


def _serve(connection: socket.socket, handler: Handler, fake: FakeOpa) -> None:
    with connection, suppress(OSError):
        connection.settimeout(30)
        request = _read_request(connection)
        with fake.lock:
            fake.last_request = request
            fake.requests += 1
        handler(connection)


def _read_request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _some(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += _some(connection)
    return head + b"\r\n\r\n" + body


def _some(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionError("the client left")
    return data
