"""The newest checkpoint, kept outside the database.

Whoever puts an older database back (a restored backup, a failed disk) does not put this file back
with it, so the log notices at its next start that it would fork, and refuses.
"""

import os
from pathlib import Path

from gate.errors import LogUnavailable, Misconfigured
from gate.limits import NOTE_BYTES_MAX


class Pin:
    """One file with one signed note, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        """Use `path`; its folder must exist."""
        self.path = path
        self._draft = path.with_name(path.name + ".new")

    def read(self) -> str | None:
        """The note, or None where nothing was pinned yet.

        Raises:
            Misconfigured: the file cannot be read.
        """
        try:
            with self.path.open("rb") as file:
                return file.read(NOTE_BYTES_MAX + 1).decode("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise Misconfigured(f"The pinned checkpoint {self.path} cannot be read.") from error

    def write(self, note: str) -> None:
        """Replace the note. When this returns, power may fail.

        Raises:
            LogUnavailable: it could not be written; the former note stands.
        """
        try:
            descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(note.encode())
                file.flush()
                os.fsync(descriptor)
            self._draft.replace(self.path)
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise LogUnavailable("The checkpoint could not be pinned.") from error
