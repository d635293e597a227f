"""Evidence files, content-addressed: a file is found by the SHA-256 of its bytes and nothing else.

The gate never fetches evidence; whoever has it gives it to the gate. What a request says about a
file is a claim until the gate holds bytes with that digest and has hashed them itself.
"""

import hashlib
import os
import re
import stat
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Final

from gate.errors import EvidenceUnavailable, Invalid, NotFound, Problem
from gate.intake.incoming import Incoming
from gate.limits import EVIDENCE_BYTES_MAX, EVIDENCE_REMEMBERED_MAX

_SHA256_HEX: Final = re.compile(r"[0-9a-f]{64}")
_READ_BYTES: Final = 1024 * 1024
_Identity = tuple[int, int, int, int, int]


def is_sha256_hex(text: str) -> bool:
    """Whether `text` is 64 lower-case hex digits, the only name a file can have here."""
    return _SHA256_HEX.fullmatch(text) is not None


class EvidenceStore:
    """The evidence files under one directory.

    Any number of threads and processes may use one directory: a file appears whole or not at all,
    and is never changed afterwards. Durable means: after `commit` returned, the file survives a
    power failure. The folder is readable by its owner alone.
    """

    def __init__(self, directory: Path, *, bytes_max: int = EVIDENCE_BYTES_MAX) -> None:
        self._directory = directory
        self._directory_name = os.fspath(directory)
        self._incoming = directory / "incoming"
        self._bytes_max = bytes_max
        self._verified: OrderedDict[str, tuple[_Identity, bool]] = OrderedDict()
        self._lock = Lock()
        for folder in (directory, self._incoming):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)

    def receive(self, sha256: str, chunks: Iterable[bytes]) -> bool:
        """Store what `chunks` yield under `sha256`, and say whether it was new.

        Raises:
            Invalid: `sha256` is not 64 lower-case hex digits, or is not the digest of the bytes.
            TooLarge: more bytes than the bound; raised while they stream.
            EvidenceUnavailable: the bytes could not be made durable.
        """
        with self.incoming(sha256) as incoming:
            for chunk in chunks:
                incoming.write(chunk)
            return incoming.commit()

    def incoming(self, sha256: str) -> Incoming:
        """A file that is being received; leaving its context without `commit` forgets it.

        Raises:
            Invalid: `sha256` is not 64 lower-case hex digits.
            EvidenceUnavailable: nothing can be written.
        """
        if not is_sha256_hex(sha256):
            raise _name_refused()
        return Incoming(
            sha256,
            folder=self._incoming,
            target=self.path_of(sha256),
            bytes_max=self._bytes_max,
            is_stored=lambda: self.verified(sha256) is True,
        )

    def has(self, sha256: str) -> bool:
        """Whether a file of that name is stored; its bytes are not looked at."""
        return self.size(sha256) is not None

    def size(self, sha256: str) -> int | None:
        """The size in bytes of the stored file, or None where there is none."""
        with _reading():
            found = self._stat(sha256)
        return None if found is None else found.st_size

    def open(self, sha256: str) -> BinaryIO:
        """The stored file, for reading.

        Raises:
            NotFound: there is none of that name.
        """
        with _reading():
            file = self._open(sha256)
        if file is None:
            raise NotFound("no evidence file with this digest is stored")
        return file

    def verified(self, sha256: str) -> bool | None:
        """Whether the stored bytes have the digest they are named by; None where nothing is stored.

        The bytes are hashed once and again whenever the file is another one, or its size or times
        changed.

        Raises:
            EvidenceUnavailable: a file is there and cannot be read.
        """
        with _reading():
            found = self._stat(sha256)
            if found is None:
                return None
            known = self._remembered(sha256)
            if known is not None and known[0] == _identity(found):
                return known[1]
            return self._hashed_again(sha256)

    def remove_leftovers(self) -> int:
        """Delete what was being received when a server died; for its start, before it serves."""
        with _reading():
            leftovers = list(self._incoming.iterdir())
            for leftover in leftovers:
                leftover.unlink(missing_ok=True)
        return len(leftovers)

    def path_of(self, sha256: str) -> Path:
        """Where the file of that name stands, or would stand. `sha256` has to be well formed."""
        return self._directory / sha256[:2] / sha256

    def _stat(self, sha256: str) -> os.stat_result | None:
        if not is_sha256_hex(sha256):
            return None
        try:
            # A text, because a decision asks for each of its files and a `Path` costs more to make.
            found = os.lstat(f"{self._directory_name}/{sha256[:2]}/{sha256}")
        except FileNotFoundError:
            return None
        return found if stat.S_ISREG(found.st_mode) else None

    def _open(self, sha256: str) -> BinaryIO | None:
        if self._stat(sha256) is None:
            return None
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        try:
            return os.fdopen(os.open(self.path_of(sha256), flags), "rb")
        except FileNotFoundError:
            return None

    def _hashed_again(self, sha256: str) -> bool | None:
        file = self._open(sha256)
        if file is None:
            return None
        with file:
            before = _identity(os.fstat(file.fileno()))
            digest = hashlib.sha256()
            while chunk := file.read(_READ_BYTES):
                digest.update(chunk)
            unchanged = _identity(os.fstat(file.fileno())) == before
        matches = digest.hexdigest() == sha256
        if unchanged:
            self._remember(sha256, before, matches=matches)
        return matches

    def _remembered(self, sha256: str) -> tuple[_Identity, bool] | None:
        with self._lock:
            return self._verified.get(sha256)

    def _remember(self, sha256: str, identity: _Identity, *, matches: bool) -> None:
        with self._lock:
            self._verified[sha256] = (identity, matches)
            self._verified.move_to_end(sha256)
            while len(self._verified) > EVIDENCE_REMEMBERED_MAX:
                self._verified.popitem(last=False)


def _identity(found: os.stat_result) -> _Identity:
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise EvidenceUnavailable("the evidence files cannot be read") from None


def _name_refused() -> Invalid:
    problem = Problem("", "digest", "an evidence file is named by 64 lower-case hex digits")
    return Invalid("the name of an evidence file is its SHA-256", (problem,))
