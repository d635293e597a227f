"""The process that writes the log is killed, at every step and at any time, under load.

Whatever was acknowledged is in the log, the tree is whole, and a retry with the same key gives the
same receipt.
"""

import json
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from gate.log.batches import Step
from gate.log.fsck import verify
from tests.logs import draft, open_log
from tests.shared import ROOT

THREADS = 6
RANDOM_KILLS = 18
STEPS = tuple(Step)
BEFORE = (0, 1, 4)
"""How many batches a child writes before it dies at a step."""


def _child(folder: Path, first: int, fatal: str, before: int) -> "subprocess.Popen[bytes]":
    (folder / "ready").unlink(missing_ok=True)
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.faults.log_child"),
            *(str(folder), str(first), str(THREADS), fatal, str(before)),
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )


def _acknowledged(folder: Path) -> dict[int, str]:
    """Number and receipt of every decision that a child was answered; a torn last line is none."""
    path = folder / "acks"
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return dict(json.loads(line) for line in lines)


def _check(folder: Path, first: int) -> int:
    """Reopen the log as the next start does; the number of entries it has.

    What was acknowledged is there, and what is there beyond it is at most what was in flight.
    Asking again with the same key gives the same receipt, or logs what was never answered.
    """
    acknowledged = _acknowledged(folder)
    log = open_log(folder / "var")
    size = log.seen().size
    assert 0 <= size - len(acknowledged) <= THREADS
    for number, receipt in acknowledged.items():
        if number >= first:
            assert log.append(draft(number, idempotency_key=f"key-{number}")).text == receipt
    inflight = [n for n in range(first, first + size + 1) if n not in acknowledged]
    for number in inflight[:THREADS]:
        seen = log.find("pipeline", f"key-{number}")
        appended = log.append(draft(number, idempotency_key=f"key-{number}"))
        assert appended.replayed is (seen is not None)
        with (folder / "acks").open("a", encoding="utf-8") as acks:
            acks.write(json.dumps([number, appended.text]) + "\n")
    stored = log.seen().size
    assert len(_acknowledged(folder)) == stored
    log.close()
    return stored


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("fatal", STEPS)
def test_killed_at_a_step(tmp_path: Path, fatal: Step, before: int) -> None:
    """Before the commit nothing of the batch is there; after it everything is."""
    child = _child(tmp_path, 0, fatal, before)
    _, error = child.communicate(timeout=60)
    assert child.returncode == 137, error.decode()
    acknowledged = len(_acknowledged(tmp_path))
    log = open_log(tmp_path / "var")
    size, checkpoints = log.seen().size, len(log._reader.checkpoints(1, 10**6))
    log.close()

    committed = fatal in {Step.COMMITTED, Step.PINNED}
    assert checkpoints == before + committed
    assert acknowledged <= size
    assert (size > 0) is (before > 0 or committed)
    _check(tmp_path, 0)
    assert verify(tmp_path / "var").clean


def test_killed_at_any_time(tmp_path: Path, fault_cases: Callable[[int], None]) -> None:
    """One log, killed again and again, while six threads append or while it starts."""
    chosen = random.Random(20260301)
    first = 0
    for kill in range(RANDOM_KILLS):
        child = _child(tmp_path, first, "-", 0)
        while kill % 3 and not (tmp_path / "ready").exists():
            assert child.poll() is None, child.communicate()[1].decode()
            threading.Event().wait(0.005)
        threading.Event().wait(chosen.uniform(0, 0.25 if kill % 3 else 0.8))
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=60)
        assert child.returncode == -signal.SIGKILL
        size = _check(tmp_path, first)
        first += 1_000_000
    fault_cases(RANDOM_KILLS)
    report = verify(tmp_path / "var")

    assert report.clean
    assert report.size == size
