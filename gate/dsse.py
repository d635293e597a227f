"""DSSE v1 envelopes: a payload, its type, and who signed both.

The signature covers the pre-authentication encoding of type and payload, so that neither can be
taken for another. `keyid` is an unauthenticated hint: it chooses which trusted key to try.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from cryptography.exceptions import InvalidSignature

from gate.canon import canonical_bytes
from gate.errors import VerificationFailed
from gate.limits import ENVELOPE_SIGNATURES_MAX
from gate.public_keys import Private, PublicKey, signature_by


class VerifyingKey(Protocol):
    """A key that signatures are checked with."""

    def verify(self, signature: bytes, data: bytes, /) -> None:
        """Raise `cryptography.exceptions.InvalidSignature` unless it signed `data`."""


@dataclass(frozen=True, slots=True)
class EnvelopeSigner:
    """A private key that signs envelopes, and the id that verifiers know it by."""

    keyid: str
    private: Private = field(repr=False)

    @classmethod
    def of(cls, private: Private) -> "EnvelopeSigner":
        """The signer whose key others know by its own id (`PublicKey.id`)."""
        return cls(PublicKey.of(private.public_key()).id, private)


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
        except (ValueError, RecursionError) as error:
            raise VerificationFailed("Expected a DSSE envelope.") from error
        return cls.of(document)

    @classmethod
    def of(cls, document: object) -> "Envelope":
        """Read an envelope that stands in a larger document.

        Raises:
            VerificationFailed: not an envelope, or more than `ENVELOPE_SIGNATURES_MAX` signatures.
        """
        try:
            stated = cast("Any", document)
            listed = stated["signatures"]
            if not isinstance(listed, list) or len(listed) > ENVELOPE_SIGNATURES_MAX:
                raise VerificationFailed("Expected a DSSE envelope with a bounded list of signers.")
            signatures = tuple(
                (str(item.get("keyid", "")), _decode(item["sig"])) for item in listed
            )
            payload, payload_type = _decode(stated["payload"]), stated["payloadType"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise VerificationFailed("Expected a DSSE envelope.") from error
        if not isinstance(payload_type, str) or not payload_type.isprintable():
            raise VerificationFailed("The payload type of a DSSE envelope is a text.")
        return cls(payload, payload_type, signatures)

    @property
    def message(self) -> bytes:
        """What each of the signatures is over."""
        return pae(self.payload_type, self.payload)

    def verify(self, keys: Mapping[str, VerifyingKey]) -> str:
        """Check that one of `keys` (by key id) signed this payload as this type.

        Returns:
            The id of the key that did.

        Raises:
            VerificationFailed: none did.
        """
        message = self.message
        for keyid, signature in self.signatures:
            key = keys.get(keyid)
            if key is not None and is_signed(message, signature, key):
                return keyid
        raise VerificationFailed("No trusted key signed the envelope.")


def is_signed(message: bytes, signature: bytes, key: VerifyingKey) -> bool:
    """Whether the holder of `key` signed `message`."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def pae(payload_type: str, payload: bytes) -> bytes:
    """The pre-authentication encoding: what is signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign(payload: bytes, payload_type: str, signer: EnvelopeSigner) -> bytes:
    """The envelope in canonical JSON, with one signature."""
    signature = signature_by(signer.private, pae(payload_type, payload))
    return canonical_bytes(
        {
            "payload": base64.b64encode(payload).decode("ascii"),
            "payloadType": payload_type,
            "signatures": [
                {"keyid": signer.keyid, "sig": base64.b64encode(signature).decode("ascii")}
            ],
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
