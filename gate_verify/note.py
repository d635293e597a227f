"""Signed notes and checkpoints: what the log says it was at one size, and who says so with it.

C2SP signed-note and tlog-checkpoint, with Ed25519 (type 0x01), and the cosignatures of witnesses
(tlog-cosignature, type 0x04).
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify.bounds import NOTE_BYTES_MAX, SIGNATURES_MAX
from gate_verify.findings import DoesNotHold
from gate_verify.tree import HASH

LOG, WITNESS = 1, 4
"""Types of signature: over the text, and over a time and the text."""

_DASH = "\u2014 "
_COUNT = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_TIME_BYTES = 8
_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier key: `<name>+<id in hex>+<base64 of type and public key>`.

    A log whose key was rotated has `others` of the same name.
    """

    name: str
    kind: int
    key_id: bytes
    public: Ed25519PublicKey
    others: tuple["Key", ...] = ()

    @property
    def keys(self) -> tuple["Key", ...]:
        """This key and the others."""
        return (self, *self.others)

    @classmethod
    def of(cls, name: str, public: Ed25519PublicKey) -> "Key":
        """The key of a log of this name."""
        return cls(name, LOG, _key_id(name, bytes([LOG]) + public.public_bytes_raw()), public)

    @classmethod
    def parse(cls, vkey: str, kind: int) -> "Key":
        """Read a key of one type, or several of one name, one a line.

        Raises:
            DoesNotHold: malformed, of another type or name, or the id is not this key's.
        """
        first, *rest = (cls._of_line(line, kind) for line in vkey.strip().split("\n"))
        if any(other.name != first.name for other in rest):
            raise DoesNotHold("Several keys of one log have one name.")
        return replace(first, others=tuple(rest))

    @classmethod
    def _of_line(cls, vkey: str, kind: int) -> "Key":
        name, key_id, material = (*vkey.strip().split("+", 2), "", "")[:3]
        raw = unbase64(material)
        computed = _key_id(name, raw)
        if len(raw) != 33 or raw[0] != kind or computed.hex() != key_id or not _is_name(name):
            raise DoesNotHold(f"Expected a verifier key of type {kind}: name+id+key.")
        try:
            return cls(name, kind, computed, Ed25519PublicKey.from_public_bytes(raw[1:]))
        except ValueError as error:
            raise DoesNotHold("The verifier key is not a point of Ed25519.") from error

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether the holder of this key signed a note of this text."""
        message = text.encode()
        if self.kind == WITNESS:
            time = int.from_bytes(signature[:_TIME_BYTES], "big")
            message = f"cosignature/v1\ntime {time}\n".encode() + message
            signature = signature[_TIME_BYTES:]
        try:
            self.public.verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root of the log `origin` when it had `size` entries."""

    origin: str
    size: int
    root: bytes


def read_checkpoint(note: bytes, log: Key) -> Checkpoint:
    """The checkpoint in a note that the log signed.

    Raises:
        DoesNotHold: malformed, not signed by this key, or of another log.
    """
    text = signed_text(note, *log.keys)
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != log.name or not _COUNT.fullmatch(lines[1]):
        raise DoesNotHold("Expected a checkpoint of the log of that key: origin, size and root.")
    root = unbase64(lines[2])
    if len(root) != HASH:
        raise DoesNotHold(f"The root of a checkpoint has {HASH} bytes.")
    return Checkpoint(lines[0], int(lines[1]), root)


def signed_text(note: bytes, *keys: Key) -> str:
    """The text of a note, after every signature that says that it is of a known key was verified.

    Raises:
        DoesNotHold: malformed, a signature of such a key does not hold, or there is none.
    """
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DoesNotHold("A note is UTF-8.") from error
    text, _, lines = whole.rpartition("\n\n")
    rows = lines.split("\n")
    if len(note) > NOTE_BYTES_MAX or len(rows) > SIGNATURES_MAX + 1:
        raise DoesNotHold(f"A note has at most {NOTE_BYTES_MAX} bytes.")
    if rows.pop() or not text or any(char < " " and char != "\n" for char in whole):
        raise DoesNotHold("A note is a text, a blank line and signature lines.")
    signatures: list[tuple[Key, bytes]] = []
    for row in rows:
        name, _, encoded = row.removeprefix(_DASH).partition(" ")
        raw = unbase64(encoded)
        if not row.startswith(_DASH) or not _is_name(name) or len(raw) <= _ID_BYTES:
            raise DoesNotHold("A signature line is a dash, a name and base64.")
        said = [key for key in keys if (name, raw[:_ID_BYTES]) == (key.name, key.key_id)]
        signatures += [(key, raw[_ID_BYTES:]) for key in said]
    if not signatures or not all(key.signed(text + "\n", found) for key, found in signatures):
        raise DoesNotHold(f"The note is not signed by {keys[0].name} with the key that was given.")
    return text + "\n"


def unbase64(text: str) -> bytes:
    """Base64 in its one standard spelling.

    Raises:
        DoesNotHold: anything else.
    """
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise DoesNotHold("Expected base64.") from error
    if base64.b64encode(data).decode() != text:
        raise DoesNotHold("Expected base64 in its one standard spelling.")
    return data


def read_count(text: str) -> int:
    """A size or an index.

    Raises:
        DoesNotHold: not a decimal number without leading zeros, below 10^18.
    """
    if not _COUNT.fullmatch(text):
        raise DoesNotHold("Expected a number.")
    return int(text)


def _key_id(name: str, material: bytes) -> bytes:
    named = name.encode("utf-8", "replace") + b"\n" + material
    return hashlib.sha256(named).digest()[:_ID_BYTES]


def _is_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(map(str.isspace, name))
