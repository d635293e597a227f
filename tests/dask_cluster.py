"""A real Dask cluster for tests: a scheduler and workers, each a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from tests.shared import ROOT

_SECONDS = 60.0


@dataclass(frozen=True)
class Cluster:
    """The scheduler's address, and the processes of the workers, which have one thread each."""

    address: str
    workers: "list[subprocess.Popen[bytes]]"


@contextmanager
def dask_cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A cluster on 127.0.0.1 whose files lie in `folder`; every process is ended afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    named = folder / "scheduler.json"
    with ExitStack() as opened:
        opened.enter_context(
            _process(folder, "scheduler", "--port", "0", "--scheduler-file", str(named))
        )
        address = _address(named)
        processes = [
            opened.enter_context(
                _process(folder, "worker", address, "--no-nanny", "--nthreads", "1")
            )
            for _ in range(workers)
        ]
        yield Cluster(address, processes)


@contextmanager
def _process(folder: Path, kind: str, *arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
    command = [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", "--no-dashboard"]
    environment = {name: value for name, value in os.environ.items() if "GATE" not in name}
    with (folder / f"{kind}.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=folder,
            env={**environment, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _address(named: Path) -> str:
    deadline = time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        if named.exists() and (content := named.read_bytes()):
            return str(orjson.loads(content)["address"])
        time.sleep(0.1)
    raise AssertionError("the Dask scheduler did not start in time")
