"""Real OPA servers for tests: on 127.0.0.1, started with one bundle, stopped by process id."""

import http.client
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from tests.releases import OPA

_START_SECONDS = 20.0
_STOP_SECONDS = 10.0
_ATTEMPTS = 3


@contextmanager
def opa_server(
    folder: Path,
    bundle: bytes | None,
    *options: str,
    port: int | None = None,
    ca_file: Path | None = None,
) -> Iterator[str]:
    """The URL of an OPA server that has loaded `bundle` (None: one without any bundle).

    It has an empty environment, calls nobody, and keeps its files in `folder`. With `ca_file` it
    is expected to speak TLS.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arguments = list(options)
    if bundle is not None:
        (folder / "bundle.tar.gz").write_bytes(bundle)
        arguments += ["-b", "bundle.tar.gz"]
    tls = ssl.create_default_context(cafile=ca_file) if ca_file else None
    process, port = _started(folder, arguments, port, tls)
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    finally:
        _stop(process)


class OpaProcess:
    """An OPA server on one port, to be killed, stopped and started again; ended with its context."""

    def __init__(self, folder: Path, bundle: bytes) -> None:
        """Start it with `bundle`; its files lie in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bundle.tar.gz").write_bytes(bundle)
        self._folder = folder
        self._process, self._port = _started(folder, ["-b", "bundle.tar.gz"], None, None)
        self.url = f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.go_on()
        _stop(self._process)

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self._process.kill()
        self._process.wait()

    def start(self) -> None:
        """Start it again where it was, and wait until it is ready."""
        self._process, _ = _started(self._folder, ["-b", "bundle.tar.gz"], self._port, None)

    def stand_still(self) -> None:
        """It keeps its connections, takes new ones, and answers nobody."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End that."""
        self._process.send_signal(signal.SIGCONT)


def _started(
    folder: Path, arguments: list[str], wanted: int | None, tls: ssl.SSLContext | None
) -> tuple[subprocess.Popen[bytes], int]:
    for _ in range(_ATTEMPTS):
        port = wanted or _free_port()
        with (folder / "opa.log").open("ab") as log:
            command = [OPA, "run", "--server", "--addr", f"127.0.0.1:{port}"]
            command += ["--skip-version-check", "--log-level", "error", *arguments]
            process = subprocess.Popen(
                command,
                cwd=folder,
                env={"HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if _becomes_ready(process, port, tls):
            return process, port
        _stop(process)
    raise RuntimeError("OPA did not start: " + (folder / "opa.log").read_text())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _becomes_ready(process: subprocess.Popen[bytes], port: int, tls: ssl.SSLContext | None) -> bool:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        connection = (
            http.client.HTTPSConnection("127.0.0.1", port, timeout=2, context=tls)
            if tls
            else http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        )
        try:
            connection.request("GET", "/health?bundles")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.05)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
