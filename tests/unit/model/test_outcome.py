"""What follows from results and findings, computed a second time."""

import itertools
from typing import Any

import orjson
import pytest

from gate.errors import EngineAnswerInvalid
from gate.model.outcome import check_agreement, outcome_of, severity_of, summary_of
from gate.model.verdict import Mode, Outcome, RuleResult, Severity, Status, Summary, Verdict

RULES = ("GATE-1", "M.1-1", "M.1-2", "M.2-1", "M.2-2")
EFFECT = {
    "enforce": {"deny": "deny", "review": "review", "warn": "warn", "off": "off"},
    "warn": {"deny": "warn", "review": "warn", "warn": "warn", "off": "off"},
    "observe": {"deny": "off", "review": "off", "warn": "off", "off": "off"},
    "off": {"deny": "off", "review": "off", "warn": "off", "off": "off"},
}


def finding(rule: str, **changes: object) -> dict[str, Any]:
    """A finding that denies, with changes."""
    return {
        "rule": rule,
        "status": "fail",
        "severity": "deny",
        "would_be": "deny",
        "mode": "enforce",
        "blocks_from": None,
        "reason": None,
        "waiver": None,
        "pointers": ["/data"],
        "found": None,
        **changes,
    }


def waived(rule: str, index: int, state: str = "active") -> dict[str, Any]:
    """A finding that a waiver covers."""
    waiver = {"index": index, "state": state, "codes": [], "ends_in_days": 40.5}
    return finding(rule, status="waived", severity="off", waiver=waiver)


def verdict(**changes: object) -> Verdict:
    """A verdict that agrees with itself: one deny, one waived, one warn, one pass, one off."""
    document = {
        "release": "mini/1/sha256:00",
        "input": "0",
        "outcome": "deny",
        "tier": {"declared": "high", "effective": "high", "reasons": []},
        "summary": {
            "deny": 1,
            "review": 0,
            "warn": 1,
            "waived": 1,
            "passed": 1,
            "not_applicable": 0,
            "off": 1,
        },
        "results": {
            "GATE-1": {"status": "fail", "reason": None},
            "M.1-1": {"status": "pass", "reason": None},
            "M.1-2": {"status": "waived", "reason": None},
            "M.2-1": {"status": "missing", "reason": None},
            "M.2-2": {"status": "stale", "reason": None},
        },
        "findings": [
            finding("GATE-1"),
            finding("M.2-1", status="missing", severity="warn", would_be="warn"),
            waived("M.1-2", 0),
        ],
        "waivers": [{"index": 0, "state": "active", "codes": [], "unused": False}],
    }

    return Verdict.model_validate_json(orjson.dumps({**document, **changes}))


@pytest.mark.parametrize(("mode", "would_be"), list(itertools.product(Mode, Severity)))
def test_severity_follows_the_table_of_modes(mode: Mode, would_be: Severity) -> None:
    """Each mode softens each severity exactly as the rules' table says."""
    assert severity_of(would_be, mode, Status.FAIL) == EFFECT[mode][would_be]


@pytest.mark.parametrize(("mode", "would_be"), list(itertools.product(Mode, Severity)))
def test_a_waived_rule_has_no_severity(mode: Mode, would_be: Severity) -> None:
    """A waiver that holds takes the severity away, whatever it would be."""
    assert severity_of(would_be, mode, Status.WAIVED) is Severity.OFF


@pytest.mark.parametrize(
    ("deny", "review", "expected"),
    [
        (0, 0, Outcome.ALLOW),
        (0, 1, Outcome.NEEDS_REVIEW),
        (1, 0, Outcome.DENY),
        (1, 9, Outcome.DENY),
    ],
)
def test_outcome_rests_on_deny_and_review_alone(deny: int, review: int, expected: Outcome) -> None:
    """Warnings, waivers and passes have no say."""
    summary = Summary(deny=deny, review=review, warn=7, waived=7, passed=7, not_applicable=7, off=7)

    assert outcome_of(summary) is expected


def test_counts_add_up_to_the_catalogue() -> None:
    """Every rule is counted once, and what nothing claims is off."""
    given = verdict()

    summary = summary_of(given.results, given.findings)

    assert sum(summary.model_dump().values()) == len(RULES)
    assert summary.off == 1


def test_more_findings_than_rules_do_not_add_up() -> None:
    """Counts cannot go below nothing."""
    results = {"GATE-1": RuleResult(status=Status.PASS, reason=None)}

    with pytest.raises(EngineAnswerInvalid, match="add up"):
        summary_of(results, verdict().findings)


def test_a_verdict_that_agrees_with_itself_is_accepted() -> None:
    """Nothing is refused that follows from its own results."""
    check_agreement(verdict(), RULES)


