"""Long work shows how far it is to a person, and to nobody else."""

import os
import pty
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.bundles import VKEY, exported, log_of
from tests.service import GATE
from tests.shared import ROOT


def _on_a_terminal(*arguments: str) -> tuple[int, str]:
    """The exit code, and what was written to stderr, which is a terminal."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if "GATE" not in name}
    done = subprocess.run(
        [*GATE, *arguments],
        cwd=ROOT,
        env={**environment, "TERM": "xterm"},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        timeout=60,
    )
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the end of a terminal that nobody holds any more
        while part := os.read(ours, 65_536):
            shown += part
    os.close(ours)
    return done.returncode, shown.decode()


@pytest.mark.parametrize("what", ["log", "bundle", "export"])
def test_a_person_sees_how_far_it_is(tmp_path: Path, what: str) -> None:
    """A bar and the number of entries, which are gone when the verdict comes."""
    var = log_of(tmp_path / "var", 5)
    exported(var)
    bundle = str(var / "bundle.gatelog.tar")
    code, shown = _on_a_terminal(
        *{
            "log": ("log", "verify", "--var", str(var)),
            "bundle": ("log", "verify", "--bundle", bundle, "--vkey", VKEY),
            "export": ("log", "export", "--var", str(var), "--out", str(tmp_path / "out.tar")),
        }[what]
    )

    assert code == 0
    assert f"[{'█' * 30}] 5 of 5 entries" in shown
    assert shown.endswith("\r\x1b[K")


def test_a_program_sees_nothing_of_it(tmp_path: Path) -> None:
    """Where stderr is a pipe, nothing is drawn."""
    var = log_of(tmp_path / "var", 5)
    command = [*GATE, "log", "verify", "--var", str(var)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, b"")
