"""The review of changed policies, as a pipeline runs it: two checkouts, a history, and reports."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.histories import history_in
from tests.shared import ROOT
from tests.unit.cli.commands import gate

SECONDS = 300


def checkout(root: Path, stop: int | None = None) -> Path:
    """As much of the project as the review needs, with an organisation's own limit for the stop."""
    root.mkdir(parents=True)
    shutil.copytree(ROOT / "policies", root / "policies")
    if stop is not None:
        limits = f"tables: {{STOP: {{max: [86400, {stop}, 300, 60]}}}}\n"
        (root / "policy-overrides.yaml").write_text(limits)
    return root


@pytest.mark.slow
def test_a_review_says_what_changes_and_fails_where_more_would_pass(tmp_path: Path) -> None:
    """The organisation's own values on both sides, and what was approved."""
    history_in(tmp_path / "var", ("1_loan_guide_staging_allow", "slow_stop_review"))
    bundle = tmp_path / "history.gatelog.tar"
    assert gate("log", "export", "--var", tmp_path / "var", "--out", bundle).code == 0
    before = checkout(tmp_path / "before", 3000)
    change = checkout(tmp_path / "change", 7200)
    approved = "loosened:\n  - {rule: A.9.2-5, reason: None., approver: petra}\n"
    (change / "policy-approvals.yaml").write_text(approved)
    (change / ".tools").symlink_to(ROOT / ".tools")
    command = change / ".venv" / "bin" / "gate"
    command.parent.mkdir(parents=True)
    called = "from gate.cli.app import main; main()"
    command.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{called}' \"$@\"\n")
    command.chmod(0o755)

    done = subprocess.run(
        [ROOT / "scripts" / "policy-review.sh", before, bundle, "build/review"],
        cwd=change,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "OVERRIDES": "policy-overrides.yaml",
            "APPROVALS": "policy-approvals.yaml",
            "ACCEPT": "redacted",
        },
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )

    review = change / "build" / "review"
    report = json.loads((review / "impact.json").read_text())
    assert done.returncode == 1, done.stderr.decode()
    assert "- STOP.max at tier limited: 3000 → 7200\n" in (review / "diff.md").read_text()
    assert report["approvals"]["missing"] == ["A.9.2-4"]
    assert report["approvals"]["stale"] == ["A.9.2-5"]
    assert (review / "impact.md").read_text().startswith("# Impact: loosens\n")
    assert (review / "impact.html").read_text().startswith("<!DOCTYPE html>\n")
