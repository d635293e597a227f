"""DSSE v1 envelopes: a payload, its type, and who signed both.

The signature covers the pre-authentication encoding of type and payload, so that neither can be
taken for another. `keyid` is an unauthenticated hint: it chooses which trusted key to try.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gate.canon import canonical_bytes
from gate.errors import VerificationFailed
from gate.log.encoding import encode


@dataclass(frozen=True, slots=True)
class EnvelopeSigner:
    """A private key that signs envelopes, and the id that verifiers know it by."""

    keyid: str
    private: Ed25519PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope as it was read: nothing of it is verified yet."""

    payload: bytes
    payload_type: str
    signatures: tuple[tuple[str, bytes], ...]
    """Pairs of key id and signature."""

    @classmethod
    def parse(cls, data: bytes) -> "Envelope":
        """Read the JSON form.

        Raises:
            VerificationFailed: not an envelope, or a key occurs twice.
        """
        try:
            document = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
            signatures = tuple(
                (str(item.get("keyid", "")), _decode(item["sig"]))
                for item in document["signatures"]
            )
            payload, payload_type = _decode(document["payload"]), document["payloadType"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise VerificationFailed("Expected a DSSE envelope.") from error
        if not isinstance(payload_type, str):
            raise VerificationFailed("The payload type of a DSSE envelope is a text.")
        return cls(payload, payload_type, signatures)

    def verify(self, keys: Mapping[str, Ed25519PublicKey]) -> str:
        """Check that one of `keys` (by key id) signed this payload as this type.

        Returns:
            The id of the key that did.

        Raises:
            VerificationFailed: none did.
        """
        message = pae(self.payload_type, self.payload)
        for keyid, signature in self.signatures:
            key = keys.get(keyid)
            if key is None:
                continue
            try:
                key.verify(signature, message)
            except InvalidSignature:
                continue
            return keyid
        raise VerificationFailed("No trusted key signed the envelope.")


def pae(payload_type: str, payload: bytes) -> bytes:
    """The pre-authentication encoding: what is signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign(payload: bytes, payload_type: str, signer: EnvelopeSigner) -> bytes:
    """The envelope in canonical JSON, with one signature."""
    signature = signer.private.sign(pae(payload_type, payload))
    return canonical_bytes(
        {
            "payload": encode(payload),
            "payloadType": payload_type,
            "signatures": [{"keyid": signer.keyid, "sig": encode(signature)}],
        }
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key occurs twice")
    return document


def _decode(text: str) -> bytes:
    """Standard or URL-safe base64: the specification wants both to be read."""
    try:
        return base64.b64decode(text.encode("ascii").translate(_TO_STANDARD), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
