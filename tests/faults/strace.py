"""Faults put under a process by `strace`: its n-th call of a kind fails, or is its last.

What the kernel does then is what it does when a disk fails, fills up, or the machine is lost in the
middle of a write. Ptrace is not permitted everywhere; there a test says so and is skipped.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

from tests.shared import ROOT

FLUSHES = "fsync,fdatasync"
WRITES = "write,pwrite64"
NAMES = "rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat"

_SECONDS = 60
_CALL = re.compile(r"^([0-9]+) +([a-z0-9_]+)\(", re.MULTILINE)
"""A line of a call, after the thread that made it."""


class Fault(StrEnum):
    """What happens to the call, in the words of `strace`."""

    KILL = "signal=KILL"
    EIO = "error=EIO"
    ENOSPC = "error=ENOSPC"


@dataclass(frozen=True, slots=True)
class Row:
    """Each of these calls meets each of these faults, where it concerns `file` (None: any).

    Calls are counted thread by thread, so a row is about files that one thread writes.
    """

    calls: str
    faults: Sequence[Fault]
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The `at`-th call of this name meets this fault."""

    call: str
    fault: Fault
    at: int


@dataclass(frozen=True, slots=True)
class Work:
    """A function of `tests.faults.traced`, and what it is given after its folder."""

    name: str
    arguments: Sequence[int] = ()


def survived(
    work: Work,
    rows: Sequence[Row],
    prepare: Callable[[Path], None],
    check: Callable[[Path, Case], None],
    tmp_path: Path,
) -> list[Case]:
    """Every call of every row meets every fault of it, each in a folder of its own.

    Args:
        work: what is done.
        rows: calls, and the faults that they meet.
        prepare: makes what is in the folder before.
        check: what must hold after it, in the folder.
        tmp_path: where the folders are made.
    """
    strace = permitted_strace()
    met: list[Case] = []
    with _worker(strace, work) as run:
        for number, row in enumerate(rows):
            folder = tmp_path / f"{number}-whole"
            prepare(folder)
            code, traced = run(folder, row)
            assert code == 0
            cases = _cases(row, traced)
            assert cases, f"no call of {row} was made"
            for case in cases:
                folder = tmp_path / f"{number}-{case.fault.name}-{case.call}-{case.at}"
                prepare(folder)
                code, traced = run(folder, row, f"inject={case.call}:{case.fault}:when={case.at}")
                assert code == (-signal.SIGKILL if case.fault is Fault.KILL else 0), case
                assert case.fault is Fault.KILL or "INJECTED" in traced, case
                try:
                    check(folder, case)
                except BaseException as error:
                    error.add_note(f"The fault was {case}.")
                    raise
                shutil.rmtree(folder)
                met.append(case)
    return met


def _cases(row: Row, traced: str) -> list[Case]:
    """As many as a thread made calls of a name, for each name and each fault."""
    made: dict[str, int] = {}
    for (_, call), times in Counter(_CALL.findall(traced)).items():
        made[call] = max(times, made.get(call, 0))
    return [
        Case(call, fault, at)
        for call, times in made.items()
        for fault in row.faults
        for at in range(1, times + 1)
    ]


def permitted_strace() -> str:
    """The path of `strace`; where there is none, or it may trace nothing, the test is skipped."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("NO FAULT WAS INJECTED: strace is not installed, `make setup` says how")
    tried = subprocess.run(
        [found, "-qq", "-o", os.devnull, "true"], check=False, capture_output=True, timeout=_SECONDS
    )
    if tried.returncode:
        pytest.skip("NO FAULT WAS INJECTED: ptrace is not permitted on this machine")
    return found


@contextmanager
def _worker(strace: str, work: Work) -> Iterator[Callable[..., tuple[int, str]]]:
    """Does the work in a folder, with faults injected; gives its exit code and what was traced."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.traced"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def run(folder: Path, row: Row, *injected: str) -> tuple[int, str]:
            out = folder / "traced"
            paths = [] if row.file is None else ["-P", str(folder / row.file)]
            options = [part for option in injected for part in ("-e", option)]
            command = [strace, "-f", "-qq", "-o", str(out), *paths, "-e", f"trace={row.calls}"]
            asked = {
                "strace": [*command, *options],
                "work": work.name,
                "folder": str(folder),
                "arguments": list(work.arguments),
            }
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            code = int(process.stdout.readline())
            return code, _traced(out)

        yield run
        assert process.stdin is not None
        process.stdin.close()


def _traced(out: Path) -> str:
    """What the tracer wrote, once it has ended, which is after the process that it traced."""
    until = time.monotonic() + _SECONDS
    before = None
    while time.monotonic() < until:
        text = out.read_text(encoding="utf-8", errors="replace")
        if text == before:
            return text
        before = text
        time.sleep(0.01)
    raise TimeoutError("the tracer does not end")
