"""One evidence file on its way in: a temporary file that gets its name once it is whole and kept.

The order is what a crash at any point needs: bytes, fsync of the file, rename, fsync of the folder.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from gate.errors import EvidenceUnavailable, Invalid, Problem, TooLarge


class Incoming:
    """One file on its way in: hashed and bounded while it streams."""

    def __init__(
        self,
        sha256: str,
        *,
        folder: Path,
        target: Path,
        bytes_max: int,
        is_stored: Callable[[], bool],
    ) -> None:
        self._sha256 = sha256
        self._target = target
        self._is_stored = is_stored
        self._bytes_max = bytes_max
        self._bytes = 0
        self._digest = hashlib.sha256()
        with _writing():
            descriptor, name = tempfile.mkstemp(dir=folder)
        self._file = os.fdopen(descriptor, "wb")
        self._path = Path(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLarge: more bytes than the bound, counted before they are written.
            EvidenceUnavailable: they cannot be written.
        """
        self._bytes += len(chunk)
        if self._bytes > self._bytes_max:
            raise TooLarge(f"an evidence file has at most {self._bytes_max} bytes")
        self._digest.update(chunk)
        with _writing():
            self._file.write(chunk)

    def commit(self) -> bool:
        """Make the file durable under its name, and say whether it was new.

        A stored file whose bytes no longer match its name is replaced.

        Raises:
            Invalid: the bytes do not have the digest that they were announced with.
            EvidenceUnavailable: the file could not be made durable.
        """
        if self._digest.hexdigest() != self._sha256:
            raise _digest_refused()
        if self._is_stored():
            return False
        with _writing():
            self._file.flush()
            os.fsync(self._file.fileno())
            folder = self._target.parent
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
                _sync_folder(folder.parent)
            # --- from here on the file is stored, whether or not the caller learns of it ---
            self._path.replace(self._target)
            _sync_folder(folder)
        return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise EvidenceUnavailable("the evidence file could not be stored") from None


def _digest_refused() -> Invalid:
    problem = Problem("", "digest", "the bytes that arrived have another SHA-256 than the name")
    return Invalid("the evidence file is not the one that was announced", (problem,))
