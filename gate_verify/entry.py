"""One entry: an in-toto statement of some kind, in a DSSE envelope that a gate signed.

The bytes are hashed and verified as they are; nothing is written again and compared.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify import decision, key_event, redaction
from gate_verify.bounds import ENTRY_BYTES_MAX, SIGNATURES_MAX
from gate_verify.findings import DoesNotHold
from gate_verify.forms import fits
from gate_verify.kind import Entry, Kind
from gate_verify.note import unbase64

KINDS: Final[dict[str, Kind]] = {
    kind.predicate_type: kind for kind in (decision.KIND, key_event.KIND, redaction.KIND)
}
"""Every kind of entry, by predicate type. An entry of another kind is a finding."""


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry taken apart; that its gate signed it is not verified by having been read."""

    kind: Kind
    predicate: dict[str, Any]
    payload: bytes
    signatures: Any

    @classmethod
    def parse(cls, leaf: bytes) -> "Stated":
        """Take an entry apart.

        Raises:
            DoesNotHold: not of one of `KINDS`.
        """
        if len(leaf) > ENTRY_BYTES_MAX:
            raise DoesNotHold(f"An entry has at most {ENTRY_BYTES_MAX} bytes.")
        envelope = _object(leaf)
        if set(envelope) != {"payload", "payloadType", "signatures"}:
            raise DoesNotHold("Expected a DSSE envelope as the entry.")
        payload = unbase64(_text(envelope["payload"]))
        if envelope["payloadType"] != "application/vnd.in-toto+json":
            raise DoesNotHold("Expected an in-toto statement in the envelope of the entry.")
        return cls(*_predicate(_object(payload)), payload, envelope["signatures"])

    def check(self, key_of: Callable[[str], Ed25519PublicKey | None]) -> str:
        """The id of the gate that the entry names, which signed it; see `read_entry`."""
        keyid: str = self.predicate["gate"]["keyid"]
        _check_signature(self.signatures, self.payload, keyid, key_of(keyid))
        return keyid


def read_entry(leaf: bytes, key_of: Callable[[str], Ed25519PublicKey | None]) -> tuple[Entry, str]:
    """An entry that the gate that it names signed, and the id of that gate's key.

    `key_of` gives the key of an id, or None where nobody knows it.

    Raises:
        DoesNotHold: not of one of `KINDS`, or not signed by that key.
    """
    stated = Stated.parse(leaf)
    keyid = stated.check(key_of)
    return stated.kind.entry(stated.predicate), keyid


def _predicate(statement: dict[str, Any]) -> tuple[Kind, dict[str, Any]]:
    """The predicate of a statement about just what an entry of its kind is about."""
    named, predicate = statement.get("predicateType"), statement.get("predicate")
    kind = KINDS.get(named) if isinstance(named, str) else None
    if kind is None:
        raise DoesNotHold("Expected a decision, or another known kind of entry.")
    if not isinstance(predicate, dict) or not fits(predicate, kind.form):
        raise DoesNotHold("Expected exactly the fields of its kind in the entry.")
    expected = {
        "_type": "https://in-toto.io/Statement/v1",
        "predicateType": kind.predicate_type,
        "subject": [
            {"name": name, "digest": dict([digest.split(":", 1)])}
            for name, digest in kind.about(predicate)
        ],
        "predicate": predicate,
    }
    if statement != expected:
        raise DoesNotHold("Expected a statement about just what the entry says.")
    return kind, predicate


def _check_signature(listed: Any, payload: bytes, keyid: str, key: Ed25519PublicKey | None) -> None:
    if not isinstance(listed, list) or not 0 < len(listed) <= SIGNATURES_MAX:
        raise DoesNotHold("Expected a list of signatures in the envelope of the entry.")
    message = b"DSSEv1 28 application/vnd.in-toto+json %d %b" % (len(payload), payload)
    if key is None:
        raise DoesNotHold("The entry is signed by a gate whose key was not given.")
    for item in listed:
        if not isinstance(item, dict) or set(item) != {"keyid", "sig"}:
            raise DoesNotHold("Expected a key id and a signature for each who signed the entry.")
        signature = unbase64(_text(item["sig"]))
        if item["keyid"] == keyid:
            try:
                key.verify(signature, message)
            except InvalidSignature:
                break
            return
    raise DoesNotHold("The gate that the entry names did not sign it.")


def _object(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise DoesNotHold("Expected JSON in the entry, each key once.") from error
    if not isinstance(document, dict):
        raise DoesNotHold("Expected a JSON object in the entry.")
    return document


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise DoesNotHold("Expected base64 in the entry.")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("a key occurs twice")
    return document
