"""Two processes on one folder: the second is refused, whichever path it takes."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.log.fsck import verify
from tests.logs import open_log
from tests.shared import ROOT


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    """Also through a symbolic link; verification runs beside it, and the kill frees the folder."""
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "var")
    arguments = [sys.executable, "-m", "tests.faults.log_child", str(tmp_path), "0", "2", "-", "0"]
    with subprocess.Popen(arguments, cwd=ROOT, stderr=subprocess.PIPE) as child:
        try:
            while not (tmp_path / "ready").exists():
                assert child.poll() is None, child.communicate()[1].decode()
                threading.Event().wait(0.005)
            for path in (tmp_path / "var", link):
                with pytest.raises(Misconfigured, match="Another process"):
                    open_log(path)
            report = verify(tmp_path / "var")
            assert report.clean
            assert report.size > 0
        finally:
            child.kill()
    open_log(link).close()
