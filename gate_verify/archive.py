"""Reading a bundle: a tar archive of the one spelling that the gate writes.

A header block is compared with the one that its name and size would give, so there is nothing to
interpret: no links, no folders, no owners, no extensions, no compression, no second spelling. A
name is one of a short list of forms. Nothing is ever unpacked; content is read where it lies.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from gate_verify.bounds import BUNDLE_BYTES_MAX, FILE_BYTES_MAX, FILES_MAX
from gate_verify.findings import Unusable

BLOCK = 512
MANIFEST = "MANIFEST.json"

_N = r"(?:0|[1-9][0-9]{0,18})"
_HEX = r"[0-9a-f]{64}"
_PATH = re.compile(
    rf"checkpoint|{re.escape(MANIFEST)}|checkpoints/{_N}|consistency/{_N}-{_N}\.txt"
    rf"|tile/(?:entries|[0-9]{{1,2}})/(?:x[0-9]{{3}}/){{0,6}}[0-9]{{3}}(?:\.p/[1-9][0-9]{{0,2}})?"
    rf"|entries/{_N}\.dsse\.json|proofs/{_N}\.tlog-proof|timestamps/{_N}\.tsr|tsa/{_HEX}\.pem|keys/gate/{_HEX}\.pem"
    rf"|replay/(?:data|policies)/sha256/{_HEX}|disclosures/{_HEX}\.txt|redactions/{_N}\.tlog-proof",
    re.ASCII,
)
_SIZE = slice(124, 135)
_OCTAL = re.compile(rb"[0-7]{11}")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a file lies, and the SHA-256 of what was read there."""

    offset: int
    size: int
    digest: str


class Archive:
    """The files of a bundle, by path."""

    def __init__(self, file: BinaryIO, progress: Callable[[int, int], None]) -> None:
        """Read the whole bundle once.

        Raises:
            Unusable: it is not of the form above, ends early, goes on, or passes a bound.
        """
        self._file = file
        self.files: dict[str, Stored] = {}
        end = file.seek(0, 2)
        if end > BUNDLE_BYTES_MAX:
            raise Unusable(f"A bundle has at most {BUNDLE_BYTES_MAX} bytes.")
        place = file.seek(0)
        while True:
            block = file.read(BLOCK)
            if not block.strip(b"\0"):
                break
            path, size = _read_header(block)
            if path in self.files:
                raise Unusable(f"The file {path} is in the bundle twice.")
            if len(self.files) == FILES_MAX:
                raise Unusable(f"A bundle has at most {FILES_MAX} files.")
            if size > end - place - BLOCK:
                raise Unusable(f"The bundle ends inside of {path}.")
            content = file.read(size)
            if file.read(-size % BLOCK).strip(b"\0"):
                raise Unusable(f"Something is hidden behind {path}.")
            self.files[path] = Stored(place + BLOCK, size, hashlib.sha256(content).hexdigest())
            place += BLOCK + size + -size % BLOCK
            progress(place, end)
        if block + file.read(BLOCK + 1) != bytes(2 * BLOCK):
            raise Unusable("A bundle ends in 1024 zero bytes, and has nothing after them.")
        if not self.files or next(reversed(self.files)) != MANIFEST:
            raise Unusable(f"The last file of a bundle is {MANIFEST}.")

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where there is none."""
        stored = self.files.get(path)
        if stored is None:
            return None
        self._file.seek(stored.offset)
        return self._file.read(stored.size)

    def under(self, folder: str) -> list[str]:
        """The paths in a folder, sorted."""
        return sorted(path for path in self.files if path.startswith(folder))


def header(path: str, size: int) -> bytes:
    """The block before a file."""
    name = path.encode("ascii").ljust(100, b"\0")
    before = b"%b0000644\0%b%011o\0%011o\0" % (name, b"0000000\0" * 2, size, 0)
    after = b"0" + bytes(100) + b"ustar\x0000"
    total = sum(before) + 8 * ord(" ") + sum(after)
    return (before + b"%06o\0 " % total + after).ljust(BLOCK, b"\0")


def _read_header(block: bytes) -> tuple[str, int]:
    if len(block) < BLOCK:
        raise Unusable("The bundle ends in the middle of a header.")
    name = block[:100].rstrip(b"\0").decode("ascii", "replace")
    if not _PATH.fullmatch(name):
        raise Unusable("Not a bundle, or one with a file of a name that no file of a bundle has.")
    stated = block[_SIZE]
    size = int(stated, 8) if _OCTAL.fullmatch(stated) else -1
    if not 0 <= size <= FILE_BYTES_MAX:
        raise Unusable(f"The file {name} has another size than 0 to {FILE_BYTES_MAX} bytes.")
    if block != header(name, size):
        raise Unusable(f"The header of {name} is not the one of a plain file of a bundle.")
    return name, size
