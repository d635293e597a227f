"""The process that erases a person is killed at every step of the transaction."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gate.log.batches import Step
from tests.logs import check_log, open_log
from tests.personal import ANNA, document, evaluated, personal_key
from tests.shared import ROOT

COMMITTED = (Step.COMMITTED, Step.PINNED)


@pytest.mark.parametrize("step", list(Step))
def test_key_and_entry_go_together(tmp_path: Path, step: Step) -> None:
    """Either nothing happened, or the values are gone and the log says so."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.erasure_child", str(tmp_path), str(step)],
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr

    log = open_log(tmp_path)
    found = document(log, 0)
    kept, entries = log.subjects.refs(ANNA["id"]), log.events("redaction")
    log.close()
    assert (len(kept), len(entries)) == ((0, 1) if step in COMMITTED else (1, 0))
    assert found.redactions == ((1,) if step in COMMITTED else ())
    assert (found.document == evaluated(0, ANNA)) is (step not in COMMITTED)
    assert check_log(tmp_path, personal=personal_key(tmp_path)).findings == ()