def _summary(**changes: int) -> dict[str, int]:
    return {**verdict().summary.model_dump(), **changes}


def _results(**changes: object) -> dict[str, Any]:
    results = verdict().model_dump(mode="json")["results"]
    return {**results, **{key.replace("_", "."): value for key, value in changes.items()}}


GATE, WARNS, WAIVED = (
    finding("GATE-1"),
    finding("M.2-1", status="missing", severity="warn", would_be="warn"),
    waived("M.1-2", 0),
)


def _with_waiver(state: str, codes: list[str], ends: float | None) -> dict[str, Any]:
    """GATE-1 shows a second waiver, which does not hold."""
    told = {"index": 1, "state": state, "codes": codes}
    return {
        "findings": [{**GATE, "waiver": {**told, "ends_in_days": ends}}, WARNS, WAIVED],
        "waivers": [
            {"index": 0, "state": "active", "codes": [], "unused": False},
            {**told, "unused": False},
        ],
    }


LIED = {
    "outcome says allow": {"outcome": "allow"},
    "outcome says review": {"outcome": "needs_review"},
    "one deny less": {"summary": _summary(deny=0, off=2)},
    "one pass more": {"summary": _summary(passed=2, off=0)},
    "counts too small": {"summary": _summary(off=0)},
    "counts too large": {"summary": _summary(off=2)},
    "a rule of the catalogue is missing": {
        "results": {rule: result for rule, result in _results().items() if rule != "M.2-2"},
        "summary": _summary(off=0),
    },
    "a rule that nobody knows": {
        "results": {**_results(), "M.9-9": {"status": "pass", "reason": None}},
        "summary": _summary(passed=2),
    },
    "no results": {"results": {}, "findings": [], "summary": _summary()},
    "a finding twice": {
        "findings": [GATE, GATE, WARNS, WAIVED],
        "summary": _summary(deny=2, off=0),
    },
    "a finding of a rule that passes": {
        "findings": [GATE, finding("M.1-1", status="pass"), WARNS, WAIVED]
    },
    "a finding of a rule that nobody knows": {"findings": [GATE, finding("M.9-9"), WARNS, WAIVED]},
    "a finding with another status": {"findings": [{**GATE, "status": "stale"}, WARNS, WAIVED]},
    "a finding of a rule that does not apply": {
        "results": {**_results(), "M.1-1": {"status": "not_applicable", "reason": None}},
        "findings": [GATE, finding("M.1-1", status="not_applicable"), WARNS, WAIVED],
        "summary": _summary(deny=2, passed=0, not_applicable=1, off=0),
    },
    "a finding with another reason": {
        "results": {**_results(), "GATE-1": {"status": "fail", "reason": "soa_not_implemented"}}
    },
    "a deny softened without a mode": {
        "findings": [{**GATE, "severity": "warn"}, WARNS, WAIVED],
        "summary": _summary(deny=0, warn=2),
        "outcome": "allow",
    },
    "a mode that softens more than it may": {
        "findings": [{**GATE, "severity": "off", "mode": "warn"}, WARNS, WAIVED],
        "summary": _summary(deny=0, off=2),
        "outcome": "allow",
    },
    "a mode that hardens": {"findings": [{**GATE, "mode": "observe"}, WARNS, WAIVED]},
    "a finding without effect": {
        "findings": [
            GATE,
            WARNS,
            WAIVED,
            finding("M.2-2", status="stale", severity="off", would_be="off"),
        ]
    },
    "waived in the results, without a finding": {"findings": [GATE, WARNS]},
    "waived without a waiver": {"findings": [GATE, WARNS, {**WAIVED, "waiver": None}]},
    "waived by an expired waiver": {
        "findings": [GATE, WARNS, waived("M.1-2", 0, "expired")],
        "waivers": [{"index": 0, "state": "expired", "codes": [], "unused": False}],
    },
    "waived by a waiver that is not listed": {"waivers": []},
    "waived by a waiver in another state": {
        "waivers": [{"index": 0, "state": "expiring", "codes": [], "unused": False}]
    },
    "waivers out of order": {
        "waivers": [
            {"index": 1, "state": "active", "codes": [], "unused": True},
            {"index": 0, "state": "active", "codes": [], "unused": False},
        ]
    },
    "a waiver that is told differently": {
        "waivers": [{"index": 0, "state": "active", "codes": ["role"], "unused": False}]
    },
    "a waiver that is shown and unused": {
        "waivers": [{"index": 0, "state": "active", "codes": [], "unused": True}]
    },
    "an invalid waiver without a code": _with_waiver("invalid", [], 3),
    "an active waiver with a code": {
        "waivers": [
            {"index": 0, "state": "active", "codes": [], "unused": False},
            {"index": 1, "state": "active", "codes": ["role"], "unused": False},
        ]
    },
    "a code twice": _with_waiver("invalid", ["role", "role"], 3),
    "an active waiver that has ended": {
        "findings": [GATE, WARNS, {**WAIVED, "waiver": {**WAIVED["waiver"], "ends_in_days": 0}}]
    },
    "an active waiver without an end": {
        "findings": [GATE, WARNS, {**WAIVED, "waiver": {**WAIVED["waiver"], "ends_in_days": None}}]
    },
    "an expired waiver that has not ended": _with_waiver("expired", [], 0.5),
    "a pending waiver that has ended": _with_waiver("pending", [], 0),
    "excluded and failing": {
        "results": {**_results(), "M.2-2": {"status": "stale", "reason": "soa"}}
    },
    "excluded and passing": {
        "results": {**_results(), "M.1-1": {"status": "pass", "reason": "soa"}}
    },
    "not implemented and passing": {
        "results": {**_results(), "M.1-1": {"status": "pass", "reason": "soa_not_implemented"}}
    },
    "not implemented and stale": {
        "results": {**_results(), "M.2-2": {"status": "stale", "reason": "soa_not_implemented"}}
    },
    "a finding that hides its reason": {
        "results": {**_results(), "GATE-1": {"status": "fail", "reason": "soa_not_implemented"}}
    },
    "not waived although the waiver holds": {
        "findings": [{**GATE, "waiver": WAIVED["waiver"]}, WARNS, WAIVED]
    },
    "blocks from a date although it blocks now": {
        "findings": [{**GATE, "blocks_from": "2027-01-01"}, WARNS, WAIVED]
    },
    "blocks from a date although it never will": {
        "findings": [GATE, {**WARNS, "mode": "warn", "blocks_from": "2027-01-01"}, WAIVED]
    },
}


