"""F21: no room for temporary files, and nobody who takes the log lines: decisions go on."""

import fcntl
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.faults.clients import PATIENT, asked_at_once, assert_nothing_lost, client_at
from tests.service import GATE, bearer, token_in
from tests.shared import ROOT

LINES = 100
PIPE_BYTES = 4096
"""The smallest pipe: some twenty lines."""
ELSEWHERE = "/mnt"
"""Where the folder of the gate is seen while the folders for temporary files are full."""
FULL = f"""
mount --bind "$1" {ELSEWHERE} && mount -t tmpfs -o size=64k none "$2" &&
! cat /dev/zero > "$2/full" 2> /dev/null &&
mount --bind "$2" /var/tmp && mount --bind "$2" /tmp && cd /tmp && shift 2 && exec "$@"
"""


@contextmanager
def serving(
    command: Sequence[str],
    var: Path,
    descriptor: int | None = None,
    *,
    seen: Path | None = None,
) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address of a gate that `command` (before `gate serve`) starts; ended with SIGTERM.

    Its lines, on stdout and stderr, go to `descriptor`; `seen` is what it calls its folder.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [*command, *GATE, "serve", "--port", str(port), "--var", str(seen or var)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=descriptor,
        stderr=descriptor,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process)
        yield url, process
    finally:
        process.terminate()
        process.wait(PATIENT)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENT
    while time.monotonic() < until:
        assert process.poll() is None, "the server left"
        try:
            if httpx2.get(f"{url}/livez").text == "ok":
                return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the server did not start in time")


def _goes_on(url: str, token: str, var: Path) -> None:
    """More lines than the pipe holds are written, and everybody is answered."""
    with client_at(url, bearer(token)) as client:
        for _ in range(LINES):
            assert client.get("/version").status_code == 200
    told = asked_at_once(url, bearer(token), 8, at_once=2)

    assert {each.status for each in told} == {201}
    assert_nothing_lost(url, bearer(token), told, var)


def _full_disk() -> tuple[int, ...]:
    return (os.open("/dev/full", os.O_WRONLY),)


def _unread_pipe() -> tuple[int, ...]:
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return writing, reading


def _broken_pipe() -> tuple[int, ...]:
    reading, writing = os.pipe()
    os.close(reading)
    return (writing,)


@pytest.mark.parametrize("place", [_full_disk, _unread_pipe, _broken_pipe])
def test_nobody_takes_the_lines(tmp_path: Path, place: Callable[[], tuple[int, ...]]) -> None:
    """The disk under them is full, or whoever should read them stands still, or is gone."""
    var = tmp_path / "var"
    token = token_in(var)
    descriptors = place()
    try:
        with serving((), var, descriptors[0]) as (url, process):
            _goes_on(url, token, var)
        assert process.returncode == 0
    finally:
        for each in descriptors:
            os.close(each)


def test_there_is_nowhere_to_write_lines(tmp_path: Path) -> None:
    """A gate that was started without input, output and error writes no line into the log."""
    var = tmp_path / "var"
    token = token_in(var)
    with serving(("sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh"), var) as (url, process):
        _goes_on(url, token, var)
    assert process.returncode == 0


def test_no_temporary_file_is_needed(tmp_path: Path) -> None:
    """Every folder for temporary files is full, for this process; its own folder is not."""
    own_mounts = _permitted_mounts()
    var, room = tmp_path / "var", tmp_path / "room"
    token = token_in(var)
    room.mkdir()
    command = (*own_mounts, "sh", "-c", FULL, "sh", str(var), str(room))
    with serving(command, var, seen=Path(ELSEWHERE)) as (url, process):
        _goes_on(url, token, var)
    assert process.returncode == 0


def _permitted_mounts() -> tuple[str, ...]:
    """The command that gives a process mounts of its own; without, the test is skipped."""
    command = (shutil.which("unshare") or "unshare", "--mount", "--map-root-user")
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True, timeout=PATIENT)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("NO FAULT WAS INJECTED: mounts are not permitted on this machine")
    return command
