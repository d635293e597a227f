"""The publisher is killed at the system calls by which files get their names, one after the other."""

import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.log.tiled import verify_tiles
from tests.logs import GATE_KEYS, draft, open_log
from tests.shared import ROOT
from tests.witnesses import LOG

EARLIER, SIZE = 250, 258
KILLS_MIN = 15
_CALLS = ("link,linkat", "rename,renameat,renameat2", "unlink,unlinkat")
_CHILD = """
import sys
from pathlib import Path
from gate.log.publish import publish
from gate.log.readers import open_reader
reader = open_reader(Path(sys.argv[1]), None)
publish(reader, reader.checkpoint()[1], Path(sys.argv[2]))
"""


def _size(folder: Path) -> int:
    report = verify_tiles(folder, vkey=LOG.verifier.vkey, gate_keys=GATE_KEYS)
    assert report.findings == ()
    return report.size


def _killed(strace: str, var: Path, folder: Path, calls: str, at: int) -> bool:
    """Run a publisher that is killed at the call of this number; False where it came to its end."""
    command = [strace, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"]
    command += ["-e", f"inject={calls}:signal=KILL:when={at}"]
    command += [sys.executable, "-c", _CHILD, str(var), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode in {0, -9, 137}, done.stderr
    return done.returncode != 0


def test_killed_at_every_name(tmp_path: Path) -> None:
    """What is shown is whole each time, and the next run completes it."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed, so the publisher was not killed at its system calls")
    log = open_log(tmp_path / "var")
    for number in range(SIZE):
        log.append(draft(number))
    log.close()
    reader = open_reader(tmp_path / "var", None)
    newest = reader.checkpoint()[1]
    publish(reader, reader.checkpoint_at(EARLIER) or "", tmp_path / "out")
    kills = 0
    for calls in _CALLS:
        for at in count(1):
            folder = Path(shutil.copytree(tmp_path / "out", tmp_path / f"out-{kills}"))
            was_killed = _killed(strace, tmp_path / "var", folder, calls, at)
            assert _size(folder) in ({EARLIER, SIZE} if was_killed else {SIZE})
            publish(reader, newest, folder)
            assert _size(folder) == SIZE
            shutil.rmtree(folder)
            if not was_killed:
                break
            kills += 1
    reader.close()

    assert kills >= KILLS_MIN
