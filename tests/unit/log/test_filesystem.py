"""The kind of file system."""

from pathlib import Path

from gate.log.filesystem import NETWORK_FILESYSTEMS, filesystem_of

MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:26 / /srv rw,relatime shared:1 - nfs4 server:/export rw,vers=4.2
31 30 0:27 / /srv/local rw - xfs /dev/vdb rw
32 22 0:28 / /with\040space rw - cifs //server/share rw
33 22 0:29 / /srv rw - tmpfs tmpfs rw
broken line
"""


def _kind(tmp_path: Path, place: str) -> str | None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS, encoding="utf-8")
    return filesystem_of(Path(place), mounts)


def test_the_innermost_and_latest_mount_counts(tmp_path: Path) -> None:
    """A mount on a mount hides it; escaped characters are read."""
    assert _kind(tmp_path, "/home") == "ext4"
    assert _kind(tmp_path, "/srv/local/var") == "xfs"
    assert _kind(tmp_path, "/srv/other") == "tmpfs"
    assert _kind(tmp_path, "/srvother") == "ext4"
    assert _kind(tmp_path, "/with space/var") == "cifs"


def test_where_the_system_does_not_tell_nothing_is_said(tmp_path: Path) -> None:
    """Another operating system has no such file."""
    assert filesystem_of(tmp_path, tmp_path / "absent") is None


def test_this_machine_keeps_its_temporary_files_on_a_local_disk(tmp_path: Path) -> None:
    """The real file is understood."""
    assert filesystem_of(tmp_path) not in NETWORK_FILESYSTEMS
