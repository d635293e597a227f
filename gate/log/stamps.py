"""Time stamps, kept in a folder beside the pinned checkpoint.

Each is two files: the checkpoint as the log signed it, and what the authority answered about these
bytes. They stand for themselves: neither the database nor this program is needed to verify them,
and an older database that was put back does not take them along. The pinned certificates are kept
with them, for whoever verifies later, and for information alone.
"""

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gate.errors import LogUnavailable
from gate.limits import NOTE_BYTES_MAX, STAMP_BYTES_MAX

_NAME = re.compile(r"(0|[1-9][0-9]{0,18})\.tsr", re.ASCII)
_CHAIN = re.compile(r"[0-9a-f]{64}\.pem", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamped checkpoint of `size`, as it is kept: nothing of it is verified."""

    size: int
    note: bytes
    answer: bytes


def stamps_beside(pin: Path) -> Path:
    """Where the stamps of a log lie whose pinned checkpoint lies at `pin`."""
    return pin.with_name(f"{pin.name}.stamps")


class StampFolder:
    """One folder of stamps; it is made with the first one."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def sizes(self) -> tuple[int, ...]:
        """The sizes of the stamped checkpoints, smallest first.

        Raises:
            LogUnavailable: the folder cannot be read.
        """
        found = (_NAME.fullmatch(name) for name in self._names())
        return tuple(sorted(int(match[1]) for match in found if match))

    def read(self, size: int) -> Stamp:
        """A stamp; a file that is not there reads as an empty one, which does not hold.

        Raises:
            LogUnavailable: the folder cannot be read.
        """
        note = self._content(f"{size}.checkpoint", NOTE_BYTES_MAX)
        return Stamp(size, note, self._content(f"{size}.tsr", STAMP_BYTES_MAX))

    def chains(self) -> Mapping[str, bytes]:
        """The certificates that were pinned when stamps were kept, by SHA-256 in hex.

        Raises:
            LogUnavailable: the folder cannot be read.
        """
        names = sorted(name for name in self._names() if _CHAIN.fullmatch(name))
        return {name.removesuffix(".pem"): self._content(name, STAMP_BYTES_MAX) for name in names}

    def keep(self, stamp: Stamp, chain: bytes) -> None:
        """Keep a stamp that was verified against `chain`, whole or not at all.

        Raises:
            LogUnavailable: it could not be written.
        """
        try:
            self.path.mkdir(mode=0o700, exist_ok=True)
            self._write(f"{hashlib.sha256(chain).hexdigest()}.pem", chain)
            self._write(f"{stamp.size}.checkpoint", stamp.note)
            self._write(f"{stamp.size}.tsr", stamp.answer)
        except OSError as error:
            raise LogUnavailable("The time stamp could not be kept.") from error

    def _names(self) -> list[str]:
        try:
            return [entry.name for entry in self.path.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise LogUnavailable(f"The folder {self.path} cannot be read.") from error

    def _content(self, name: str, bytes_max: int) -> bytes:
        try:
            with (self.path / name).open("rb") as file:
                return file.read(bytes_max + 1)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise LogUnavailable(f"The file {self.path / name} cannot be read.") from error

    def _write(self, name: str, content: bytes) -> None:
        draft = self.path / f"{name}.new"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        draft.replace(self.path / name)
