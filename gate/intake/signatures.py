"""Who signed approvals and evidence: `signature_ok` of both.

True means one thing: a key that the people file registers for exactly this person signed exactly
this, at an instant at which the key counted. False means that a signature is there and does not
hold. None means that the gate cannot know: there is no signature, none that it can check, or only
one by a key that nobody registered.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias

from gate.canon import JsonObject, canonical_bytes
from gate.dsse import Envelope, is_signed
from gate.errors import Malformed, VerificationFailed
from gate.intake.sources import RegisteredKey, RegisteredKeys
from gate.intake.stated import object_at, text_at
from gate.intake.strict_json import parse
from gate.model.approval_statement import PAYLOAD_TYPE, evidence_statement, request_statement
from gate.model.instant import instant_of

_USE: Final = "approve"
_Keys: TypeAlias = Sequence[RegisteredKey]


class Signatures(NamedTuple):
    """What signatures inside one request are checked against.

    Attributes:
        keys: the registered keys; None where no people file is.
        system_id: the system that the request is about.
        request_digest: `sha256:…`, the digest that approvers sign.
    """

    keys: RegisteredKeys | None
    system_id: str
    request_digest: str

    def of_approval(self, approval: JsonObject) -> bool | None:
        """`signature_ok` of an element of `approvals[]`: did this person approve this request?"""
        return self._checked(approval, lambda: request_statement(approval, self.request_digest))

    def of_evidence(self, item: JsonObject) -> bool | None:
        """`signature_ok` of an element of `evidence[]`: did its approver approve this very item?"""
        return self._checked(object_at(item, "approved_by"), lambda: evidence_statement(item))

    def _checked(self, approval: JsonObject, expected: Callable[[], JsonObject]) -> bool | None:
        value = _dsse_value(approval)
        if self.keys is None or value is None:
            return None
        try:
            envelope = Envelope.parse(value.encode())
        except (VerificationFailed, UnicodeEncodeError):
            return False
        own = self.keys.of(text_at(object_at(approval, "person"), "id"))
        signers = _signers(envelope, self.keys, own)
        if not signers:
            return None
        at = instant_of(text_at(approval, "at"))
        return (
            at is not None
            and _says(envelope, expected())
            and any(self._counts(key, own, at) for key in signers)
        )

    def _counts(self, key: RegisteredKey | None, own: _Keys, at: datetime) -> bool:
        """Whether a signature is by a key of this person, for approvals, and in force."""
        mine = key is not None and any(key is each for each in own)
        return key is not None and mine and key.may(_USE, self.system_id) and key.valid_at(at)


def _signers(
    envelope: Envelope, keys: RegisteredKeys, own: _Keys
) -> tuple[RegisteredKey | None, ...]:
    """The registered keys that signed; None for one that is named and did not.

    A signature that names no registered key is tried with the keys of the person alone, because
    the name of a key is a hint that anybody can write.
    """
    message = envelope.message
    found: list[RegisteredKey | None] = []
    for name, signature in envelope.signatures:
        named = keys.named(name)
        candidates = own if named is None else (named,)
        signed = [key for key in candidates if is_signed(message, signature, key)]
        found += signed or ([] if named is None else [None])
    return tuple(found)


def _says(envelope: Envelope, expected: JsonObject) -> bool:
    """Whether the envelope holds exactly this statement, however its JSON is laid out."""
    if envelope.payload_type != PAYLOAD_TYPE:
        return False
    try:
        written = canonical_bytes(expected)
        return envelope.payload == written or canonical_bytes(parse(envelope.payload)) == written
    except (Malformed, ValueError):
        return False


def _dsse_value(approval: JsonObject) -> str | None:
    """The envelope that stands in an approval; what lies elsewhere is not fetched."""
    signature = object_at(approval, "signature")
    return text_at(signature, "value") or None if signature.get("type") == "dsse" else None
