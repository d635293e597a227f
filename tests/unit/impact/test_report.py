"""The report: what a candidate comes to, with and without approval."""

from typing import Any

import pytest

from gate.impact.approvals import ApprovedRule
from gate.impact.report import Terms, report_of
from gate.impact.tally import Tally
from gate.policy.release import shipped_release
from tests.unit.impact.weighed import weighed

RULE, OTHER = "A.9.2-4", "A.9.2-5"
LOOSENED = weighed({RULE: "review"}, {})
EASED = weighed({RULE: "deny"}, {RULE: "review"}, index=1)
TIGHTENED = weighed({}, {OTHER: "deny"}, index=2)


def approved(*rules: str) -> tuple[ApprovedRule, ...]:
    return tuple(ApprovedRule(rule=rule, reason="Because.", approver="petra") for rule in rules)


def report(*decisions: Any, lost: str | None = None, **terms: Any) -> dict[str, Any]:
    release = shipped_release()
    tally = Tally()
    for each in decisions:
        tally.add(each, release.catalogue)
    if lost:
        tally.lose(9, lost)
    return report_of(tally, release, Terms(**terms))


@pytest.mark.parametrize(
    ("decisions", "terms", "judgement"),
    [
        ((), {}, "passes"),
        ((EASED, TIGHTENED), {}, "passes"),
        ((LOOSENED,), {}, "loosens"),
        ((LOOSENED,), {"approvals": approved(OTHER)}, "loosens"),
        ((LOOSENED,), {"approvals": approved(RULE)}, "passes"),
        ((), {"removed": (OTHER,)}, "loosens"),
        ((), {"removed": (OTHER,), "approvals": approved(OTHER)}, "passes"),
        ((), {"lost": "redacted"}, "incomplete"),
        ((), {"lost": "redacted", "accepted": frozenset({"redacted"})}, "passes"),
        ((), {"lost": "no_verdict", "accepted": frozenset({"redacted"})}, "incomplete"),
        ((LOOSENED,), {"lost": "redacted"}, "loosens"),
        ((), {"unread": ("sha256:0",)}, "incomplete"),
        ((), {"unread": ("sha256:0",), "accepted": frozenset({"release_missing"})}, "passes"),
    ],
)
def test_only_unapproved_loosening_fails(
    decisions: tuple[Any, ...], terms: dict[str, Any], judgement: str
) -> None:
    """And what could not be weighed leaves the question open, unless that is accepted."""
    assert report(*decisions, **terms)["judgement"] == judgement


def test_approvals_are_matched_with_what_is_loosened() -> None:
    """What is missing, what was approved by whom, and what is approved for nothing."""
    told = report(LOOSENED, removed=("A.1-1",), approvals=approved(RULE, OTHER))["approvals"]

    assert told == {
        "missing": ["A.1-1"],
        "approved": [{"rule": RULE, "reason": "Because.", "approver": "petra"}],
        "stale": [OTHER],
        "removed": ["A.1-1"],
    }


def test_counts_and_titles_come_with_the_names() -> None:
    """Names with the most flips first."""
    told = report(LOOSENED, EASED, TIGHTENED)

    assert told["turns"] == {"loosened": 1, "eased": 1, "hardened": 0, "tightened": 1}
    assert [(row["name"], row["loosened"], row["eased"]) for row in told["by"]["rule"]] == [
        (RULE, 1, 1),
        (OTHER, 0, 0),
    ]
    assert told["by"]["rule"][0]["title"].startswith("The system can be stopped")
    assert told["by"]["control"][0]["title"] == "Responsible-use processes"
    assert told["by"]["team"][0]["title"] == ""
    assert told["outcomes"][0] == {"was": "allow", "now": "deny", "decisions": 1}
