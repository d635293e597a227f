"""The two servers that are compared: the gate, and a bare OPA server with the same release."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.opa import opa_binary, shipped_bundle
from fixtures.render import render_organisation

_START_SECONDS = 30.0


@dataclass(frozen=True)
class Server:
    """A running server on 127.0.0.1: its port, its process id, and the headers it wants."""

    port: int
    pid: int
    headers: dict[str, str]

    def resident_bytes(self) -> int:
        """Resident memory of the serving process."""
        fields = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def gate_server(folder: Path, engine: str = "wasm") -> Iterator[Server]:
    """The gate with an empty log in `folder` and the organisation of the sample cases, at now."""
    render_organisation(folder / "organisation", datetime.now(UTC))
    gate = str(Path(sys.executable).with_name("gate"))
    var = str(folder / "var")
    created = subprocess.run(
        [
            gate,
            "token",
            "create",
            "--name",
            "bench",
            "--role",
            "submit",
            "--role",
            "audit",
            "--var",
            var,
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    port = _free_port()
    command = [gate, "serve", "--port", str(port), "--var", var, "--engine", engine]
    command += ["--organisation", str(folder / "organisation")]
    with _running(command, port, "/readyz") as process:
        yield Server(port, process.pid, {"Authorization": f"Bearer {created.stdout.strip()}"})


@contextmanager
def opa_server() -> Iterator[Server]:
    """A bare OPA server that has loaded the bundle of the shipped release and logs nothing."""
    port = _free_port()
    bundle = shipped_bundle()
    command = [opa_binary(), "run", "--server", "--addr", f"127.0.0.1:{port}"]
    command += ["--disable-telemetry", "--log-level", "error", "--bundle", bundle]
    with _running(command, port, "/health?bundles") as process:
        yield Server(port, process.pid, {})


@contextmanager
def _running(command: list[str], port: int, ready_path: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(process, port, ready_path)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server left with {process.returncode} before it was ready")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server was not ready within {_START_SECONDS} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
