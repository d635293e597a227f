"""Cosignatures: somebody who is not the log saw this checkpoint, and every one before it agrees.

C2SP tlog-cosignature: type 0x04 is Ed25519 over a header, the time and the text of the checkpoint;
type 0x06 is ML-DSA-44 over a structure with the name of the cosigner in it. Both carry the time.
"""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from gate.errors import VerificationFailed
from gate.log.checkpoint import Checkpoint
from gate.log.note import Signature, key_id_of, split_vkey, vkey_of

Public: TypeAlias = Ed25519PublicKey | MLDSA44PublicKey
Private: TypeAlias = Ed25519PrivateKey | MLDSA44PrivateKey

COSIGNATURE_ED25519: Final = 0x04
"""The signature type of a cosignature with Ed25519."""
COSIGNATURE_MLDSA44: Final = 0x06
"""The signature type of a cosignature with ML-DSA-44."""

_TIME_BYTES: Final = 8
_TIME_MAX: Final = 2**63 - 1
_NAME_BYTES_MAX: Final = 255
_LABEL: Final = b"subtree/v1\n\0"


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A public key that may cosign checkpoints under a name."""

    name: str
    public: Public
    key_id: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Compute the key id.

        Raises:
            VerificationFailed: no key may have this name.
        """
        key_id = key_id_of(self.name, self.kind, self.public.public_bytes_raw())
        object.__setattr__(self, "key_id", key_id)

    @classmethod
    def from_vkey(cls, vkey: str) -> "Cosigner":
        """Read a verifier key of one of the two types.

        Raises:
            VerificationFailed: malformed, of another type, or the key id is not this key's.
        """
        name, kind, raw = split_vkey(vkey)
        try:
            if kind == COSIGNATURE_ED25519:
                return cls(name, Ed25519PublicKey.from_public_bytes(raw))
            if kind == COSIGNATURE_MLDSA44:
                return cls(name, MLDSA44PublicKey.from_public_bytes(raw))
        except ValueError as error:
            raise VerificationFailed("The verifier key is not a key of its type.") from error
        except UnsupportedAlgorithm as error:
            raise VerificationFailed("This machine cannot verify ML-DSA-44.") from error
        raise VerificationFailed("Expected the verifier key of a cosigner: type 0x04 or 0x06.")

    @property
    def kind(self) -> int:
        """The signature type."""
        if isinstance(self.public, Ed25519PublicKey):
            return COSIGNATURE_ED25519
        return COSIGNATURE_MLDSA44

    @property
    def vkey(self) -> str:
        """The text form that verifiers are given."""
        return vkey_of(self.name, self.kind, self.public.public_bytes_raw())

    def check(self, text: str, signature: bytes) -> int:
        """When it cosigned the checkpoint of this text, in seconds of the POSIX epoch.

        Raises:
            VerificationFailed: it did not.
        """
        time_s = int.from_bytes(signature[:_TIME_BYTES], "big")
        if time_s > _TIME_MAX:
            raise VerificationFailed("The time of a cosignature is below 2^63.")
        message = _message(self, text, time_s)
        try:
            self.public.verify(signature[_TIME_BYTES:], message)
        except InvalidSignature as error:
            raise VerificationFailed("A cosignature of a known key does not hold.") from error
        return time_s


@dataclass(frozen=True, slots=True)
class CosignatureSigner:
    """A private key that cosigns under a name."""

    cosigner: Cosigner
    private: Private = field(repr=False)

    @classmethod
    def of(cls, name: str, private: Private) -> "CosignatureSigner":
        """A signer for `name`.

        Raises:
            VerificationFailed: no key may have this name.
        """
        return cls(Cosigner(name, private.public_key()), private)

    def sign(self, text: str, time_s: int) -> Signature:
        """The cosignature of the checkpoint of this text, at this second of the POSIX epoch.

        Raises:
            VerificationFailed: not the text of a checkpoint, or its origin is too long to be
                signed.
        """
        signature = self.private.sign(_message(self.cosigner, text, time_s))
        return Signature(
            self.cosigner.name,
            self.cosigner.key_id,
            time_s.to_bytes(_TIME_BYTES, "big") + signature,
        )


def _message(cosigner: Cosigner, text: str, time_s: int) -> bytes:
    """What is signed. A text that is no checkpoint has no cosignature."""
    checkpoint = Checkpoint.parse(text)
    if cosigner.kind == COSIGNATURE_ED25519:
        return f"cosignature/v1\ntime {time_s}\n{text}".encode()
    return b"".join(
        (
            _LABEL,
            _short(cosigner.name),
            time_s.to_bytes(8, "big"),
            _short(checkpoint.origin),
            bytes(8),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _short(name: str) -> bytes:
    raw = name.encode()
    if len(raw) > _NAME_BYTES_MAX:
        raise VerificationFailed(f"A name in a cosignature has at most {_NAME_BYTES_MAX} bytes.")
    return bytes([len(raw)]) + raw
