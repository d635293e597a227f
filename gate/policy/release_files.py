"""The four files of a release on disk: a folder with exactly these, or one tar of exactly these.

Nothing is unpacked to disk; every read is bounded; a link is not a file.
"""

from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from gate.errors import Misconfigured
from gate.limits import RELEASE_BYTES_MAX, RELEASE_FILE_BYTES_MAX
from gate.policy.manifest import FILES
from gate.policy.tar import read_tar, write_tar


def read_folder(folder: Traversable) -> dict[str, bytes]:
    """The files of a release folder by name.

    Raises:
        Misconfigured: a file too many or too few, a link, a file too large.
        OSError: the folder cannot be read.
    """
    entries = {entry.name: entry for entry in folder.iterdir()}
    _check_names(entries)
    contents = {}
    for name, entry in entries.items():
        if not entry.is_file() or (isinstance(entry, Path) and entry.is_symlink()):
            raise Misconfigured(f"{name} of the release is not a regular file")
        with entry.open("rb") as stream:
            contents[name] = stream.read(RELEASE_FILE_BYTES_MAX + 1)
    _check_sizes(contents)
    return contents


def read_archive(path: Path) -> dict[str, bytes]:
    """The files of a release that is one tar, by name.

    Raises:
        Misconfigured: not a plain tar of exactly the four files, or too large.
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        return read_packed(stream.read(RELEASE_BYTES_MAX + 1))


def read_packed(data: bytes) -> dict[str, bytes]:
    """The files of a release that is one tar of these bytes, by name.

    Raises:
        Misconfigured: not a plain tar of exactly the four files, or too large.
    """
    if len(data) > RELEASE_BYTES_MAX:
        raise Misconfigured(f"a release has at most {RELEASE_BYTES_MAX} bytes")
    try:
        contents = read_tar(data, files_max=len(FILES))
    except ValueError as error:
        raise Misconfigured(f"the release is not a plain tar archive: {error}") from error
    _check_names(contents)
    _check_sizes(contents)
    return contents


def write_files(path: Path, contents: Mapping[str, bytes]) -> None:
    """Writes a tar when `path` ends in `.tar`, otherwise into a folder; the same bytes each time.

    Raises:
        Misconfigured: the folder holds something that is not part of a release.
    """
    if path.suffix == ".tar":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_tar(contents))
        return
    path.mkdir(parents=True, exist_ok=True)
    if any(entry.name not in FILES for entry in path.iterdir()):
        raise Misconfigured("the folder holds files that are not part of a release")
    for name, content in contents.items():
        (path / name).write_bytes(content)


def _check_names(names: Mapping[str, object]) -> None:
    if names.keys() != FILES:
        raise Misconfigured("a release has exactly four files: " + ", ".join(sorted(FILES)))


def _check_sizes(contents: Mapping[str, bytes]) -> None:
    if any(len(content) > RELEASE_FILE_BYTES_MAX for content in contents.values()):
        raise Misconfigured(f"a file of a release has at most {RELEASE_FILE_BYTES_MAX} bytes")
