"""`make run`: what it prints is true."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx2

from tests.service import GATE, START_SECONDS, bearer
from tests.shared import ROOT


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**changes):
    inherited = {name: value for name, value in os.environ.items() if "GATE" not in name}
    return {**inherited, "PYTHONPATH": str(ROOT), **changes}


def command(port, var):
    return [sys.executable, "scripts/run.py", "--port", str(port), "--var", str(var)]


@contextmanager
def run(port, var):
    """What it printed by the time it is ready, while it runs."""
    output = var.parent / "printed"
    with output.open("wb") as target:
        process = subprocess.Popen(
            command(port, var), cwd=ROOT, env=environment(), stdout=target, stderr=target
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while "Ctrl-C stops it" not in output.read_text():
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield output.read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(START_SECONDS) == 0


def commands_in(printed):
    """The lines to paste, with the command as these tests call it."""
    joined = re.sub(r"&&\n", "&&", printed)
    lines = [line.strip() for line in joined.splitlines() if line.startswith("    .venv/bin/gate")]
    gate = " ".join(shlex.quote(part) for part in GATE)
    return [line.replace(".venv/bin/gate", gate) for line in lines]


def shell(line):
    return subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env=environment(), capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def test_what_it_prints_works_as_printed(tmp_path):
    """Token, evidence, staging, a denied case, and the same with that mended."""
    port = free_port()
    with run(port, tmp_path / "var") as printed:
        token = re.search(r"gate_\S+", printed).group()
        url = f"http://127.0.0.1:{port}"
        assert url in printed
        assert httpx2.get(f"{url}/v1/controls", headers=bearer(token)).status_code == 200
        staged, denied, allowed = (shell(line) for line in commands_in(printed))

        assert "ALLOW" in staged.stdout, staged.stderr
        assert "1 finding blocks this deployment" in denied.stdout
        assert "A.8.2-3" in denied.stdout
        assert "Receipt verified" in denied.stdout
        assert "ALLOW" in allowed.stdout
        assert [each.returncode for each in (staged, denied, allowed)] == [0, 1, 0]


def test_it_goes_on_after_a_restart(tmp_path):
    """With what was decided; the live version cannot be deployed as if there were none."""
    port = free_port()
    for version_is_live in (False, True):
        with run(port, tmp_path / "var") as printed:
            staged, _, allowed = (shell(line) for line in commands_in(printed))

            assert staged.returncode == 0, staged.stderr
            assert allowed.returncode == int(version_is_live), allowed.stderr
            assert ("A.6.2.5-5" in allowed.stdout) is version_is_live


def test_the_token_file_is_private(tmp_path):
    """It opens the gate for whoever reads it."""
    with run(free_port(), tmp_path / "var"):
        mode = (tmp_path / "var" / "sample" / "token").stat().st_mode

    assert mode & 0o777 == 0o600


def test_a_taken_port_is_one_sentence(tmp_path):
    """And nothing was made."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        left = subprocess.run(
            command(taken.getsockname()[1], tmp_path / "var"),
            cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    assert left.returncode == 1
    assert re.fullmatch(
        r"The gate cannot start: port \d+ is taken by another program: .*\.\n", left.stderr
    )
    assert not (tmp_path / "var").exists()


def test_it_is_not_for_production(tmp_path):
    """Its token may do everything."""
    left = subprocess.run(
        command(free_port(), tmp_path / "var"),
        cwd=ROOT, env=environment(GATE_ENV="production"), capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip

    assert left.returncode == 1
    assert "gate serve" in left.stderr
