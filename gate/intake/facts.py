"""What the gate itself established about a request: `facts` of the policy input.

The blocks of a request are what a team claims; a rule that matters at a high tier rests on this.
Every key is always there; null means that the gate cannot know. Nothing here reads a clock, so the
same inputs give the same facts.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from gate.canon import JsonObject, JsonValue
from gate.intake.artifacts import Artifacts
from gate.intake.commitments import expired_waivers, open_conditions
from gate.intake.dangling import dangling
from gate.intake.evidence import is_sha256_hex
from gate.intake.pipeline import Pipeline
from gate.intake.quality import card_scores, quality
from gate.intake.signatures import Signatures
from gate.intake.sources import EvidenceFiles, History, ImportedDocument, OrganisationRecords
from gate.intake.stated import object_at, objects_at, text_at
from gate.intake.statements import SignedStatement
from gate.intake.text import measures
from gate.intake.walk import Leaf, leaves

_UNKNOWN_INCIDENTS: JsonObject = {"breaches_30d": None, "incidents_90d": None, "open_sev1": None}
_UNKNOWN_REGISTRIES: JsonObject = {
    "concerns_open_high": None,
    "critical_vulnerabilities": None,
    "image_digest": None,
    "monitor_probe_ok": None,
    "code_signed": None,
    "allowed_regions": None,
    "allowed_tools": None,
    "allowed_licences": None,
}


def establish_facts(  # noqa: PLR0913 - each argument is one source, and all are named
    document: JsonObject,
    *,
    decision_id: str,
    now: datetime,
    request_digest: str,
    texts: Sequence[Leaf] | None = None,
    attachments: Iterable[ImportedDocument] = (),
    statements: Sequence[SignedStatement] = (),
    profile: Sequence[str] | None = None,
    evidence: EvidenceFiles | None = None,
    organisation: OrganisationRecords | None = None,
    history: History | None = None,
) -> JsonObject:
    """Everything the gate knows about the request.

    Args:
        document: the blocks of the request, after import.
        decision_id: the id of this decision; the engine has to echo it.
        now: the one instant of this decision, aware.
        request_digest: `sha256:…`, what approvers sign.
        texts: what `leaves` gave for it, where that is at hand.
        attachments: the attached documents as they were imported.
        statements: the signed statements among them.
        profile: the places that the organisation's profile filled in; None where there is none.
        evidence: the evidence files; None where there is no store.
        organisation: its people and registers; None where none are configured.
        history: what the log knows of this system; None where there is no log.

    Raises:
        EvidenceUnavailable: an evidence file is stored and cannot be read.
    """
    found = texts or leaves(document)
    system_id = text_at(object_at(document, "system"), "id")
    keys = organisation.keys if organisation else None
    signatures = Signatures(keys, system_id, request_digest)
    approvals = [_approval(each, signatures) for each in objects_at(document, "approvals")]
    artifacts = Artifacts(
        statements=statements, keys=keys, files=evidence, system_id=system_id, now=now
    )
    checked = _evidence(document, evidence, signatures)
    scored = quality(document, found, now=now, evidence=checked)
    pipeline = Pipeline(statements=statements, keys=keys, document=document, now=now)
    return {
        "decision_id": decision_id,
        "request_digest": request_digest,
        "text": measures(found),
        "attachments": _attachments(attachments),
        "evidence": checked,
        "approvals": approvals,
        "identity": _identity(organisation, found, now, system_id),
        "quality": scored,
        "dangling": dangling(document, found),
        "card_score": card_scores(document, scored, now),
        "artifacts": artifacts.facts(objects_at(document, "models")),
        **_deployed(history),
        "history": {
            **_decided(history, document, approvals, now),
            **(organisation.incidents(system_id, now) if organisation else _UNKNOWN_INCIDENTS),
        },
        "registries": {
            **pipeline.added_to(
                organisation.registries(system_id, now) if organisation else _UNKNOWN_REGISTRIES
            ),
            "profile_filled": None if profile is None else list(profile),
        },
    }


def _identity(
    organisation: OrganisationRecords | None, found: Iterable[Leaf], now: datetime, system_id: str
) -> JsonObject | None:
    if organisation is None:
        return None
    return organisation.identity({leaf.text for leaf in found}, now, system_id=system_id)


def _attachments(attachments: Iterable[ImportedDocument]) -> JsonObject:
    return {
        attached.id: {
            "digest": attached.digest,
            "format": attached.format,
            "valid": attached.valid,
            "warnings": len(attached.warnings),
        }
        for attached in attachments
    }


def _evidence(
    document: JsonObject, files: EvidenceFiles | None, signatures: Signatures
) -> JsonObject:
    """For each id the first item that has it, because a reference means that one."""
    facts: dict[str, JsonValue] = {}
    for item in objects_at(document, "evidence"):
        identifier = item.get("id")
        if isinstance(identifier, str) and identifier not in facts:
            facts[identifier] = {
                "digest_ok": _digest_ok(object_at(item, "digest"), files),
                "signature_ok": signatures.of_evidence(item),
            }
    return facts


def _digest_ok(digest: JsonObject, files: EvidenceFiles | None) -> bool | None:
    """Whether the gate holds bytes with the stated digest.

    False for a SHA-256 that no file can have; null for another algorithm, under which nothing is
    stored, and where the gate holds no such file.
    """
    if digest.get("alg") != "sha256":
        return None
    value = digest.get("value")
    if not isinstance(value, str) or not is_sha256_hex(value):
        return False
    return files.verified(value) if files is not None else None


def _approval(approval: JsonObject, signatures: Signatures) -> JsonObject:
    """An approval of something else is not one of this request, and is not signed as one."""
    subject = object_at(approval, "subject_digest")
    return {
        "subject_ok": f"{subject.get('alg')}:{subject.get('value')}" == signatures.request_digest,
        "signature_ok": signatures.of_approval(approval),
    }


def _deployed(history: History | None) -> JsonObject:
    live = history.live if history else None
    return {
        "live": None if live is None else {"version": live.version, "digests": list(live.digests)},
        "staged": list(history.staged) if history else [],
    }


def _decided(
    history: History | None, document: JsonObject, approvals: Sequence[JsonObject], now: datetime
) -> JsonObject:
    if history is None:
        return {"denied_90d": None, "open_conditions": None, "expired_waivers": None}
    stated = zip(objects_at(document, "approvals"), approvals, strict=True)
    return {
        "denied_90d": dict(history.denied_90d),
        "open_conditions": open_conditions(history.allowed, approvals=list(stated), now=now),
        "expired_waivers": expired_waivers(history.in_production, now),
    }
