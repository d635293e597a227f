"""Row 3: one evaluation alone, the Wasm engine against OPA's own engine in process."""

import json
import subprocess
import tempfile
import time
from pathlib import Path

from bench import report
from bench.opa import opa_binary, shipped_bundle
from bench.policy_input import policy_input
from bench.setting import Setting
from bench.workload import request_body
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine


def row(setting: Setting) -> list[str]:
    """Milliseconds of one evaluation of the whole release."""
    document = policy_input(request_body())
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.json"
        path.write_bytes(document)
        engine = WasmEngine(shipped_release(), cache=Path(folder) / "cache")
        for _ in range(setting.rounds):
            ours.append(_wasm_milliseconds(engine, document, setting.seconds))
            theirs.append(_opa_milliseconds(path))
        engine.close()
    faster = [theirs_ms / ours_ms for ours_ms, theirs_ms in zip(ours, theirs, strict=True)]
    what = "ms of one evaluation alone (opa bench)"
    line = report.ratio_row("3", what, ours, theirs, "≥ 5 × faster, ≤ 4 ms")
    return [
        line,
        report.plain_row("3", "times faster", f"{sorted(faster)[len(faster) // 2]:.1f} ×", "≥ 5"),
    ]


def _wasm_milliseconds(engine: WasmEngine, document: bytes, seconds: float) -> float:
    engine.evaluate(document, seconds=5.0)
    started = time.perf_counter()
    count = 0
    while (spent := time.perf_counter() - started) < seconds:
        engine.evaluate(document, seconds=5.0)
        count += 1
    return spent / count * 1000


def _opa_milliseconds(path: Path) -> float:
    bundle = shipped_bundle()
    command = [opa_binary(), "bench", "--bundle", bundle, "--input", str(path)]
    command += ["--format", "json", "data.gate.decision"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured = json.loads(done.stdout)
    nanoseconds: float = measured["T"] / measured["N"]
    return nanoseconds / 1e6
