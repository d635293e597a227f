"""From a decision to what the log keeps of it: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gate.canon import JsonObject, canonical_bytes, digest_of
from gate.model.decision import Finding, UnloggedDecision
from gate.model.entry import (
    SEVERITIES,
    Artifact,
    AttachmentRef,
    DecisionEntry,
    PolicyRef,
    TreeHead,
)
from gate.model.verdict import RuleFinding, Severity, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the entry says beside the decision itself: who asked, with which key, what signs."""

    principal: str
    idempotency_key: str | None
    body_hash: str
    gate_version: str
    gate_keyid: str
    log_seen: TreeHead


def record_of(
    decision: UnloggedDecision,
    *,
    answer: JsonObject,
    results: JsonObject,
    policy_input: bytes,
    attached: tuple[bytes, ...],
    provenance: Provenance,
) -> tuple[DecisionEntry, tuple[bytes, ...]]:
    """The entry of `decision`, and the bytes of everything it names, for the side store.

    Args:
        decision: what the entry says of it.
        answer: the same decision as it is answered, less its log part.
        results: the status of every rule (`gate.model.decision.UnloggedResults`).
        policy_input: what the engine was asked, canonical.
        attached: the attached documents.
        provenance: who asked, with which key, and what signs.
    """
    said, every = canonical_bytes(answer), canonical_bytes(results)
    subject, policy = decision.subject, decision.policy
    entry = DecisionEntry(
        decision_id=decision.decision_id,
        outcome=decision.outcome.value,
        decided_at=decision.decided_at,
        system_id=subject.system.id,
        system_version=subject.system.version,
        environment=subject.environment,
        action=subject.action,
        artifacts=tuple(
            Artifact(item.name, f"{item.digest.alg}:{item.digest.value}" if item.digest else None)
            for item in subject.artifacts
        ),
        tier_declared=decision.tier.declared.value if decision.tier.declared else "",
        tier_effective=decision.tier.effective.value,
        summary=decision.summary.model_dump(),
        findings=rules_by_severity(decision.findings),
        controls=tuple(dict.fromkeys(finding.control for finding in decision.findings)),
        policy=PolicyRef(
            policy.release, policy.version, policy.digest, policy.engine, policy.opa_version
        ),
        request_digest=decision.input.request_digest,
        policy_input=digest_of(policy_input),
        attachments=tuple(
            AttachmentRef(item.id, item.format, item.digest) for item in decision.input.attachments
        ),
        organisation=decision.input.organisation,
        answer=digest_of(said),
        results=digest_of(every),
        gate_version=provenance.gate_version,
        gate_keyid=provenance.gate_keyid,
        principal=provenance.principal,
        idempotency_key=provenance.idempotency_key,
        body_hash=provenance.body_hash,
        log_seen=provenance.log_seen,
    )
    return entry, (policy_input, said, every, *attached)


def rules_by_severity(
    findings: Iterable[Finding | RuleFinding],
) -> Mapping[str, tuple[str, ...]]:
    """Rules by what they did to the outcome; a waived rule is listed as waived alone."""
    found: dict[str, list[str]] = {name: [] for name in SEVERITIES}
    for finding in findings:
        if finding.status is Status.WAIVED:
            found["waived"].append(finding.rule)
        elif finding.severity is not Severity.OFF:
            found[finding.severity.value].append(finding.rule)
    return {name: tuple(rules) for name, rules in found.items()}
