"""One entry: an in-toto statement about a decision, in a DSSE envelope that a gate signed.

The bytes are hashed and verified as they are; nothing is written again and compared.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate_verify.bounds import ENTRY_BYTES_MAX, SIGNATURES_MAX
from gate_verify.findings import DoesNotHold
from gate_verify.note import unbase64

_TEXT = re.compile(r".*", re.DOTALL)
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_COUNT = int
_TREE_HEAD = {"size": _COUNT, "root": _TEXT}
_SEVERITIES = ("deny", "review", "warn", "waived")
_COUNTS = (*_SEVERITIES, "passed", "not_applicable", "off")
_DECISION = {
    "kind": re.compile("decision"),
    "decisionId": re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    "outcome": re.compile("allow|deny|needs_review"),
    "decidedAt": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII),
    "system": {"id": _TEXT, "version": _TEXT},
    "environment": _TEXT,
    "action": _TEXT,
    "artifacts": [{"name": _TEXT, "digest": (None, re.compile(r"[a-z0-9]+:.*", re.DOTALL))}],
    "tier": {"declared": _TEXT, "effective": _TEXT},
    "summary": dict.fromkeys(_COUNTS, _COUNT),
    "findings": {name: [_TEXT] for name in _SEVERITIES},
    "controls": [_TEXT],
    "policy": {
        "release": _TEXT,
        "version": _COUNT,
        "digest": _SHA256,
        "engine": _TEXT,
        "opaVersion": _TEXT,
    },
    "input": {
        "requestDigest": _SHA256,
        "policyInput": _SHA256,
        "attachments": [{"id": _TEXT, "format": _TEXT, "digest": _SHA256}],
    },
    "organisation": (None, _SHA256),
    "answer": _SHA256,
    "results": _SHA256,
    "gate": {"version": _TEXT, "keyid": _TEXT},
    "principal": _TEXT,
    "idempotencyKey": (None, re.compile("[!-~]{1,255}")),
    "bodyHash": _SHA256,
    "logSeen": _TREE_HEAD,
}
"""What an entry of kind `decision` has: exactly these fields, of these forms."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the check of a log needs to know of an entry."""

    decision_id: str
    claim: tuple[str, str] | None
    """The principal and its idempotency key."""
    contents: tuple[str, ...]
    """SHA-256 in hex of everything that is kept beside the log."""
    seen_size: int
    seen_root: str
    """The newest checkpoint that the gate had seen when it decided."""


def read_entry(leaf: bytes, keys: Mapping[str, Ed25519PublicKey]) -> Entry:
    """An entry that the gate that it names signed.

    Raises:
        DoesNotHold: not a decision of the form above, or not signed by that one of `keys`.
    """
    if len(leaf) > ENTRY_BYTES_MAX:
        raise DoesNotHold(f"An entry has at most {ENTRY_BYTES_MAX} bytes.")
    envelope = _object(leaf)
    if set(envelope) != {"payload", "payloadType", "signatures"}:
        raise DoesNotHold("Expected a DSSE envelope as the entry.")
    payload = unbase64(_text(envelope["payload"]))
    if envelope["payloadType"] != "application/vnd.in-toto+json":
        raise DoesNotHold("Expected an in-toto statement in the envelope of the entry.")
    predicate = _predicate(_object(payload))
    _check_signature(envelope["signatures"], payload, predicate["gate"]["keyid"], keys)
    inputs, seen, key = predicate["input"], predicate["logSeen"], predicate["idempotencyKey"]
    named = [inputs["policyInput"], predicate["answer"], predicate["results"]]
    named += [attachment["digest"] for attachment in inputs["attachments"]]
    return Entry(
        decision_id=predicate["decisionId"],
        claim=None if key is None else (predicate["principal"], key),
        contents=tuple(digest.removeprefix("sha256:") for digest in named),
        seen_size=seen["size"],
        seen_root=seen["root"],
    )


def _predicate(statement: dict[str, Any]) -> dict[str, Any]:
    """The decision in a statement whose subjects are the request and what is deployed."""
    predicate = statement.get("predicate")
    if not isinstance(predicate, dict) or not _fits(predicate, _DECISION):
        raise DoesNotHold("Expected exactly the fields of a decision in the entry.")
    about = [("deployment-request", predicate["input"]["requestDigest"])]
    about += [(item["name"], item["digest"]) for item in predicate["artifacts"] if item["digest"]]
    expected = {
        "_type": "https://in-toto.io/Statement/v1",
        "predicateType": "https://ai-deployment-gate.example/decision/v1",
        "subject": [
            {"name": name, "digest": dict([digest.split(":", 1)])} for name, digest in about
        ],
        "predicate": predicate,
    }
    if statement != expected:
        raise DoesNotHold("Expected a statement about the request and what it deploys.")
    return predicate


def _check_signature(
    listed: Any, payload: bytes, keyid: str, keys: Mapping[str, Ed25519PublicKey]
) -> None:
    if not isinstance(listed, list) or not 0 < len(listed) <= SIGNATURES_MAX:
        raise DoesNotHold("Expected a list of signatures in the envelope of the entry.")
    message = b"DSSEv1 28 application/vnd.in-toto+json %d %b" % (len(payload), payload)
    if keyid not in keys:
        raise DoesNotHold("The entry is signed by a gate whose key was not given.")
    for item in listed:
        if not isinstance(item, dict) or set(item) != {"keyid", "sig"}:
            raise DoesNotHold("Expected a key id and a signature for each who signed the entry.")
        signature = unbase64(_text(item["sig"]))
        if item["keyid"] == keyid:
            try:
                keys[keyid].verify(signature, message)
            except InvalidSignature:
                break
            return
    raise DoesNotHold("The gate that the entry names did not sign it.")


def _fits(value: Any, shape: Any) -> bool:
    """Whether a JSON value has this form: an object or list of forms, one of some, a pattern."""
    if isinstance(shape, dict):
        return (
            isinstance(value, dict)
            and value.keys() == shape.keys()
            and all(_fits(value[key], inner) for key, inner in shape.items())
        )
    if isinstance(shape, list):
        return isinstance(value, list) and all(_fits(item, shape[0]) for item in value)
    if isinstance(shape, tuple):
        return any(_fits(value, inner) for inner in shape)
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and bool(shape.fullmatch(value))
    if shape is _COUNT:
        return type(value) is int and 0 <= value < 2**53
    return value is None


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
