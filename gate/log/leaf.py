"""The bytes of one entry: canonical JSON of a DSSE envelope around an in-toto statement.

Leaf bytes are kept verbatim and hashed as they are; canonical JSON only makes the producer
deterministic.
"""

import json
from dataclasses import dataclass
from typing import Any

from gate.canon import canonical_bytes
from gate.dsse import Envelope, EnvelopeSigner, sign
from gate.errors import TooLarge, VerificationFailed
from gate.limits import LEAF_BYTES_MAX
from gate.model.entry import (
    PREDICATE_TYPE,
    SEVERITIES,
    Artifact,
    AttachmentRef,
    DecisionEntry,
    PolicyRef,
    TreeHead,
)

PAYLOAD_TYPE = "application/vnd.in-toto+json"


@dataclass(frozen=True, slots=True)
class ReadLeaf:
    """A leaf taken apart. The signature of `envelope` is not verified by having been read."""

    entry: DecisionEntry
    envelope: Envelope


def make_leaf(entry: DecisionEntry, signer: EnvelopeSigner) -> bytes:
    """The leaf of `entry`, signed by the gate's key.

    Raises:
        ValueError: the entry names another key than the signer's.
        TooLarge: the leaf would have more than `LEAF_BYTES_MAX` bytes.
    """
    if entry.gate_keyid != signer.keyid:
        raise ValueError("the entry names another key than the one that signs it")
    leaf = sign(canonical_bytes(entry.statement()), PAYLOAD_TYPE, signer)
    check_leaf_size(leaf)
    return leaf


def check_leaf_size(leaf: bytes) -> None:
    """Refuse a leaf that the tile format cannot hold.

    Raises:
        TooLarge: more than `LEAF_BYTES_MAX` bytes.
    """
    if len(leaf) > LEAF_BYTES_MAX:
        raise TooLarge(
            f"The log entry of this decision would have {len(leaf)} bytes; the most is "
            f"{LEAF_BYTES_MAX}. Deploy fewer artefacts, or attach fewer documents, at once."
        )


def read_leaf(leaf: bytes) -> ReadLeaf:
    """Take a leaf apart.

    Raises:
        VerificationFailed: not the canonical form of a decision entry.
    """
    envelope = Envelope.parse(leaf)
    if envelope.payload_type != PAYLOAD_TYPE:
        raise VerificationFailed("Expected an in-toto statement as the payload of the entry.")
    try:
        statement = json.loads(envelope.payload)
        if statement["predicateType"] != PREDICATE_TYPE:
            raise VerificationFailed("Expected a decision as the predicate of the entry.")
        entry = _entry(statement["predicate"])
        canonical = canonical_bytes(entry.statement())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise VerificationFailed("Expected the fields of a decision entry.") from error
    if canonical != envelope.payload:
        raise VerificationFailed("Expected exactly the fields of a decision entry, canonically.")
    return ReadLeaf(entry, envelope)


def _entry(predicate: Any) -> DecisionEntry:
    """The entry with these fields; whether there are more is the caller's comparison to tell."""
    policy, inputs, gate = predicate["policy"], predicate["input"], predicate["gate"]
    return DecisionEntry(
        decision_id=predicate["decisionId"],
        outcome=predicate["outcome"],
        decided_at=predicate["decidedAt"],
        system_id=predicate["system"]["id"],
        system_version=predicate["system"]["version"],
        environment=predicate["environment"],
        action=predicate["action"],
        artifacts=tuple(Artifact(a["name"], a["digest"]) for a in predicate["artifacts"]),
        tier_declared=predicate["tier"]["declared"],
        tier_effective=predicate["tier"]["effective"],
        summary=dict(predicate["summary"]),
        findings={name: tuple(predicate["findings"][name]) for name in SEVERITIES},
        controls=tuple(predicate["controls"]),
        policy=PolicyRef(
            policy["release"],
            policy["version"],
            policy["digest"],
            policy["engine"],
            policy["opaVersion"],
        ),
        request_digest=inputs["requestDigest"],
        policy_input=inputs["policyInput"],
        attachments=tuple(
            AttachmentRef(a["id"], a["format"], a["digest"]) for a in inputs["attachments"]
        ),
        organisation=predicate["organisation"],
        answer=predicate["answer"],
        results=predicate["results"],
        gate_version=gate["version"],
        gate_keyid=gate["keyid"],
        principal=predicate["principal"],
        idempotency_key=predicate["idempotencyKey"],
        body_hash=predicate["bodyHash"],
        log_seen=TreeHead(predicate["logSeen"]["size"], predicate["logSeen"]["root"]),
    )
