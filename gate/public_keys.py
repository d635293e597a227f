"""Public keys as people write them down, and what a signature by one of them covers.

Ed25519 is what this project signs with. ECDSA on the NIST curves is what OpenSSF model signing and
most hardware tokens sign with, each curve with the hash that Sigstore pairs it with.
"""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
    load_pem_public_key,
)

from gate.canon import sha256_hex

Public: TypeAlias = Ed25519PublicKey | ec.EllipticCurvePublicKey
Private: TypeAlias = Ed25519PrivateKey | ec.EllipticCurvePrivateKey

_HASHES: Final[dict[str, HashAlgorithm]] = {
    "secp256r1": SHA256(),
    "secp384r1": SHA384(),
    "secp521r1": SHA512(),
}
_PEM_BEGIN: Final = "-----BEGIN"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that signatures are checked with.

    Attributes:
        id: SHA-256 of its DER form (SPKI) in hex; how DSSE envelopes name it.
        hint: SHA-256 of its PEM form in hex; how the bundles of OpenSSF model signing name it.
        text: its DER form in base64, which is the body of its PEM form.
    """

    id: str
    hint: str
    text: str
    _key: Public = field(repr=False)

    @classmethod
    def of(cls, key: Public) -> "PublicKey":
        """The key, named."""
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return cls(sha256_hex(der), sha256_hex(pem), base64.b64encode(der).decode("ascii"), key)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Check that the holder of the key signed `message`.

        Raises:
            cryptography.exceptions.InvalidSignature: they did not.
        """
        if isinstance(self._key, Ed25519PublicKey):
            self._key.verify(signature, message)
        else:
            self._key.verify(signature, message, ec.ECDSA(_HASHES[self._key.curve.name]))


def read_public_key(text: str) -> PublicKey:
    """The key of a PEM text, or of the base64 between its first line and its last.

    Raises:
        ValueError: not such a text, or a key of another kind. The message repeats nothing of it.
    """
    try:
        key = _load(text.strip())
    except (ValueError, UnsupportedAlgorithm, binascii.Error):
        raise ValueError(_EXPECTED) from None
    return PublicKey.of(key)


def read_private_key(pem: bytes) -> Private:
    """The private key of a PEM file without a password.

    Raises:
        ValueError: not such a file, or a key of another kind. The message repeats nothing of it.
    """
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError(_EXPECTED_PRIVATE) from None
    if isinstance(key, Ed25519PrivateKey) or (
        isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _HASHES
    ):
        return key
    raise ValueError(_EXPECTED_PRIVATE)


def signature_by(private: Private, message: bytes) -> bytes:
    """The signature over `message`, which `PublicKey.verify` checks."""
    if isinstance(private, Ed25519PrivateKey):
        return private.sign(message)
    return private.sign(message, ec.ECDSA(_HASHES[private.curve.name]))


def _load(text: str) -> Public:
    if text.startswith(_PEM_BEGIN):
        key = load_pem_public_key(text.encode("ascii"))
    else:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    if isinstance(key, Ed25519PublicKey):
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _HASHES:
        return key
    raise ValueError


_EXPECTED: Final = (
    "expected a public key, Ed25519 or ECDSA on P-256, P-384 or P-521, in PEM or its base64"
)
_EXPECTED_PRIVATE: Final = (
    "expected a private key, Ed25519 or ECDSA on P-256, P-384 or P-521, in PEM, without a password"
)
