"""Signed notes: text with Ed25519 signatures under it (C2SP signed-note v1.0.0).

A note is `<text ending in a newline> <blank line> <signature lines>`; a signature line is
`— <key name> <base64 of key id and signature>`. Only the signature type 0x01 is known here; every
other signature is somebody else's and is ignored, as the specification asks.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gate.errors import VerificationFailed
from gate.limits import NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX
from gate.log.encoding import decode, encode

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_PUBLIC_BYTES = 32
_DASH = "\u2014 "
_CONTROL = re.compile("[\\x00-\\x09\\x0b-\\x1f]")


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key that may sign notes under a name."""

    name: str
    public: Ed25519PublicKey
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Compute the key id.

        Raises:
            VerificationFailed: no key may have this name.
        """
        if not _is_name(self.name):
            raise VerificationFailed("A key name is not empty and has neither spaces nor '+'.")
        object.__setattr__(self, "key_id", _key_id(self.name, self.public.public_bytes_raw()))

    @classmethod
    def from_vkey(cls, vkey: str) -> "Verifier":
        """Read `<name>+<key id in hex>+<base64 of type and public key>`.

        Raises:
            VerificationFailed: malformed, not Ed25519, or the key id is not this key's.
        """
        name, key_id, material = (*vkey.split("+", 2), "", "")[:3]
        raw = decode(material)
        if raw[:1] != _ED25519 or len(raw) != 1 + _PUBLIC_BYTES:
            raise VerificationFailed("Expected a verifier key of type Ed25519: name+id+key.")
        try:
            verifier = cls(name, Ed25519PublicKey.from_public_bytes(raw[1:]))
        except ValueError as error:
            raise VerificationFailed("The verifier key is not a point of Ed25519.") from error
        if verifier.key_id.hex() != key_id.lower():
            raise VerificationFailed("The verifier key's id does not belong to its name and key.")
        return verifier

    @property
    def vkey(self) -> str:
        """The text form that verifiers are given."""
        return (
            f"{self.name}+{self.key_id.hex()}+{encode(_ED25519 + self.public.public_bytes_raw())}"
        )


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key that signs notes under a name."""

    verifier: Verifier
    private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def of(cls, name: str, private: Ed25519PrivateKey) -> "Signer":
        """A signer for `name`.

        Raises:
            VerificationFailed: no key may have this name.
        """
        return cls(Verifier(name, private.public_key()), private)

    def sign(self, text: str) -> str:
        """The note over `text`, with this key's signature alone.

        Raises:
            ValueError: `text` cannot be the text of a note.
        """
        if not text.endswith("\n") or not _is_printable(text):
            raise ValueError("a note's text ends in a newline and has no other control character")
        signature = self.private.sign(text.encode())
        line = f"{_DASH}{self.verifier.name} {encode(self.verifier.key_id + signature)}\n"
        return f"{text}\n{line}"


def open_note(note: str | bytes, known: Sequence[Verifier]) -> str:
    """The text of `note`, after every signature by a key of `known` was verified.

    Raises:
        VerificationFailed: the note is malformed, a known key's signature does not hold, or no
            known key signed it.
    """
    text, signatures = _split(note)
    signed = text.encode()
    keys = {(key.name, key.key_id): key.public for key in known}
    verified = 0
    for name, key_id, signature in signatures:
        public = keys.get((name, key_id))
        if public is None:
            continue
        try:
            public.verify(signature, signed)
        except InvalidSignature as error:
            raise VerificationFailed("A signature of a known key does not hold.") from error
        verified += 1
    if not verified:
        raise VerificationFailed("The note is not signed by the expected key.")
    return text


def _split(note: str | bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Text and signatures (name, key id, signature) of a well-formed note."""
    if len(note) > NOTE_BYTES_MAX:
        raise VerificationFailed(f"A note has at most {NOTE_BYTES_MAX} bytes.")
    try:
        whole = note.decode("utf-8") if isinstance(note, bytes) else note
        whole.encode("utf-8")
    except UnicodeError as error:
        raise VerificationFailed("A note is UTF-8.") from error
    if not _is_printable(whole):
        raise VerificationFailed("A note has no control character but newline.")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise VerificationFailed("A note ends in a blank line and signature lines.")
    rows = lines[:-1].split("\n")
    if len(rows) > NOTE_SIGNATURES_MAX:
        raise VerificationFailed(f"A note has at most {NOTE_SIGNATURES_MAX} signatures.")
    return text + "\n", [_signature(row) for row in rows]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not _is_name(name):
        raise VerificationFailed("A signature line is a dash, a key name and base64.")
    raw = decode(encoded)
    if len(raw) <= _KEY_ID_BYTES:
        raise VerificationFailed("A signature line holds a key id and a signature.")
    return name, raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:]


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:_KEY_ID_BYTES]


def _is_name(name: str) -> bool:
    return (
        bool(name) and "+" not in name and not any(map(str.isspace, name)) and _is_printable(name)
    )


def _is_printable(text: str) -> bool:
    return not _CONTROL.search(text)
