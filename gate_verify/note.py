"""Signed notes and checkpoints: what the log says it was at one size, and who says so with it.

C2SP signed-note and tlog-checkpoint, with Ed25519 (type 0x01), and the cosignatures of witnesses
(tlog-cosignature): Ed25519 (type 0x04) and ML-DSA-44 (type 0x06).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify.bounds import NOTE_BYTES_MAX, SIGNATURES_MAX
from gate_verify.findings import DoesNotHold
from gate_verify.tree import HASH

LOG, WITNESS, ML_DSA = 1, 4, 6
"""Types of signature: Ed25519 over the text, or over a time and the text; ML-DSA-44 over a time and
what a checkpoint says."""

_DASH = "\u2014 "
_COUNT = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_TIME_BYTES = 8
_TIME_MAX = 2**63 - 1
_ID_BYTES = 4
_NAME_BYTES_MAX = 255


class Public(Protocol):
    """A public key of either algorithm."""

    def verify(self, signature: bytes, data: bytes, /) -> None:
        """Raise `InvalidSignature` unless its holder signed `data`."""

    def public_bytes_raw(self) -> bytes:
        """The key as bytes."""


@dataclass(frozen=True, slots=True)
class Key:
    """A verifier key: `<name>+<id in hex>+<base64 of type and public key>`.

    A log whose key was rotated has `others` of the same name.
    """

    name: str
    kind: int
    key_id: bytes
    public: Public
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
    def parse(cls, vkey: str, *kinds: int) -> "Key":
        """Read a key of one of these types, or several of one name, one a line.

        Raises:
            DoesNotHold: malformed, of another type or name, or the id is not this key's.
        """
        first, *rest = (cls.of_line(line.strip(), kinds) for line in vkey.strip().split("\n"))
        if any(other.name != first.name for other in rest):
            raise DoesNotHold("Several keys of one log have one name.")
        return replace(first, others=tuple(rest))

    @classmethod
    def of_line(cls, vkey: str, kinds: tuple[int, ...]) -> "Key":
        """Read one key, without anything around it; raises as `parse` does."""
        name, key_id, material = (*vkey.split("+", 2), "", "")[:3]
        raw = unbase64(material)
        computed = _key_id(name, raw)
        if not raw or raw[0] not in kinds or computed.hex() != key_id or not _is_name(name):
            expected = " or ".join(f"0x{kind:02x}" for kind in kinds)
            raise DoesNotHold(f"Expected a verifier key of type {expected}: name+id+key.")
        return cls(name, raw[0], computed, _public(raw[0], raw[1:]))

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether the holder of this key signed a note of this text.

        Raises:
            DoesNotHold: a witness signed it, and it is not a checkpoint.
        """
        message = text.encode()
        if self.kind != LOG:
            time = int.from_bytes(signature[:_TIME_BYTES], "big")
            signature = signature[_TIME_BYTES:]
            if time > _TIME_MAX:
                return False
            message = self._cosigned(text, time)
        try:
            self.public.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def _cosigned(self, text: str, time: int) -> bytes:
        """What a witness signs."""
        if self.kind == WITNESS:
            return f"cosignature/v1\ntime {time}\n{text}".encode()
        seen = Checkpoint.parse(text)
        names = [name.encode() for name in (self.name, seen.origin)]
        if max(map(len, names)) > _NAME_BYTES_MAX:
            raise DoesNotHold(f"A name in a cosignature has at most {_NAME_BYTES_MAX} bytes.")
        witness, origin = (bytes([len(name)]) + name for name in names)
        at, start, end = (number.to_bytes(8, "big") for number in (time, 0, seen.size))
        return b"subtree/v1\n\0" + witness + at + origin + start + end + seen.root


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root of the log `origin` when it had `size` entries."""

    origin: str
    size: int
    root: bytes

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a note.

        Raises:
            DoesNotHold: not a checkpoint.
        """
        lines = text.split("\n")
        if len(lines) != 4 or not _COUNT.fullmatch(lines[1]):
            raise DoesNotHold("Expected a checkpoint: three lines, origin, size and root.")
        root = unbase64(lines[2])
        if len(root) != HASH:
            raise DoesNotHold(f"The root of a checkpoint has {HASH} bytes.")
        return cls(lines[0], int(lines[1]), root)


def read_checkpoint(note: bytes, log: Key) -> Checkpoint:
    """The checkpoint in a note that the log signed.

    Raises:
        DoesNotHold: malformed, not signed by this key, or of another log.
    """
    found = Checkpoint.parse(signed_text(note, *log.keys))
    if found.origin != log.name:
        raise DoesNotHold("Expected a checkpoint of the log of that key.")
    return found


def signed_text(note: bytes, *keys: Key) -> str:
    """The text of a note that one of these keys signed.

    Raises:
        DoesNotHold: as `signed_by`, or none of them signed it.
    """
    text, signers = signed_by(note, keys)
    if not signers:
        raise DoesNotHold(f"The note is not signed by {keys[0].name} with the key that was given.")
    return text


def signed_by(note: bytes, keys: Iterable[Key]) -> tuple[str, list[Key]]:
    """The text of a note, and those of these keys that signed it.

    Raises:
        DoesNotHold: malformed, or a signature that says that it is of one of them does not hold.
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
    for key, signature in signatures:
        if not key.signed(text + "\n", signature):
            raise DoesNotHold(
                f"A signature of {key.name} does not hold for the key that was given."
            )
    return text + "\n", [key for key, _ in signatures]


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


def _public(kind: int, raw: bytes) -> Public:
    try:
        if kind != ML_DSA:
            return Ed25519PublicKey.from_public_bytes(raw)
        from cryptography.hazmat.primitives.asymmetric import mldsa  # noqa: PLC0415 - a newer part

        return mldsa.MLDSA44PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise DoesNotHold("The verifier key is not a key of its type.") from error
    except (ImportError, UnsupportedAlgorithm) as error:
        raise DoesNotHold(
            "The installed `cryptography` has no ML-DSA-44: take a newer one."
        ) from error


def _key_id(name: str, material: bytes) -> bytes:
    named = name.encode("utf-8", "replace") + b"\n" + material
    return hashlib.sha256(named).digest()[:_ID_BYTES]


def _is_name(name: str) -> bool:
    is_text = not any(char.isspace() or char < " " or "\ud800" <= char < "\ue000" for char in name)
    return bool(name) and "+" not in name and is_text
