"""What the gate itself established about a request."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from gate.canon import canonical_bytes
from gate.intake.clock import clock_of
from gate.intake.documents import ImportedAttachment
from gate.intake.evidence import EvidenceStore
from gate.intake.facts import establish_facts
from gate.intake.walk import leaves
from gate.people.directory import PeopleFile
from gate.people.organisation import Organisation
from gate.people.records import IncidentsFile
from tests.shared import shared

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DIGEST = "sha256:" + "a" * 64
KEYS = {
    *("decision_id", "request_digest", "text", "attachments", "evidence", "approvals", "identity"),
    *("quality", "dangling", "card_score", "artifacts", "live", "staged", "history", "registries"),
}


@dataclass(frozen=True)
class _Live:
    version: str
    digests: tuple[str, ...]


@dataclass(frozen=True)
class _History:
    live: _Live | None
    staged: tuple[str, ...]
    denied_90d: dict[str, int]
    allowed: None = None
    in_production: None = None


def _facts(document, **sources):
    return establish_facts(document, decision_id="d-1", now=NOW, request_digest=DIGEST, **sources)


def test_every_key_is_there_and_null_is_what_no_source_tells():
    """Without a log, an organisation and a store the gate knows the request alone."""
    facts = _facts({"models": [{"id": "m"}], "evidence": [{"id": "e", "digest": {}}]})

    assert facts.keys() == KEYS
    assert facts["decision_id"] == "d-1"
    assert facts["request_digest"] == DIGEST
    assert facts["identity"] is None
    assert facts["live"] is None
    assert facts["staged"] == []
    assert facts["history"] == {
        "denied_90d": None,
        "open_conditions": None,
        "expired_waivers": None,
        "breaches_30d": None,
        "incidents_90d": None,
        "open_sev1": None,
    }
    assert facts["registries"] == {
        "concerns_open_high": None,
        "critical_vulnerabilities": None,
        "image_digest": None,
        "monitor_probe_ok": None,
        "code_signed": None,
        "allowed_regions": None,
        "allowed_tools": None,
        "allowed_licences": None,
        "profile_filled": None,
    }
    assert facts["evidence"] == {"e": {"digest_ok": None, "signature_ok": None}}
    assert facts["artifacts"] == {"m": {"digest_ok": None, "signature_ok": None}}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"system": "s", "models": "m", "evidence": {"id": 1}, "approvals": 3, "data": None},
        {"models": [None, 1, {"id": 2}], "evidence": [[]], "approvals": ["x"], "system": {"id": 1}},
    ],
)
def test_any_document_has_facts(document):
    """The edge refuses such documents; facts would still be established and be JSON."""
    assert json.loads(canonical_bytes(_facts(document))).keys() == KEYS


def test_evidence_is_what_the_gate_hashed_itself(tmp_path):
    """Stored and matching, stored and changed, not stored, not a SHA-256, another algorithm."""
    store = EvidenceStore(tmp_path)
    names = {}
    for name in ("kept", "changed", "absent"):
        names[name] = hashlib.sha256(name.encode()).hexdigest()
    for name in ("kept", "changed"):
        store.receive(names[name], [name.encode()])
    store.path_of(names["changed"]).write_bytes(b"other")
    digests = {
        **{name: {"alg": "sha256", "value": value} for name, value in names.items()},
        "upper": {"alg": "sha256", "value": names["kept"].upper()},
        "path": {"alg": "sha256", "value": "../../etc/passwd"},
        "sha512": {"alg": "sha512", "value": "a" * 128},
    }
    evidence = [{"id": name, "digest": digest} for name, digest in digests.items()]

    facts = _facts({"evidence": evidence}, evidence=store)["evidence"]

    assert {name: fact["digest_ok"] for name, fact in facts.items()} == {
        "kept": True,
        "changed": False,
        "absent": None,
        "upper": False,
        "path": False,
        "sha512": None,
    }


def test_of_two_items_with_one_id_the_first_is_meant(tmp_path):
    """A second item cannot lend its file to the first."""
    store = EvidenceStore(tmp_path)
    name = hashlib.sha256(b"kept").hexdigest()
    store.receive(name, [b"kept"])
    stored, absent = ({"alg": "sha256", "value": value} for value in (name, "b" * 64))

    facts = _facts(
        {"evidence": [{"id": "e", "digest": absent}, {"id": "e", "digest": stored}]},
        evidence=store,
    )

    assert facts["evidence"]["e"]["digest_ok"] is None


def test_an_approval_is_of_this_request_or_of_another():
    """Same order as approvals[]; no digest is the digest of nothing."""
    approvals = [
        {"subject_digest": {"alg": "sha256", "value": "a" * 64}},
        {"subject_digest": {"alg": "sha256", "value": "b" * 64}},
        {"subject_digest": {"alg": "sha512", "value": "a" * 64}},
        {},
    ]

    facts = _facts({"approvals": approvals})["approvals"]

    assert [fact["subject_ok"] for fact in facts] == [True, False, False, False]
    assert {fact["signature_ok"] for fact in facts} == {None}


def test_attached_documents_are_facts():
    """The bytes, what they were read as, and how much could not be carried over."""
    attached = ImportedAttachment(
        id="card",
        digest=DIGEST,
        format="hf_card",
        importer="hf_card",
        importer_version="1.0.0",
        valid=False,
        warnings=("a", "b"),
        unmapped_fields=("c",),
    )

    assert _facts({}, attachments=[attached])["attachments"] == {
        "card": {"digest": DIGEST, "format": "hf_card", "valid": False, "warnings": 2}
    }


def test_the_organisation_is_asked_about_this_system_and_its_people():
    """Only people whom the request names are answered, each as the organisation writes them."""
    organisation = Organisation(
        digest=DIGEST,
        people=PeopleFile.model_validate(
            {
                "people": [
                    {"id": "A@x.example", "human": True, "active": True, "roles": ["dpo", "dpo"]},
                    {"id": "b@x.example", "human": True, "active": True},
                ]
            }
        ),
        incidents_file=IncidentsFile.model_validate(
            {
                "incidents": [
                    {"id": "1", "system": "s", "severity": "sev1", "opened": "2026-11-01"},
                    {"id": "2", "system": "t", "severity": "sev1", "opened": "2026-11-01"},
                ]
            }
        ),
    )
    document = {"system": {"id": "S ", "owner": {"id": " a@X.example"}}}

    facts = _facts(document, organisation=organisation)

    assert facts["identity"] == {
        "A@x.example": {"active": True, "human": True, "roles": ["dpo"], "authority": None}
    }
    assert facts["history"]["open_sev1"] == 1
    assert facts["registries"]["concerns_open_high"] is None


def test_the_log_tells_what_is_live_staged_and_was_denied():
    """As it was handed in."""
    history = _History(_Live("1.0.0", (DIGEST,)), (DIGEST, DIGEST[:-1] + "b"), {"A.9.2-3": 2})

    facts = _facts({}, history=history)

    assert facts["live"] == {"version": "1.0.0", "digests": [DIGEST]}
    assert facts["staged"] == [DIGEST, DIGEST[:-1] + "b"]
    assert facts["history"]["denied_90d"] == {"A.9.2-3": 2}
    assert _facts({}, history=_History(None, (), {}))["live"] is None


@pytest.mark.parametrize("name", ["credit_high_prod", "search_minimal_prod"])
def test_two_complete_documents_are_reproduced(name):
    """Text measures, dangling references, quality and the clock, from their blocks alone."""
    path = shared("examples") / f"{name}.policy-input.json"
    blocks = json.loads(path.read_text(encoding="utf-8"))
    facts, clock = blocks.pop("facts"), blocks.pop("clock")

    ours = establish_facts(
        blocks,
        decision_id=facts["decision_id"],
        now=NOW,
        request_digest=facts["request_digest"],
    )

    assert ours.keys() == facts.keys()
    assert ours["text"] == facts["text"]
    assert ours["dangling"] == facts["dangling"]
    assert ours["quality"] == facts["quality"]
    assert ours["card_score"].keys() == facts["card_score"].keys()
    assert [fact["subject_ok"] for fact in ours["approvals"]] == [
        fact["subject_ok"] for fact in facts["approvals"]
    ]
    assert list(ours["evidence"]) == list(facts["evidence"])
    assert clock_of(leaves(blocks), facts, NOW) == clock


def test_the_same_inputs_give_the_same_bytes():
    """Whatever order the keys of an object were sent in does not matter to the clock."""
    document = {"a": "2026-11-23", "b": {"c": "2026-11-22"}}
    turned = {"b": {"c": "2026-11-22"}, "a": "2026-11-23"}

    assert canonical_bytes(clock_of(leaves(document), {}, NOW)) == canonical_bytes(
        clock_of(leaves(turned), {}, NOW)
    )
