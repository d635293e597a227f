"""The disk under the log fails, fills up or is gone, at every single call that writes to it.

After each fault: what was answered is in the log, once, with the same receipt; what is there beyond
it is at most the one decision that was in flight; the log verifies, and goes on.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gate.log.fsck import verify
from gate.log.paths import database_in, pin_in
from tests.faults.strace import FLUSHES, NAMES, WRITES, Case, Fault, Row, Work, survived
from tests.logs import draft, open_log

DECISIONS = 2
"""The first was logged before the fault, the second is when it comes."""
EVERY = (Fault.KILL, Fault.EIO, Fault.ENOSPC)
FAILS = (Fault.KILL, Fault.EIO)
_VAR = Path("var")
DATABASE = str(database_in(_VAR))
JOURNAL = f"{DATABASE}-wal"
PIN = str(pin_in(_VAR))

Count = Callable[[int], None]


def _acknowledged(folder: Path) -> dict[int, str]:
    """What was answered before it was killed; a torn line is no answer."""
    lines = (folder / "acks").read_text(encoding="utf-8").split("\n")[:-1]
    return dict(json.loads(line) for line in lines)


def _goes_on(folder: Path, case: Case) -> None:
    """Nothing answered is lost, nothing is doubled, and every decision can still be logged."""
    acknowledged = _acknowledged(folder)
    log = open_log(folder / "var")
    size = log.seen().size
    assert 0 <= size - len(acknowledged) <= (case.fault is Fault.KILL)
    for number in range(DECISIONS):
        appended = log.append(draft(number, idempotency_key=f"key-{number}"))
        assert appended.replayed is (appended.index < size)
        assert appended.text == acknowledged.get(number, appended.text)
    assert log.seen().size == DECISIONS
    log.close()
    assert verify(folder / "var").clean


def _is_answered(folder: Path, case: Case) -> None:
    """A fault that passes ends in an answer, as long as the process lives."""
    if case.fault is not Fault.KILL:
        assert len(_acknowledged(folder)) == DECISIONS
    _goes_on(folder, case)


@pytest.fixture
def running(tmp_path: Path) -> Path:
    """A log with its first decision, as the process that wrote it leaves it when it is killed."""
    log = open_log(tmp_path / "running" / "var")
    receipt = log.append(draft(0, idempotency_key="key-0")).text
    acks = json.dumps([0, receipt]) + "\n"
    (tmp_path / "running" / "acks").write_text(acks, encoding="utf-8")
    killed = Path(shutil.copytree(tmp_path / "running", tmp_path / "killed"))
    log.close()
    return killed


@pytest.fixture
def stopped(running: Path) -> Path:
    """The same, after an orderly end."""
    return running.with_name("running")


def _copied(folder: Path) -> Callable[[Path], None]:
    return lambda place: shutil.copytree(folder, place, dirs_exist_ok=True) and None


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_call_of_an_append_may_fail(
    tmp_path: Path, stopped: Path, fault_cases: Count
) -> None:
    """Of the journal and of the pinned checkpoint; then of the database, when it is closed."""
    rows = [
        Row(WRITES, EVERY, JOURNAL),
        Row(FLUSHES, FAILS, JOURNAL),
        Row(WRITES, EVERY, PIN),
        Row(FLUSHES, FAILS, PIN),
        Row(WRITES, EVERY, DATABASE),
        Row(FLUSHES, FAILS, DATABASE),
    ]
    cases = survived(Work("append", (1,)), rows, _copied(stopped), _is_answered, tmp_path)

    fault_cases(len(cases))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_call_of_a_beginning_may_fail(tmp_path: Path, fault_cases: Count) -> None:
    """A log is begun, or it is not: the next start begins it, and nothing stands in its way."""
    rows = [Row(FLUSHES, FAILS), Row(WRITES, FAILS), Row(NAMES, EVERY)]
    cases = survived(Work("append"), rows, Path.mkdir, _goes_on, tmp_path)

    fault_cases(len(cases))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_call_of_a_recovery_may_fail(
    tmp_path: Path, running: Path, fault_cases: Count
) -> None:
    """A second fault, while a process that was killed is followed by the next one."""
    assert (running / JOURNAL).exists()
    rows = [Row(FLUSHES, FAILS), Row(WRITES, FAILS), Row(NAMES, EVERY)]
    cases = survived(Work("append"), rows, _copied(running), _goes_on, tmp_path)

    fault_cases(len(cases))
