"""A small disk of its own for the programs of a test, which the test can fill and free again."""

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_SECONDS = 60.0
_MOUNTED = 'mount -t tmpfs -o "$1" none "$2" && echo mounted && exec cat'


@dataclass(frozen=True)
class SmallDisk:
    """A file system that is there for programs that `within` starts; all of it is `user`'s."""

    folder: Path
    within: tuple[str, ...]

    def fill(self) -> None:
        """Leave no room at all."""
        full = self._run("dd", "if=/dev/zero", f"of={self.folder / 'ballast'}", "bs=4k")
        assert b"No space left" in full.stderr

    def free(self) -> None:
        """Give back what `fill` took."""
        assert self._run("rm", str(self.folder / "ballast")).returncode == 0

    def _run(self, *command: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [*self.within, *command], check=False, capture_output=True, timeout=_SECONDS
        )


@contextmanager
def small_disk(size: str, user: str) -> Iterator[SmallDisk]:
    """A disk of `size` (as `mount` reads it); without permission to mount, the test is skipped.

    Programs run as `user` where the test runs as root, and else as whoever runs the test.
    """
    is_root = os.getuid() == 0
    owner = pwd.getpwnam(user) if is_root else pwd.getpwuid(os.getuid())
    options = f"size={size},uid={owner.pw_uid},gid={owner.pw_gid},mode=700"
    own = () if is_root else ("--user", "--map-current-user", "--keep-caps")
    with tempfile.TemporaryDirectory(prefix="gate-disk-") as name:
        Path(name).chmod(0o755)
        folder = Path(name) / "disk"
        folder.mkdir()
        command = ["unshare", "--mount", *own, "sh", "-c", _MOUNTED, "sh", options, str(folder)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as holder:
            assert holder.stdout is not None
            if holder.stdout.readline() != b"mounted\n":
                pytest.skip("NO FAULT WAS INJECTED: mounts are not permitted on this machine")
            entered = ("nsenter", "--target", str(holder.pid), "--mount")
            if is_root:
                identity = ("--setuid", str(owner.pw_uid), "--setgid", str(owner.pw_gid))
            else:
                identity = ("--user", "--preserve-credentials")
            yield SmallDisk(folder, (*entered, *identity, "--"))
            assert holder.stdin is not None
            holder.stdin.close()  # its end; the disk goes with the last program that uses it
