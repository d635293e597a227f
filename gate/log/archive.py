"""Writing one file of many: a tar archive that has one spelling for each content.

Plain ustar (POSIX.1-1988), regular files alone: no times, no owners, no compression, the last file
a list of the others. The same files in the same order are the same bytes on every machine, and a
reader can refuse whatever does not look like this.
"""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import Self

from gate.canon import JsonObject, JsonValue, canonical_bytes
from gate.errors import LogUnavailable, TooLarge
from gate.limits import EXPORT_BYTES_MAX, EXPORT_FILE_BYTES_MAX, EXPORT_FILES_MAX

MANIFEST = "MANIFEST.json"
"""The name of the list, which is the last file."""

_BLOCK_BYTES = 512
_END = bytes(2 * _BLOCK_BYTES)
_CHECKSUM_BLANK = b" " * 8


class Archive:
    """An archive that is being written; it appears under its name when it is whole, or never."""

    def __init__(self, target: Path) -> None:
        """Begin a draft beside `target`.

        Raises:
            LogUnavailable: nothing can be written there.
        """
        self._target = target
        try:
            self._draft = NamedTemporaryFile(  # noqa: SIM115 - `__exit__` closes it
                dir=target.parent, prefix=f".{target.name}.", delete=False
            )
        except OSError as error:
            raise _unwritable(target, error) from error
        self._files: list[JsonValue] = []

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def add(self, path: str, content: bytes) -> None:
        """Write the next file; no path is given twice.

        Raises:
            TooLarge: the archive would pass a bound of those that read it.
            LogUnavailable: it cannot be written.
        """
        if len(content) > EXPORT_FILE_BYTES_MAX or len(self._files) >= EXPORT_FILES_MAX - 1:
            raise TooLarge(
                f"A bundle has at most {EXPORT_FILES_MAX} files of at most {EXPORT_FILE_BYTES_MAX} "
                "bytes each. Export a part of the log (--from, --to), or leave out the contents."
            )
        self._write(path, content)
        digest = hashlib.sha256(content).hexdigest()
        self._files.append({"path": path, "sha256": digest, "size": len(content)})

    def finish(self, about: JsonObject) -> None:
        """Write the list of files, with what it is `about`, and give the archive its name.

        Raises:
            LogUnavailable: it cannot be written.
        """
        listed = sorted(self._files, key=lambda file: str(dict(file)["path"]))  # type: ignore[arg-type]
        self._write(MANIFEST, canonical_bytes({**about, "files": listed}))
        try:
            self._draft.write(_END)
            self._draft.flush()
            os.fsync(self._draft.fileno())
            self._draft.close()
            Path(self._draft.name).replace(self._target)
        except OSError as error:
            raise _unwritable(self._target, error) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave nothing behind that is not whole."""
        self._draft.close()
        Path(self._draft.name).unlink(missing_ok=True)

    def _write(self, path: str, content: bytes) -> None:
        padding = -len(content) % _BLOCK_BYTES
        if self._draft.tell() + len(content) > EXPORT_BYTES_MAX:
            raise TooLarge(f"A bundle has at most {EXPORT_BYTES_MAX} bytes. Export a part of it.")
        try:
            self._draft.write(_header(path, len(content)) + content + bytes(padding))
        except OSError as error:
            raise _unwritable(self._target, error) from error


def _header(path: str, size: int) -> bytes:
    """The block before a file: name, mode, owner, group, size, time, sum, kind, link, magic."""
    name = path.encode("ascii").ljust(100, b"\0")
    before = b"%b0000644\0%b%011o\0%011o\0" % (name, b"0000000\0" * 2, size, 0)
    after = b"0" + bytes(100) + b"ustar\x0000"
    blank = (before + _CHECKSUM_BLANK + after).ljust(_BLOCK_BYTES, b"\0")
    return (before + b"%06o\0 " % sum(blank) + after).ljust(_BLOCK_BYTES, b"\0")


def _unwritable(target: Path, error: OSError) -> LogUnavailable:
    return LogUnavailable(f"The bundle {target} cannot be written: {error.strerror}.")
