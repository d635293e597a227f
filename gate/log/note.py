"""Signed notes: text with signatures under it (C2SP signed-note v1.0.0).

A note is `<text ending in a newline> <blank line> <signature lines>`; a signature line is
`— <key name> <base64 of key id and signature>`. Keys of type 0x01 (Ed25519 over the text) are here,
those of witnesses in `gate.log.cosignature`; whoever else signed is ignored, as the specification
asks.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gate.errors import VerificationFailed
from gate.limits import NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX
from gate.log.encoding import decode, encode

ED25519: Final = 0x01
"""The signature type of Ed25519 over the text of a note."""

_KEY_ID_BYTES = 4
_PUBLIC_BYTES = 32
_DASH = "\u2014 "
_SURROGATE = re.compile("[\\ud800-\\udfff]")
_CONTROL = re.compile("[\\x00-\\x09\\x0b-\\x1f]")


class NoteKey(Protocol):
    """A public key that may sign notes under a name."""

    @property
    def name(self) -> str:
        """The name under which it signs."""

    @property
    def key_id(self) -> bytes:
        """What tells it from other keys of that name."""

    def check(self, text: str, signature: bytes) -> object:
        """Raise `VerificationFailed` unless it signed a note of this text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line, taken apart and not verified."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line, with its newline."""
        return f"{_DASH}{self.name} {encode(self.key_id + self.signature)}\n"

    def is_by(self, key: NoteKey) -> bool:
        """Whether it says that it is of `key`."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True, slots=True)
class Note:
    """A well-formed note; nothing of it is verified by having been parsed."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str | bytes) -> "Note":
        """Take a note apart.

        Raises:
            VerificationFailed: not of the form above, or larger than its bounds.
        """
        whole = _decoded(note)
        text, blank, lines = whole.rpartition("\n\n")
        if not blank:
            raise VerificationFailed("A note ends in a blank line and signature lines.")
        return cls(text + "\n", parse_signatures(lines))

    def __str__(self) -> str:
        """The note as it is written."""
        return f"{self.text}\n{''.join(signature.line for signature in self.signatures)}"

    def by(self, key: NoteKey) -> tuple[Signature, ...]:
        """The signatures that say that they are of `key`."""
        return tuple(signature for signature in self.signatures if signature.is_by(key))


def parse_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines, each ended by a newline; at least one.

    Raises:
        VerificationFailed: anything else, or more than `NOTE_SIGNATURES_MAX`.
    """
    if not lines.endswith("\n"):
        raise VerificationFailed("Signature lines are not empty and end in a newline.")
    rows = lines[:-1].split("\n")
    if len(rows) > NOTE_SIGNATURES_MAX:
        raise VerificationFailed(f"A note has at most {NOTE_SIGNATURES_MAX} signatures.")
    return tuple(map(_signature, rows))


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key of type Ed25519, and `others` that sign under the same name.

    A log has others while its key is rotated, and afterwards for what was signed before.
    """

    name: str
    public: Ed25519PublicKey
    others: tuple["Verifier", ...] = field(default=(), repr=False)
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Compute the key id.

        Raises:
            VerificationFailed: no key may have this name.
        """
        key_id = key_id_of(self.name, ED25519, self.public.public_bytes_raw())
        object.__setattr__(self, "key_id", key_id)

    @classmethod
    def from_vkey(cls, vkey: str) -> "Verifier":
        """Read `<name>+<key id in hex>+<base64 of type and public key>`, one or several, by line.

        Raises:
            VerificationFailed: malformed, not Ed25519, the key id is not this key's, or several
                have not one name.
        """
        read, *others = (cls._of_line(line) for line in vkey.split("\n"))
        rest = tuple(others)
        if any(other.name != read.name for other in rest):
            raise VerificationFailed("Several keys of one log have one name.")
        return replace(read, others=rest)

    @classmethod
    def _of_line(cls, vkey: str) -> "Verifier":
        name, kind, public = split_vkey(vkey)
        if kind != ED25519 or len(public) != _PUBLIC_BYTES:
            raise VerificationFailed("Expected a verifier key of type Ed25519: name+id+key.")
        try:
            return cls(name, Ed25519PublicKey.from_public_bytes(public))
        except ValueError as error:
            raise VerificationFailed("The verifier key is not a point of Ed25519.") from error

    @property
    def keys(self) -> tuple["Verifier", ...]:
        """This key and the others."""
        return (self, *self.others)

    @property
    def vkey(self) -> str:
        """The text form of this key that verifiers are given."""
        return vkey_of(self.name, ED25519, self.public.public_bytes_raw())

    def check(self, text: str, signature: bytes) -> None:
        """See `NoteKey.check`."""
        try:
            self.public.verify(signature, text.encode())
        except InvalidSignature as error:
            raise VerificationFailed("A signature of a known key does not hold.") from error


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that signs notes under a name, and others that sign with it."""

    verifier: Verifier
    private: Ed25519PrivateKey = field(repr=False)
    others: tuple["Signer", ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, name: str, private: Ed25519PrivateKey, *others: Ed25519PrivateKey) -> "Signer":
        """A signer for `name`, with others beside it while a key is rotated.

        Raises:
            VerificationFailed: no key may have this name.
        """
        beside = tuple(cls.of(name, other) for other in others)
        keys = tuple(other.verifier for other in beside)
        return cls(Verifier(name, private.public_key(), keys), private, beside)

    def sign(self, text: str) -> str:
        """The note over `text`, with the signature of this key, and of those beside it.

        Raises:
            ValueError: `text` cannot be the text of a note.
        """
        if not text.endswith("\n") or not _is_printable(text):
            raise ValueError("a note's text ends in a newline and has no other control character")
        return str(Note(text, tuple(signer.line(text) for signer in (self, *self.others))))

    def line(self, text: str) -> Signature:
        """The signature of this key over the text of a note."""
        signature = self.private.sign(text.encode())
        return Signature(self.verifier.name, self.verifier.key_id, signature)


