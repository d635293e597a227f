"""Witnesses that are slow, broken or lie, on a real socket."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[[socket.socket], None]


def says(status: str, body: bytes = b"", headers: str = "") -> Answer:
    """A server that answers with this, whatever it is asked."""

    def answer(connection: socket.socket) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}Connection: close\r\n"
        connection.sendall(head.encode() + b"\r\n" + body)

    return answer


def raw(content: bytes) -> Answer:
    """A server that sends bytes that are no answer, or half of one, and hangs up."""
    return lambda connection: connection.sendall(content)


def drips(content: bytes) -> Answer:
    """A server that sends a byte now and then, and never ends."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(content)
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)

    return answer


def floods(connection: socket.socket) -> None:
    """A server whose answer has no end."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


def silent(connection: socket.socket) -> None:
    """A server that takes the question and says nothing."""
    while connection.recv(65_536):
        pass


@contextmanager
def server(answer: Answer) -> Iterator[str]:
    """The address of a server that answers like this, one thread for each connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            connection.settimeout(10)
            connection.recv(65_536)
            answer(connection)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65_536):
                pass

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/w/"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
