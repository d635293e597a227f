"""Row 11: `gate check` from nothing, against `opa eval` from nothing on the same input."""

import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import report
from bench.opa import opa_binary, shipped_bundle
from bench.policy_input import policy_input
from bench.setting import Setting
from bench.workload import request_body
from fixtures.render import render_organisation


def row(setting: Setting) -> list[str]:
    """Seconds from the start of the process to its end."""
    body = request_body()
    bundle = shipped_bundle()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "body.json").write_bytes(body)
        (folder / "input.json").write_bytes(policy_input(body))
        render_organisation(folder / "organisation", datetime.now(UTC))
        gate = [str(Path(sys.executable).with_name("gate")), "check", str(folder / "body.json")]
        gate += ["--organisation", str(folder / "organisation"), "--var", str(folder / "var")]
        opa = [opa_binary(), "eval", "--bundle", bundle, "--input", str(folder / "input.json")]
        opa += ["data.gate.decision"]
        _seconds(gate)
        ours, theirs = [], []
        for _ in range(setting.rounds * 2):
            ours.append(_seconds(gate))
            theirs.append(_seconds(opa))
    return [
        report.ratio_row(
            "11", "s of a cold `gate check` (cold `opa eval`)", ours, theirs, "≤ 0.8 s"
        )
    ]


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode not in (0, 1, 4):
        raise RuntimeError(done.stderr.decode())
    return time.perf_counter() - started
