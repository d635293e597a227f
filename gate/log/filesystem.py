"""What kind of file system a folder is on, where the system tells."""

from pathlib import Path

NETWORK_FILESYSTEMS = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "fuse.glusterfs",
        "fuse.s3fs",
        "fuse.sshfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    }
)
"""Kinds on which SQLite's locks and flushes cannot be relied on."""

_MOUNTS = Path("/proc/self/mountinfo")


def filesystem_of(directory: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of file system that `directory` is on; None where the system does not tell.

    `mounts` has the form of Linux's mountinfo (proc(5)).
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    place = directory.resolve()
    best, kind = -1, None
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        mount = Path(fields[4].encode("utf-8", "surrogateescape").decode("unicode_escape"))
        if place.is_relative_to(mount) and len(mount.parts) >= best:
            best, kind = len(mount.parts), after.split(" ")[0]
    return kind
