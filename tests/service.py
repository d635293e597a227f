"""The whole service for tests: in this process, or as a process of its own on a real socket."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from gate.api.app import application, create_app
from gate.api.example import EXAMPLE
from gate.api.services import Services
from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.db.database import open_tables
from gate.decide import utc_now
from gate.settings import Settings
from tests.shared import ROOT

JSON = {"Content-Type": "application/json"}
BINARY = {"Content-Type": "application/octet-stream"}
ROLES = tuple(role.value for role in Role)
START_SECONDS = 30.0
GATE = (sys.executable, "-c", "from gate.cli.app import main; main()")
"""The command `gate`, wherever the package is installed."""


def body(**changes: Any) -> bytes:
    """A small valid body; `changes` replace keys of its block `request`."""
    request = json.loads(json.dumps(EXAMPLE["request"]))
    request["request"].update(changes)
    return json.dumps({"request": request}).encode()


def settings_in(var: Path, **changes: Any) -> Settings:
    """Settings for a service in `var`, the environment aside."""
    return Settings(var=var, **changes)


def token_in(
    var: Path,
    name: str = "tests",
    roles: tuple[str, ...] = ROLES,
    days: int = 1,
    url: str | None = None,
) -> str:
    """A token for the service in `var`, whose tables may be in the database at `url`."""
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_tables(var, url)
    try:
        store = TokenStore(database)
        return store.create(name, [Role(role) for role in roles], now=utc_now(), days=days)
    finally:
        database.close()


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def client_in(var: Path, **changes: Any) -> Iterator[TestClient]:
    """A client with every role for a service in this process."""
    token = token_in(var)
    app = create_app(settings_in(var, **changes))
    with TestClient(app, raise_server_exceptions=False, headers=bearer(token)) as client:
        yield client


@contextmanager
def client_of(services: Services, token: str) -> Iterator[TestClient]:
    """A client for a service made of these parts."""
    app = application(lambda: nullcontext(services))
    with TestClient(app, raise_server_exceptions=False, headers=bearer(token)) as client:
        yield client


@dataclass
class Server:
    """A running process of `gate serve`."""

    process: "subprocess.Popen[bytes]"
    url: str
    port: int
    lines: Path
    headers: dict[str, str] = field(default_factory=dict)

    def resident_bytes(self) -> int:
        """Resident memory of the process."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        self.process.kill()
        self.process.wait(timeout=START_SECONDS)


@contextmanager
def server_in(
    var: Path, *arguments: str, environment: dict[str, str] | None = None, token: str | None = None
) -> Iterator[Server]:
    """`gate serve` in `var`, ready, on a port that the system chose; ended with SIGTERM."""
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = var.parent / f"{var.name}.lines"
    command = [*GATE, "serve", "--port", "0", "--var", str(var), *arguments]
    inherited = {name: value for name, value in os.environ.items() if "GATE" not in name}
    with lines.open("ab") as output:
        begin = output.tell()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            env={**inherited, "PYTHONPATH": str(ROOT), **(environment or {})},
        )
    try:
        port = _port(process, lines, begin)
        headers = bearer(token) if token else {}
        yield Server(process, f"http://127.0.0.1:{port}", port, lines, headers)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=START_SECONDS)


def _port(process: "subprocess.Popen[bytes]", lines: Path, begin: int) -> int:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        said = lines.read_bytes()[begin:]
        found = re.search(rb'"port": (\d+)|port=(\d+)', said)
        if found and (b"serving" in said):
            return int(found.group(1) or found.group(2))
        if process.poll() is not None:
            raise AssertionError(f"the server left with {process.returncode}: {said.decode()}")
        time.sleep(0.05)
    raise AssertionError("the server did not start in time")
