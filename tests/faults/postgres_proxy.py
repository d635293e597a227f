"""A socket before a PostgreSQL server, on which the reply to a COMMIT can be lost."""

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

_PORT = ".s.PGSQL.5432"
_COMMIT = b"COMMIT\0"


class Loss(Enum):
    """What becomes of the next COMMIT: it never arrives, or its reply does not, or not for long."""

    REQUEST = "before it reaches the server"
    REPLY = "after the server did it"
    SILENCE = "while nobody hears from the server"


class Proxy:
    """Passes everything on, until it is told to lose something; `lost` is set when it has."""

    def __init__(self, server: Path, folder: Path) -> None:
        self.folder, self.lost = folder, threading.Event()
        self.ended_silence = threading.Event()
        self._server = server
        self._next: Loss | None = None
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _PORT))
        folder.chmod(0o755)
        (folder / _PORT).chmod(0o777)
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def lose(self, loss: Loss) -> None:
        """Lose the next COMMIT in this way, once."""
        self.lost.clear()
        self._next = loss

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server / _PORT))
                silent = threading.Event()
                for pump in (self._requests, self._replies):
                    arguments = (client, server, silent)
                    threading.Thread(target=pump, args=arguments, daemon=True).start()

    def _requests(
        self, client: socket.socket, server: socket.socket, silent: threading.Event
    ) -> None:
        with suppress(OSError):
            while sent := client.recv(65_536):
                loss = self._next if _COMMIT in sent else None
                if loss is None:
                    server.sendall(sent)
                    continue
                self._next = None
                silent.set()
                if loss is not Loss.REQUEST:
                    server.sendall(sent)
                    server.recv(65_536, socket.MSG_PEEK)  # the reply, or its beginning, is there
                self.lost.set()
                if loss is Loss.SILENCE:
                    self.ended_silence.wait(30)
                break
        _cut(client, server)

    def _replies(
        self, client: socket.socket, server: socket.socket, silent: threading.Event
    ) -> None:
        with suppress(OSError):
            while server.recv(1, socket.MSG_PEEK):
                if silent.is_set():
                    return
                client.sendall(server.recv(65_536))
        if not silent.is_set():
            _cut(client, server)


def _cut(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def proxy_before(server: Path) -> Iterator[Proxy]:
    """A proxy before the server whose socket is in that folder."""
    with tempfile.TemporaryDirectory(prefix="gate-proxy-") as name:
        proxy = Proxy(server, Path(name))
        try:
            yield proxy
        finally:
            proxy.close()


def address_through(proxy: Proxy, url: str) -> str:
    """The same database, through the proxy."""
    before, _, _ = url.partition("?host=")
    return f"{before}?host={os.fspath(proxy.folder)}"
