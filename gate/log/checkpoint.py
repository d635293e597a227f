"""Checkpoints: what the log was at one size, signed (C2SP tlog-checkpoint v1.0.0).

The text has three lines: origin, size, root. Extension lines are allowed by the specification and
discouraged by it; this log signs none, so a checkpoint of it that has some is not one. A witness,
which has to do with other logs too, reads them.
"""

import re
from dataclasses import dataclass

from gate.errors import VerificationFailed
from gate.log.encoding import decode, encode
from gate.log.merkle import HASH_BYTES
from gate.log.note import Signer, Verifier, open_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_SIZE_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root of the log `origin` when it had `size` entries."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The lines that are signed."""
        lines = (self.origin, str(self.size), encode(self.root), *self.extensions)
        return "\n".join(lines) + "\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint's note.

        Raises:
            VerificationFailed: not three lines of the form above, and lines that are not empty.
        """
        *lines, rest = text.split("\n")
        if rest or len(lines) < 3 or not all(lines):
            raise VerificationFailed("A checkpoint has three lines: origin, size and root.")
        origin, size, root, *extensions = lines
        return cls(origin, parse_count(size), parse_hash(root), tuple(extensions))


def sign_checkpoint(size: int, root: bytes, signer: Signer) -> str:
    """The signed note for the log whose origin is the signer's name."""
    return signer.sign(Checkpoint(signer.verifier.name, size, root).text())


def open_checkpoint(note: str | bytes, verifier: Verifier) -> Checkpoint:
    """The checkpoint in `note`, signed by a key of `verifier`, of the log of that name.

    Raises:
        VerificationFailed: malformed, not signed by that key, or of another log.
    """
    checkpoint = Checkpoint.parse(open_note(note, verifier.keys))
    if checkpoint.extensions:
        raise VerificationFailed("A checkpoint of this log has three lines, and no others.")
    if checkpoint.origin != verifier.name:
        raise VerificationFailed("The checkpoint is of another log than the key.")
    return checkpoint


def peek_checkpoint(note: str) -> Checkpoint:
    """The checkpoint in a note of our own database, without looking at its signature.

    Raises:
        VerificationFailed: not a checkpoint.
    """
    return Checkpoint.parse(note.rpartition("\n\n")[0] + "\n")


def parse_count(text: str) -> int:
    """A size or index: decimal, no sign, no leading zero, below 2⁶³.

    Raises:
        VerificationFailed: anything else.
    """
    if not _SIZE.fullmatch(text) or int(text) > _SIZE_MAX:
        raise VerificationFailed("Expected a decimal number without leading zeros, below 2^63.")
    return int(text)


def parse_hash(text: str) -> bytes:
    """A SHA-256 hash in base64.

    Raises:
        VerificationFailed: not canonical base64 of 32 bytes.
    """
    value = decode(text)
    if len(value) != HASH_BYTES:
        raise VerificationFailed(f"Expected a hash of {HASH_BYTES} bytes.")
    return value
