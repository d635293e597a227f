"""The newest checkpoint, kept outside the database.

Whoever puts an older database back (a restored backup, a failed disk) does not put this file back
with it, so the log notices at its next start that it would fork, and refuses.

The file has two places for a note, used in turn: power may fail in the middle of a write, and the
other place still has the checkpoint before. Writing in place needs one flush of data, where
replacing the file would need three of metadata, and it is waited for by every decision. A file
with one note in it, as a person would put there, is read like any other.
"""

import os
from pathlib import Path

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.note import Verifier

_PLACE_BYTES = 4096
_PLACES = 2


class Pin:
    """One file, written by one thread."""

    def __init__(self, path: Path) -> None:
        """Use `path`; its folder must exist."""
        self.path = path
        self._place = 0

    def read(self, verifier: Verifier) -> Checkpoint | None:
        """The newest checkpoint of this log in the file, or None where there is no file.

        Raises:
            VerificationFailed: there is a file, and none of its notes holds.
            Misconfigured: the file cannot be read.
        """
        try:
            with self.path.open("rb") as file:
                data = file.read(_PLACES * _PLACE_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Misconfigured(f"The pinned checkpoint {self.path} cannot be read.") from error
        newest: Checkpoint | None = None
        for place in range(_PLACES):
            note = data[place * _PLACE_BYTES : (place + 1) * _PLACE_BYTES].rstrip() + b"\n"
            try:
                checkpoint = open_checkpoint(note, verifier)
            except VerificationFailed:
                continue
            if newest is None or checkpoint.size > newest.size:
                newest, self._place = checkpoint, place
        if newest is None:
            raise VerificationFailed(f"No checkpoint in {self.path} is signed by the log's key.")
        return newest

    def write(self, note: str) -> None:
        """Keep `note` beside the one before it. When this returns, power may fail.

        Raises:
            LogUnavailable: it could not be written; the note before it stands.
        """
        content = note.encode().ljust(_PLACE_BYTES, b"\n")
        place = 1 - self._place
        try:
            try:
                descriptor = os.open(self.path, os.O_WRONLY)
            except FileNotFoundError:
                self._create(content)
                return
            try:
                if os.pwrite(descriptor, content, place * _PLACE_BYTES) != _PLACE_BYTES:
                    raise LogUnavailable("The checkpoint could not be pinned: the disk is full.")
                os.fdatasync(descriptor)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise LogUnavailable("The checkpoint could not be pinned.") from error
        self._place = place

    def _create(self, content: bytes) -> None:
        """A new file, whole or not at all."""
        draft = self.path.with_name(self.path.name + ".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content * _PLACES)
            file.flush()
            os.fsync(descriptor)
        draft.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
