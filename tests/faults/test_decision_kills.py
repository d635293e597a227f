"""The process is killed at each step of a decision, from the request that was read to the answer."""

import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from gate.log.batches import Step
from gate.log.fsck import verify
from tests.faults.deciding_child import decided
from tests.shared import ROOT

BEFORE_COMMIT = ("K1", "K2", "K3", "K4", Step.OPENED, Step.INSERTED, Step.SIGNED, Step.COMMITTING)
AFTER_COMMIT = (Step.COMMITTED, Step.PINNED, "K10")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the policies are compiled once for all processes."""
    return tmp_path_factory.mktemp("compiled")


def _run(folder: Path, compiled: Path, fatal: str) -> int:
    command = [sys.executable, "-m", "tests.faults.deciding_child", str(folder), str(compiled)]
    done = subprocess.run(
        [*command, fatal], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode


@pytest.mark.parametrize("fatal", [*BEFORE_COMMIT, *AFTER_COMMIT])
def test_killed_at_a_step_of_a_decision(tmp_path: Path, compiled: Path, fatal: str) -> None:
    """Before the commit there is no entry, after it there is one; a retry makes or finds it."""
    assert _run(tmp_path, compiled, fatal) == -9
    assert not (tmp_path / "answer").exists()
    reached: list[str] = []
    log, answer = decided(tmp_path, compiled, reached.append)
    entry = log.by_decision(answer["decision_id"])
    log.close()

    assert (Step.COMMITTED in reached) is (fatal in BEFORE_COMMIT)
    assert entry.index == answer["log"]["index"] == 0
    report = verify(tmp_path)
    assert (report.clean, report.size) == (True, 1)


def test_a_process_that_lives_answers_what_a_retry_finds(tmp_path: Path, compiled: Path) -> None:
    """The steps are all there: without a kill the same process comes to its end."""
    reached: list[str] = []
    assert _run(tmp_path, compiled, "-") == 0
    log, answer = decided(tmp_path, compiled, reached.append)
    log.close()

    assert orjson.loads((tmp_path / "answer").read_bytes()) == answer
    assert reached == ["K1", "K2"]
