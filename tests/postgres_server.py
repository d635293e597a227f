"""A real PostgreSQL server for tests: from Debian's packages, in a folder of its own, on a socket."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from gate.db.upgrade import upgrade_database

USER = "postgres"
_SECONDS = 60.0
OWNER, ROLE = "gate_owner", "gate_app"
_TEMPLATE = "gate_template"


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `socket` is the folder of its socket, `within` starts its programs."""

    binaries: Path
    data: Path
    socket: Path
    within: tuple[str, ...] = ()

    def url(self, database: str, user: str) -> str:
        """The address of a database for a user."""
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the superuser."""
        with psycopg.connect(self.url(database, USER), autocommit=True) as connection:
            connection.execute(statement)

    def new_database(self, name: str) -> None:
        """A database with the tables of the gate, owned by `OWNER` and usable by `ROLE`."""
        self.execute(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {_TEMPLATE}")

    def control(self, *arguments: str) -> None:
        """Call `pg_ctl` on the server."""
        command = [self.binaries / "pg_ctl", "-D", self.data, "-w", *arguments]
        _as_owner(command, self.data, self.within)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Its processes stand still meanwhile: connections stay, and nothing is answered."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        stopped = [pid, *_children(pid)]
        for each in stopped:
            os.kill(each, signal.SIGSTOP)
        try:
            yield
        finally:
            for each in stopped:
                os.kill(each, signal.SIGCONT)

    def start(self, options: str = "") -> None:
        """Start it, with further options of `postgres`."""
        given = f"-c listen_addresses= -k {self.socket} -c fsync=on {options}"
        self.control("-l", str(self.data / "server.log"), "-o", given, "start")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()]


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


@contextmanager
def postgres_server(*options: str, within: tuple[str, ...] = ()) -> Iterator[PostgresServer]:
    """A server that is stopped at the end; the test is skipped where PostgreSQL is not installed.

    Args:
        options: further ones of `initdb`.
        within: a command that starts its programs, as their user.
    """
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed, `make setup` says how")
    with tempfile.TemporaryDirectory(prefix="gate-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        data = folder / "data"
        data.mkdir()
        socket = folder / "socket"
        socket.mkdir()
        if os.getuid() == 0:
            shutil.chown(data, USER, USER)
            shutil.chown(socket, USER, USER)
        arguments = ["-D", data, "-A", "trust", "-U", USER, "--no-sync", "--data-checksums"]
        _as_owner([programs / "initdb", *arguments, *options], data, within)
        server = PostgresServer(programs, data, socket, within)
        server.start()
        try:
            for role in (OWNER, ROLE):
                server.execute(f"CREATE ROLE {role} LOGIN")
            server.execute(f"CREATE DATABASE {_TEMPLATE} OWNER {OWNER}")
            upgrade_database(server.url(_TEMPLATE, OWNER), role=ROLE)
            yield server
        finally:
            server.control("-m", "immediate", "stop")


def _as_owner(command: list[str | Path], folder: Path, within: tuple[str, ...]) -> None:
    """PostgreSQL refuses to run as root; then its own user does it."""
    is_root = os.getuid() == 0 and not within
    identity = {"user": USER, "group": USER, "extra_groups": []} if is_root else {}
    subprocess.run(
        [*within, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        **identity,
    )
