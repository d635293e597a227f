"""What the log keeps of one decision: the predicate of an in-toto statement.

The shape is the contract with auditors and with other people's tools. It has no floats, no integer
beyond ±(2⁵³−1) and ASCII keys, so its canonical JSON is the same everywhere; large things (the
policy input, the answer, the results of every rule, attached documents) are named by digest and
lie in the side store of the log.

Plain dataclasses, so that checking a receipt needs no framework.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from gate.canon import JsonObject, JsonValue
from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX, JSON_INTEGER_MAX

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://ai-deployment-gate.example/decision/v1"
REQUEST_SUBJECT = "deployment-request"
"""Name of the subject that stands for the request itself; the others are its artefacts."""

OUTCOMES = frozenset({"allow", "deny", "needs_review"})
SUMMARY_COUNTS = ("deny", "review", "warn", "waived", "passed", "not_applicable", "off")
SEVERITIES = ("deny", "review", "warn", "waived")

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_DIGEST = re.compile(r"[a-z0-9]+:.*", re.DOTALL)
_KEY = re.compile(rf"[!-~]{{1,{IDEMPOTENCY_KEY_CHARS_MAX}}}")


def instant(moment: datetime) -> str:
    """How an entry writes a moment: RFC 3339, UTC, microseconds, so that text order is time order.

    Raises:
        ValueError: `moment` does not say its zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True, slots=True)
class Artifact:
    """One thing that is deployed: a model, or the environment it runs in.

    `digest` is `<algorithm>:<value>` as the request states it, or None where it states none.
    """

    name: str
    digest: str | None


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """One attached document; `digest` is `sha256:<hex>` of its bytes, which the side store has."""

    id: str
    format: str
    digest: str


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """Which policies decided, and what evaluated them."""

    release: str
    version: int
    digest: str
    engine: str
    opa_version: str


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The newest checkpoint that whoever decided had seen: the decision is not older."""

    size: int
    root: str


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """The predicate of one decision.

    `findings` has the rules by severity (`SEVERITIES`), `controls` the controls they belong to,
    `summary` the counts over the whole catalogue (`SUMMARY_COUNTS`). `request_digest` is what
    approvers sign. `policy_input`, `answer` (the decision as answered, less its log part) and
    `results` (the status of every rule) are digests into the side store. `gate_keyid` is the id of
    the key that signs the entry. An idempotency key belongs to `principal`; `body_hash` tells
    whether a second request with that key is the same.

    Raises:
        ValueError: a field cannot be what its name says.
    """

    decision_id: str
    outcome: str
    decided_at: str
    system_id: str
    system_version: str
    environment: str
    action: str
    artifacts: tuple[Artifact, ...]
    tier_declared: str
    tier_effective: str
    summary: Mapping[str, int]
    findings: Mapping[str, tuple[str, ...]]
    controls: tuple[str, ...]
    policy: PolicyRef
    request_digest: str
    policy_input: str
    attachments: tuple[AttachmentRef, ...]
    organisation: str | None
    answer: str
    results: str
    gate_version: str
    gate_keyid: str
    principal: str
    idempotency_key: str | None
    body_hash: str
    log_seen: TreeHead

    kind: ClassVar[str] = "decision"

    def __post_init__(self) -> None:
        """Refuse what must never be written for ever."""
        _require(self.outcome in OUTCOMES, "outcome")
        _require(bool(_UUID.fullmatch(self.decision_id)), "decisionId")
        _require(bool(_INSTANT.fullmatch(self.decided_at)), "decidedAt")
        _require(set(self.summary) == set(SUMMARY_COUNTS), "summary")
        _require(set(self.findings) == set(SEVERITIES), "findings")
        _require(self.idempotency_key is None or bool(_KEY.fullmatch(self.idempotency_key)), "key")
        digests = [self.request_digest, self.body_hash, self.policy.digest, *self.stored_digests()]
        digests += [] if self.organisation is None else [self.organisation]
        _require(all(map(_SHA256.fullmatch, digests)), "digest")
        named = [artifact.digest for artifact in self.artifacts if artifact.digest is not None]
        _require(all(map(_DIGEST.fullmatch, named)), "artifacts")
        counts = [*self.summary.values(), self.policy.version, self.log_seen.size]
        _require(all(0 <= count <= JSON_INTEGER_MAX for count in counts), "number")

    @property
    def about(self) -> str:
        """The id of the decision."""
        return self.decision_id

    def stored_digests(self) -> tuple[str, ...]:
        """The digests whose bytes the side store must have."""
        attached = (attachment.digest for attachment in self.attachments)
        return (self.policy_input, self.answer, self.results, *attached)

    def artifact_digests(self) -> tuple[str, ...]:
        """The digests of what is deployed, each once, in their order."""
        named = (artifact.digest for artifact in self.artifacts if artifact.digest is not None)
        return tuple(dict.fromkeys(named))

    def statement(self) -> JsonObject:
        """The in-toto statement v1 about the request and its artefacts."""
        subjects = [_subject(REQUEST_SUBJECT, self.request_digest)]
        subjects += [_subject(a.name, a.digest) for a in self.artifacts if a.digest is not None]
        return {
            "_type": STATEMENT_TYPE,
            "subject": subjects,
            "predicateType": PREDICATE_TYPE,
            "predicate": self.predicate(),
        }

    def predicate(self) -> JsonObject:
        """The entry as JSON."""
        return {
            "kind": self.kind,
            "decisionId": self.decision_id,
            "outcome": self.outcome,
            "decidedAt": self.decided_at,
            "system": {"id": self.system_id, "version": self.system_version},
            "environment": self.environment,
            "action": self.action,
            "artifacts": [{"name": a.name, "digest": a.digest} for a in self.artifacts],
            "tier": {"declared": self.tier_declared, "effective": self.tier_effective},
            "summary": {name: self.summary[name] for name in SUMMARY_COUNTS},
            "findings": {name: list(self.findings[name]) for name in SEVERITIES},
            "controls": list(self.controls),
            "policy": {
                "release": self.policy.release,
                "version": self.policy.version,
                "digest": self.policy.digest,
                "engine": self.policy.engine,
                "opaVersion": self.policy.opa_version,
            },
            "input": {
                "requestDigest": self.request_digest,
                "policyInput": self.policy_input,
                "attachments": [
                    {"id": a.id, "format": a.format, "digest": a.digest} for a in self.attachments
                ],
            },
            "organisation": self.organisation,
            "answer": self.answer,
            "results": self.results,
            "gate": {"version": self.gate_version, "keyid": self.gate_keyid},
            "principal": self.principal,
            "idempotencyKey": self.idempotency_key,
            "bodyHash": self.body_hash,
            "logSeen": {"size": self.log_seen.size, "root": self.log_seen.root},
        }

    @classmethod
    def read(cls, predicate: Any) -> Self:
        """The entry with these fields; whether there are more is the caller's comparison to tell.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: they are not those of a decision.
        """
        policy, inputs, gate = predicate["policy"], predicate["input"], predicate["gate"]
        return cls(
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


def _subject(name: str, digest: str) -> JsonValue:
    algorithm, _, value = digest.partition(":")
    return {"name": name, "digest": {algorithm: value}}


def _require(holds: bool, field: str) -> None:
    if not holds:
        raise ValueError(f"an entry cannot have this {field}")