@pytest.mark.parametrize("changes", LIED.values(), ids=LIED)
def test_a_verdict_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    """Whatever the engine derived wrongly, nothing of its answer is used."""
    with pytest.raises(EngineAnswerInvalid):
        check_agreement(verdict(**changes), RULES)


def test_an_announced_block_is_accepted() -> None:
    """A rule that will deny from a day on warns until then, and says from when."""
    announced = {**GATE, "mode": "warn", "severity": "warn", "blocks_from": "2027-01-01"}
    summary = _summary(deny=0, warn=2)

    check_agreement(
        verdict(findings=[announced, WARNS, WAIVED], summary=summary, outcome="allow"), RULES
    )


def test_an_observed_rule_is_listed_and_counted_as_off() -> None:
    """Observation shows what would have been, and has no effect."""
    observed = {**GATE, "mode": "observe", "severity": "off"}
    summary = _summary(deny=0, off=2)

    check_agreement(
        verdict(findings=[WARNS, WAIVED, observed], summary=summary, outcome="allow"), RULES
    )


@pytest.mark.parametrize(
    ("state", "codes", "ends"),
    [
        ("invalid", ["scope", "role"], None),
        ("invalid", ["dates"], -400.0),
        ("expired", [], 0),
        ("expired", [], -12.5),
        ("pending", [], 20),
    ],
)
def test_a_waiver_that_does_not_hold_is_shown_by_its_finding(
    state: str, codes: list[str], ends: float | None
) -> None:
    """It is named with its state, and has no effect."""
    check_agreement(verdict(**_with_waiver(state, codes, ends)), RULES)


def test_a_waiver_of_a_rule_that_passes_is_unused() -> None:
    """No finding shows it."""
    waivers = [
        {"index": 0, "state": "active", "codes": [], "unused": False},
        {"index": 1, "state": "active", "codes": [], "unused": True},
    ]

    check_agreement(verdict(waivers=waivers), RULES)


def test_reasons_of_the_statement_of_applicability_are_accepted() -> None:
    """What is excluded does not apply; what is not implemented fails, or is waived."""
    admitted = {"reason": "soa_not_implemented"}
    results = {
        **_results(),
        "GATE-1": {"status": "fail", **admitted},
        "M.1-1": {"status": "not_applicable", "reason": "soa"},
        "M.1-2": {"status": "waived", **admitted},
    }

    check_agreement(
        verdict(
            results=results,
            findings=[{**GATE, **admitted}, WARNS, {**WAIVED, **admitted}],
            summary=_summary(passed=0, not_applicable=1),
        ),
        RULES,
    )


def test_a_day_is_announced_whatever_the_weaker_mode_is() -> None:
    """An organisation may let a rollout begin with observing."""
    announced = {**GATE, "mode": "observe", "severity": "off", "blocks_from": "2027-01-01"}
    summary = _summary(deny=0, off=2)

    check_agreement(
        verdict(findings=[WARNS, WAIVED, announced], summary=summary, outcome="allow"), RULES
    )