def open_note(note: str | bytes, known: Sequence[NoteKey]) -> str:
    """The text of `note`, after every signature by a key of `known` was verified.

    Raises:
        VerificationFailed: the note is malformed, a known key's signature does not hold, or no
            known key signed it.
    """
    parsed = Note.parse(note)
    verified = 0
    for key in known:
        for signature in parsed.by(key):
            key.check(parsed.text, signature.signature)
            verified += 1
    if not verified:
        raise VerificationFailed("The note is not signed by the expected key.")
    return parsed.text


def key_id_of(name: str, kind: int, public: bytes) -> bytes:
    """The id of a key of this name and signature type.

    Raises:
        VerificationFailed: no key may have this name.
    """
    if not _is_name(name):
        raise VerificationFailed("A key name is not empty and has neither spaces nor '+'.")
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_KEY_ID_BYTES]


def vkey_of(name: str, kind: int, public: bytes) -> str:
    """The verifier key in its text form."""
    key_id = key_id_of(name, kind, public)
    return f"{name}+{key_id.hex()}+{encode(bytes([kind]) + public)}"


def split_vkey(vkey: str) -> tuple[str, int, bytes]:
    """Name, signature type and public key of a verifier key.

    Raises:
        VerificationFailed: malformed, or the key id is not this key's.
    """
    name, key_id, material = (*vkey.split("+", 2), "", "")[:3]
    raw = decode(material)
    if not raw or key_id_of(name, raw[0], raw[1:]).hex() != key_id:
        raise VerificationFailed("Expected a verifier key: name+id+key, the id that of the others.")
    return name, raw[0], raw[1:]


def _decoded(note: str | bytes) -> str:
    if len(note) > NOTE_BYTES_MAX:
        raise VerificationFailed(f"A note has at most {NOTE_BYTES_MAX} bytes.")
    try:
        whole = note.decode("utf-8") if isinstance(note, bytes) else note
        whole.encode("utf-8")
    except UnicodeError as error:
        raise VerificationFailed("A note is UTF-8.") from error
    if not _is_printable(whole):
        raise VerificationFailed("A note has no control character but newline.")
    return whole


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise VerificationFailed("A signature line is a dash, a key name and base64.")
    raw = decode(encoded)
    if len(raw) <= _KEY_ID_BYTES:
        raise VerificationFailed("A signature line holds a key id and a signature.")
    return Signature(name, raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:])


def _is_name(name: str) -> bool:
    """Whether a key may have this name; what is not UTF-8 can stand in no note."""
    return (
        bool(name)
        and "+" not in name
        and not any(map(str.isspace, name))
        and _is_printable(name)
        and not _SURROGATE.search(name)
    )


def _is_printable(text: str) -> bool:
    return not _CONTROL.search(text)
