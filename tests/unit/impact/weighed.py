"""Decisions as they were and as they would be, for tests that count them."""

from typing import Any

from gate.impact.weighing import Weighed
from tests.logs import entry

OUTCOME = {"deny": "deny", "review": "needs_review"}


def outcome_of(findings: dict[str, str]) -> str:
    """What these severities come to."""
    return next((OUTCOME[each] for each in OUTCOME if each in findings.values()), "allow")


def weighed(
    before: dict[str, str],
    after: dict[str, str],
    *,
    index: int = 0,
    team: str = "lending",
    tier_now: str = "limited",
    **fields: Any,
) -> Weighed:
    """Decision `index`, with the severity of each rule before and after."""
    return Weighed(
        index=index,
        entry=entry(index, outcome=outcome_of(before), **fields),
        team=team,
        now=outcome_of(after),
        tier_now=tier_now,
        before=before,
        after=after,
    )
