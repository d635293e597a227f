"""What the gate itself established about a request: `facts` of the policy input.

The blocks of a request are what a team claims; a rule that matters at a high tier rests on this.
Every key is always there; null means that the gate cannot know. Nothing here reads a clock, so the
same inputs give the same facts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from gate.canon import JsonObject, JsonValue
from gate.intake.dangling import dangling
from gate.intake.evidence import is_sha256_hex
from gate.intake.quality import card_scores, quality
from gate.intake.sources import EvidenceFiles, History, ImportedDocument, OrganisationRecords
from gate.intake.text import measures
from gate.intake.walk import leaves, texts

_UNKNOWN_INCIDENTS: JsonObject = {"breaches_30d": None, "incidents_90d": None, "open_sev1": None}
_UNKNOWN_REGISTRIES: JsonObject = {
    "concerns_open_high": None,
    "critical_vulnerabilities": None,
    "image_digest": None,
    "monitor_probe_ok": None,
    "code_signed": None,
}


def establish_facts(  # noqa: PLR0913 - each argument is one source, and all are named
    document: JsonObject,
    *,
    decision_id: str,
    now: datetime,
    request_digest: str,
    attachments: Iterable[ImportedDocument] = (),
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
        attachments: the attached documents as they were imported.
        evidence: the evidence files; None where there is no store, as on a laptop.
        organisation: its people and registers; None where none are configured.
        history: what the log knows of this system; None where there is no log.

    Raises:
        EvidenceUnavailable: an evidence file is stored and cannot be read.
    """
    found = leaves(document)
    scored = quality(found)
    system_id = _system_id(document)
    return {
        "decision_id": decision_id,
        "request_digest": request_digest,
        "text": measures(found),
        "attachments": _attachments(attachments),
        "evidence": _evidence(document, evidence),
        "approvals": _approvals(document, request_digest),
        "identity": organisation.identity(texts(document), now) if organisation else None,
        "quality": scored,
        "dangling": dangling(document, found),
        "card_score": card_scores(document, scored),
        "artifacts": _artifacts(document),
        **_history(history),
        "history": {
            "denied_90d": dict(history.denied_90d) if history else None,
            "open_conditions": None,
            **(organisation.incidents(system_id, now) if organisation else _UNKNOWN_INCIDENTS),
        },
        "registries": (
            organisation.registries(system_id, now) if organisation else _UNKNOWN_REGISTRIES
        ),
    }


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


def _evidence(document: JsonObject, files: EvidenceFiles | None) -> JsonObject:
    """For each id the first item that has it, because a reference means that one."""
    facts: dict[str, JsonValue] = {}
    for item in _items(document, "evidence"):
        identifier = item.get("id")
        if isinstance(identifier, str) and identifier not in facts:
            digest_ok = _digest_ok(item.get("digest"), files)
            facts[identifier] = {"digest_ok": digest_ok, "signature_ok": None}
    return facts


def _digest_ok(digest: JsonValue, files: EvidenceFiles | None) -> bool | None:
    """Whether the gate holds bytes with the stated digest.

    False for a SHA-256 that no file can have; null for another algorithm, under which nothing is
    stored, and where the gate holds no such file.
    """
    if not isinstance(digest, Mapping) or digest.get("alg") != "sha256":
        return None
    value = digest.get("value")
    if not isinstance(value, str) or not is_sha256_hex(value):
        return False
    return files.verified(value) if files is not None else None


def _approvals(document: JsonObject, request_digest: str) -> list[JsonValue]:
    """In the order of `approvals[]`. An approval of something else is not one of this request."""
    return [
        {
            "subject_ok": _written(approval.get("subject_digest")) == request_digest,
            "signature_ok": None,
        }
        for approval in _items(document, "approvals")
    ]


def _artifacts(document: JsonObject) -> JsonObject:
    """No artefact is fetched or verified yet, so nothing is known of any."""
    ids = (model.get("id") for model in _items(document, "models"))
    return {
        identifier: {"digest_ok": None, "signature_ok": None}
        for identifier in ids
        if isinstance(identifier, str)
    }


def _history(history: History | None) -> JsonObject:
    live = history.live if history else None
    return {
        "live": None if live is None else {"version": live.version, "digests": list(live.digests)},
        "staged": list(history.staged) if history else [],
    }


def _system_id(document: JsonObject) -> str:
    system = document.get("system")
    identifier = system.get("id") if isinstance(system, Mapping) else None
    return identifier if isinstance(identifier, str) else ""


def _written(digest: JsonValue) -> str | None:
    """A digest of the request as `<alg>:<value>`."""
    if not isinstance(digest, Mapping):
        return None
    return f"{digest.get('alg')}:{digest.get('value')}"


def _items(document: JsonObject, block: str) -> list[JsonObject]:
    stated = document.get(block)
    if not isinstance(stated, list | tuple):
        return []
    return [item if isinstance(item, Mapping) else {} for item in stated]
