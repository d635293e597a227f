"""What is missing of each control, beside what the Statement of Applicability says of it."""

import json

import pytest

from gate.api.example import EXAMPLE
from gate.intake.submission import read_submission
from gate.model.answer import Circumstances, subject_of
from gate.model.catalogue import Catalogue, Control, Rule
from gate.model.decision import Input, Policy
from gate.model.gap_report import family_of, gap_report_of
from gate.model.outcome import summary_of
from gate.model.verdict import (
    EffectiveTier,
    FindingWaiver,
    Mode,
    Outcome,
    RuleFinding,
    RuleResult,
    Severity,
    Status,
    Tier,
    Verdict,
    WaiverState,
)

SHA = "sha256:" + "0" * 64


def rule(name, control):
    return Rule(
        rule=name,
        control=control,
        title=f"{name} holds",
        required="something",
        remediation=f"Fix {name}.",
        profile="S",
        needs=("oversight.stop",),
    )


CATALOGUE = Catalogue(
    controls=(
        Control(control="GATE", title="The gate's own", order=0),
        Control(control="A.7.2", title="Data", order=1),
        Control(control="A.7.4", title="Quality", order=2),
        Control(control="A.10.2", title="Suppliers", order=3),
        Control(control="CL-6.1.2/8.2", title="Risks", order=4),
    ),
    rules=(
        rule("GATE-1", "GATE"),
        rule("A.7.2-1", "A.7.2"),
        rule("A.7.2-2", "A.7.2"),
        rule("A.7.4-1", "A.7.4"),
        rule("A.10.2-1", "A.10.2"),
        rule("CL-6.1.2/8.2-1", "CL-6.1.2/8.2"),
    ),
)
WAIVER = FindingWaiver(index=0, state=WaiverState.ACTIVE, codes=(), ends_in_days=9.0)


def finding(name, status, **changes):
    values = {
        "rule": name,
        "status": status,
        "severity": Severity.DENY,
        "would_be": Severity.DENY,
        "mode": Mode.ENFORCE,
        "blocks_from": None,
        "reason": None,
        "waiver": None,
        "pointers": ("/data/0",),
        "found": {"data": []},
    }
    return RuleFinding(**{**values, **changes})


def verdict(findings=(), **statuses):
    """Every rule passes but those of `findings`, and those named with another status."""
    results = {name: RuleResult(status=Status.PASS, reason=None) for name in CATALOGUE.by_rule}
    results |= {each.rule: RuleResult(status=each.status, reason=None) for each in findings}
    results |= {
        name: RuleResult(status=status, reason=None)
        for name, status in statuses.get("others", {}).items()
    }
    return Verdict(
        release="r",
        input="d",
        outcome=Outcome.DENY,
        tier=EffectiveTier(declared=Tier.HIGH, effective=Tier.HIGH, reasons=()),
        summary=summary_of(results, findings),
        results=results,
        findings=tuple(findings),
        waivers=(),
    )


@pytest.fixture
def circumstances():
    submission = read_submission(json.dumps(EXAMPLE).encode())
    return Circumstances(
        at="2026-11-23T09:00:00.000000Z",
        subject=subject_of(submission.request, submission.document),
        policy=Policy(release="mini", version=1, digest=SHA, engine="wasm", opa_version="1.2.3"),
        asked=Input(request_digest=SHA, attachments=(), organisation=None, quality_lists=SHA),
    )


def soa(*entries):
    return {"risk": {"soa": {"entries": list(entries)}}}


def claim(control, implemented="yes", *, applicable=True):
    return {"control_id": control, "applicable": applicable, "implemented": implemented}


def control_of(report, name):
    return next(
        control
        for family in report.families
        for control in family.controls
        if control.control == name
    )


@pytest.mark.parametrize(
    ("control", "family"),
    [
        ("A.7.4", "A.7"),
        ("A.10.2", "A.10"),
        ("A.6.2.8", "A.6"),
        ("CL-6.1.2/8.2", "CL-6"),
        ("CL-10.2", "CL-10"),
        ("GATE", "GATE"),
        ("ACME.1", "ACME"),
    ],
)
def test_a_control_belongs_to_a_family(control, family):
    """Annex A by its first number, clauses by theirs, an organisation's own by their letters."""
    assert family_of(control) == family


def test_families_keep_the_order_of_the_catalogue(circumstances):
    """A.10 comes after A.7, and not before it as text would sort."""
    report = gap_report_of(verdict(), CATALOGUE, circumstances, {})

    assert [each.family for each in report.families] == ["GATE", "A.7", "A.10", "CL-6"]
    assert [each.control for each in report.families[1].controls] == ["A.7.2", "A.7.4"]


def test_there_is_no_outcome(circumstances):
    """Neither as `outcome` nor as `would_be`: nobody can take a report for a decision."""
    document = gap_report_of(verdict(), CATALOGUE, circumstances, {}).model_dump()

    assert not {"outcome", "would_be", "decision_id"} & document.keys()


