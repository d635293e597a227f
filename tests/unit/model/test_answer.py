"""From a verdict to words, and to what the log keeps."""

import json

import orjson
import pytest

from gate.api.example import EXAMPLE
from gate.canon import digest_of
from gate.intake.submission import read_submission
from gate.model.answer import (
    Circumstances,
    decision_of,
    dry_run_of,
    links_of,
    results_of,
    subject_of,
)
from gate.model.decision import Input, Policy, UnloggedResults
from gate.model.entry import TreeHead
from gate.model.record import Provenance, record_of
from gate.model.verdict import Severity, Status, Verdict
from tests.mini import DECISION_ID, denied_input

SHA = "sha256:" + "0" * 64
PROVENANCE = Provenance(
    principal="ci",
    idempotency_key="k",
    body_hash=SHA,
    gate_version="1",
    gate_keyid="key",
    log_seen=TreeHead(0, "root"),
)


@pytest.fixture
def submission():
    return read_submission(json.dumps(EXAMPLE).encode())


@pytest.fixture
def circumstances(submission):
    return Circumstances(
        at="2026-11-23T09:00:00.000000Z",
        subject=subject_of(submission.request, submission.document),
        policy=Policy(release="mini", version=1, digest=SHA, engine="wasm", opa_version="1.2.3"),
        asked=Input(request_digest=SHA, attachments=(), organisation=None, quality_lists=SHA),
    )


@pytest.fixture
def verdict(mini_wasm):
    return Verdict.model_validate_json(mini_wasm.evaluate(denied_input(), seconds=10))


@pytest.fixture
def catalogue(mini_release):
    return mini_release.catalogue


def test_findings_get_their_words_from_the_catalogue(verdict, catalogue, circumstances):
    """Control, title, what is required, how to fix it; in the verdict's order."""
    decision = decision_of(verdict, catalogue, circumstances)

    assert [found.rule for found in decision.findings] == [f.rule for f in verdict.findings]
    for found in decision.findings:
        rule = catalogue.by_rule[found.rule]
        assert (found.control, found.title) == (rule.control, rule.title)
        assert (found.required, found.remediation) == (rule.required, rule.remediation)


def test_what_the_verdict_says_is_not_changed(verdict, catalogue, circumstances):
    """Outcome, tier, counts and every field of a finding."""
    decision = decision_of(verdict, catalogue, circumstances)

    assert (decision.outcome, decision.tier) == (verdict.outcome, verdict.tier)
    assert decision.summary == verdict.summary
    for found, said in zip(decision.findings, verdict.findings, strict=True):
        for name in type(said).model_fields:
            assert getattr(found, name) == getattr(said, name)


def test_a_decision_knows_where_it_is_read(verdict, catalogue, circumstances):
    """All addresses begin with its own."""
    links = decision_of(verdict, catalogue, circumstances).links

    assert links == links_of(DECISION_ID)
    assert links.self == f"/v1/decisions/{DECISION_ID}"
    assert all(link.startswith(links.self) for link in links.model_dump().values())


def test_a_dry_run_has_no_outcome(verdict, catalogue, circumstances):
    """Nothing of it can be mistaken for a decision."""
    fields = set(dry_run_of(verdict, catalogue, circumstances).model_dump())

    assert "would_be" in fields
    assert not {"outcome", "decision_id", "decided_at", "links", "log"} & fields


def test_results_name_every_rule_in_the_catalogues_order(verdict, catalogue):
    """With its title, whatever the verdict's own order is."""
    document = results_of(verdict, catalogue)
    results = UnloggedResults.model_validate_json(orjson.dumps(document))

    assert results.model_dump(mode="json") == document
    assert [item.rule for item in results.results] == [rule.rule for rule in catalogue.rules]
    assert all(item.status == verdict.results[item.rule].status for item in results.results)


def test_what_is_not_applicable_is_explained(verdict, catalogue):
    """In the rule's own words, in those of the Statement of Applicability, or in general."""
    rule = catalogue.rules[0].rule
    told = catalogue.model_copy(
        update={"rules": (catalogue.rules[0].model_copy(update={"reason": "Because."}),)}
    )
    own, soa = (
        {"status": "not_applicable", "reason": None},
        {
            "status": "not_applicable",
            "reason": "soa",
        },
    )

    def explained(result, words):
        document = {**verdict.model_dump(mode="json"), "results": {rule: result}}
        results = results_of(Verdict.model_validate_json(orjson.dumps(document)), words)
        return results["results"][0]["explanation"]

    untold = told.model_copy(update={"rules": (catalogue.rules[0],)})
    assert explained(own, told) == "Because."
    assert "not asked" in explained(own, untold)
    assert "Statement of Applicability" in explained(soa, told)
    assert explained({"status": "pass", "reason": None}, told) is None


def test_the_subject_lists_models_and_environment(submission):
    """By name, with the digest as stated, null where none is."""
    document = json.loads(json.dumps(submission.document))
    document["models"].append({"id": "m2", "name": "second"})
    digest = {"alg": "sha256", "value": "ab" * 32}
    document["resources"] = {"compute": {"environment_digest": digest}}
    artifacts = subject_of(submission.request, document).artifacts

    assert [artifact.name for artifact in artifacts] == ["embed-small", "second", "environment"]
    assert artifacts[1].digest is None
    assert artifacts[2].digest.model_dump() == digest


def test_the_record_names_every_content(verdict, catalogue, circumstances):
    """Policy input, answer and results by the digests of exactly the bytes that are kept."""
    decision = decision_of(verdict, catalogue, circumstances)
    entry, contents = record_of(
        decision,
        answer=decision.model_dump(mode="json"),
        results=results_of(verdict, catalogue),
        policy_input=b"{}",
        attached=(b"card",),
        provenance=PROVENANCE,
    )
    kept = {digest_of(content): content for content in contents}

    assert kept[entry.policy_input] == b"{}"
    assert orjson.loads(kept[entry.answer]) == decision.model_dump(mode="json")
    assert orjson.loads(kept[entry.results])["results"]
    assert digest_of(b"card") in kept
    assert entry.outcome == verdict.outcome.value
    assert set(entry.findings["deny"]) == {
        found.rule for found in verdict.findings if found.severity.value == "deny"
    }
    assert set(entry.controls) == {found.control for found in decision.findings}


def test_waived_and_observed_findings_have_no_severity_in_the_record(
    verdict, catalogue, circumstances
):
    """A waived rule is listed as waived, one that is only observed nowhere."""
    decision = decision_of(verdict, catalogue, circumstances)
    first, second, *rest = decision.findings
    waived = first.model_copy(update={"status": Status.WAIVED, "severity": Severity.OFF})
    observed = second.model_copy(update={"severity": Severity.OFF})
    changed = decision.model_copy(update={"findings": (waived, observed, *rest)})
    entry, _ = record_of(
        changed,
        answer=changed.model_dump(mode="json"),
        results=results_of(verdict, catalogue),
        policy_input=b"{}",
        attached=(),
        provenance=PROVENANCE,
    )

    assert entry.findings["waived"] == (first.rule,)
    named = [rule for rules in entry.findings.values() for rule in rules]
    assert sorted(named) == sorted([first.rule, *(found.rule for found in rest)])
