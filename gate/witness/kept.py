"""The newest checkpoint that the witnesses cosigned, kept in a file beside the pinned one.

It is no part of the log: whoever loses the file asks the witnesses again. Beside the pin and not in
the database it delays no decision, and an older database put back does not take it along.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.limits import NOTE_BYTES_MAX
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.note import Verifier
from gate.log.trust_policy import TrustPolicy


@dataclass(frozen=True, slots=True)
class Kept:
    """A cosigned checkpoint, and the note that shows it."""

    checkpoint: Checkpoint
    note: str


class KeptNote:
    """One file, written by one thread."""

    def __init__(self, path: Path) -> None:
        """Use `path`; its folder must exist."""
        self.path = path

    def note(self) -> bytes | None:
        """What is in the file, whatever it is worth; None where there is none.

        Raises:
            Misconfigured: the file cannot be read.
        """
        try:
            with self.path.open("rb") as file:
                return file.read(NOTE_BYTES_MAX + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Misconfigured(f"The file {self.path} cannot be read.") from error

    def read(self, verifier: Verifier, policy: TrustPolicy) -> Kept | None:
        """What is kept, if this policy is still content with it.

        Raises:
            Misconfigured: the file cannot be read.
        """
        note = self.note()
        if note is None:
            return None
        try:
            checkpoint = open_checkpoint(note, verifier)
            policy.open(note, verifier)
        except VerificationFailed:
            return None
        return Kept(checkpoint, note.decode())

    def write(self, note: str) -> None:
        """Replace what is kept, whole or not at all.

        Raises:
            LogUnavailable: it could not be written; what was kept stands.
        """
        draft = self.path.with_name(self.path.name + ".new")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(note.encode())
                file.flush()
                os.fsync(descriptor)
            draft.replace(self.path)
        except OSError as error:
            raise LogUnavailable("The cosigned checkpoint could not be kept.") from error