def test_a_gap_has_the_words_of_the_catalogue_and_the_places_of_the_finding(circumstances):
    """What is missing, where, and the fix."""
    found = verdict([finding("A.7.2-1", Status.MISSING)])

    (gap,) = control_of(gap_report_of(found, CATALOGUE, circumstances, {}), "A.7.2").gaps

    assert (gap.rule, gap.status, gap.would_be) == ("A.7.2-1", Status.MISSING, Severity.DENY)
    assert (gap.title, gap.remediation) == ("A.7.2-1 holds", "Fix A.7.2-1.")
    assert gap.places == ("/data/0",)


def test_a_rule_without_effect_here_is_in_it(circumstances):
    """There is no finding of it; the paths that the rule needs say where to look."""
    found = verdict(others={"A.7.4-1": Status.FAIL})

    (gap,) = control_of(gap_report_of(found, CATALOGUE, circumstances, {}), "A.7.4").gaps

    assert (gap.status, gap.would_be) == (Status.FAIL, None)
    assert gap.places == ("oversight.stop",)


def test_a_softened_rule_shows_what_it_will_do(circumstances):
    """The mode of a rollout does not hide a gap."""
    softened = finding("A.7.2-1", Status.FAIL, severity=Severity.OFF, mode=Mode.OBSERVE)

    (gap,) = control_of(
        gap_report_of(verdict([softened]), CATALOGUE, circumstances, {}), "A.7.2"
    ).gaps

    assert gap.would_be is Severity.DENY


def test_every_rule_is_counted_once(circumstances):
    """In its control, in its family and in all, with waived rules apart."""
    waived = finding("A.7.2-1", Status.WAIVED, severity=Severity.OFF, waiver=WAIVER)
    found = verdict(
        [waived, finding("A.7.2-2", Status.STALE)], others={"A.10.2-1": Status.NOT_APPLICABLE}
    )

    report = gap_report_of(found, CATALOGUE, circumstances, {})

    assert report.counts.model_dump() == {
        "rules": 6,
        "passed": 3,
        "gaps": 1,
        "waived": 1,
        "not_applicable": 1,
    }
    assert report.families[1].counts.model_dump() == {
        "rules": 3,
        "passed": 1,
        "gaps": 1,
        "waived": 1,
        "not_applicable": 0,
    }
    assert [gap.status for gap in control_of(report, "A.7.2").gaps] == ["waived", "stale"]


@pytest.mark.parametrize(
    ("implemented", "status", "contradicts"),
    [
        ("yes", Status.FAIL, True),
        ("yes", Status.PASS, False),
        ("yes", Status.NOT_APPLICABLE, False),
        ("partial", Status.FAIL, False),
        ("no", Status.FAIL, False),
    ],
)
def test_the_statement_is_set_beside_what_was_found(
    circumstances, implemented, status, contradicts
):
    """It is contradicted only where it says `yes` and a rule is not met."""
    found = verdict(others={"A.7.4-1": status})
    document = soa(claim("A.7.4", implemented), claim("A.7.2"))

    control = control_of(gap_report_of(found, CATALOGUE, circumstances, document), "A.7.4")

    assert [each.implemented for each in control.soa] == [implemented]
    assert control.contradicts is contradicts


def test_a_waived_rule_does_not_contradict_the_statement(circumstances):
    """Somebody answers for it."""
    waived = finding("A.7.4-1", Status.WAIVED, severity=Severity.OFF, waiver=WAIVER)

    report = gap_report_of(verdict([waived]), CATALOGUE, circumstances, soa(claim("A.7.4")))

    assert not control_of(report, "A.7.4").contradicts


def test_a_statement_that_says_two_things_is_shown_twice(circumstances):
    """In its own order; nothing is chosen."""
    document = soa(claim("A.7.4", "no"), claim("A.7.4", "yes"))

    control = control_of(gap_report_of(verdict(), CATALOGUE, circumstances, document), "A.7.4")

    assert [each.implemented for each in control.soa] == ["no", "yes"]


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"risk": None},
        {"risk": {"soa": []}},
        {"risk": {"soa": {"entries": {"A.7.4": "yes"}}}},
        soa(None, "A.7.4", {"control_id": 7}),
    ],
)
def test_what_is_no_statement_says_nothing(circumstances, document):
    """And breaks nothing."""
    report = gap_report_of(verdict(), CATALOGUE, circumstances, document)

    assert {control.soa for family in report.families for control in family.controls} == {()}


def test_values_of_another_type_are_no_claim(circumstances):
    """`"yes"` under `applicable` is not true."""
    document = soa({"control_id": "A.7.4", "applicable": "yes", "implemented": 1})

    control = control_of(gap_report_of(verdict(), CATALOGUE, circumstances, document), "A.7.4")

    assert [(each.applicable, each.implemented) for each in control.soa] == [(None, None)]
