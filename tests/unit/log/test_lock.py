"""One writer for one folder."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.log.lock import DirectoryLock


def test_a_second_lock_on_the_folder_is_refused(tmp_path: Path) -> None:
    """In the same process or through a symbolic link, until the first is released."""
    folder = tmp_path / "var"
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(folder)
    lock = DirectoryLock(folder)
    for path in (folder, link, tmp_path / "." / "var"):
        with pytest.raises(Misconfigured, match="Another process"):
            DirectoryLock(path)
    lock.release()
    lock.release()
    DirectoryLock(link).release()


def test_two_folders_have_two_locks(tmp_path: Path) -> None:
    """The parent's lock is another one."""
    folder = tmp_path / "var"
    folder.mkdir()
    first, second = DirectoryLock(folder), DirectoryLock(tmp_path)
    first.release()
    second.release()
