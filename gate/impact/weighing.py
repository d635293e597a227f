"""One past decision, under a candidate for a release: what was recorded, and what it would be.

The candidate evaluates the policy input of then as it was recorded, so its clock is the time of
then. What was decided is what the entry says, whatever the release of then would say today.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from gate.model.entry import DecisionEntry
from gate.model.record import rules_by_severity
from gate.replay.outcome import NotReplayable, Reason
from gate.replay.releases import Ready
from gate.replay.source import History

NOT_STATED: Final = "(not stated)"
_ALLOW: Final = "allow"
_DENY: Final = "deny"
_BLOCKS: Final = frozenset({"deny", "review"})
_RANK: Final = {"deny": 3, "review": 2, "warn": 1, "waived": 0}


class Turn(StrEnum):
    """How an outcome turns out otherwise. Only `LOOSENED` lets pass what did not."""

    LOOSENED = "loosened"
    EASED = "eased"
    HARDENED = "hardened"
    TIGHTENED = "tightened"


class Move(StrEnum):
    """How a rule's finding turns out otherwise."""

    ADDED = "added"
    REMOVED = "removed"
    HARDER = "harder"
    SOFTER = "softer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A decision as it was (`was`, `tier`, `before`) and as it would be (`now`, …, `after`).

    `before` and `after` have the severity of each rule with a finding: deny, review, warn or
    waived. `team` is the organisational unit that the request names (`system.org_unit`).
    """

    index: int
    entry: DecisionEntry
    team: str
    now: str
    tier_now: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def was(self) -> str:
        """The outcome as it was recorded."""
        return self.entry.outcome

    @property
    def turn(self) -> Turn | None:
        """How the outcome turns out otherwise; None where it is the same."""
        if self.was == self.now:
            return None
        if self.now == _ALLOW:
            return Turn.LOOSENED
        if self.was == _ALLOW:
            return Turn.TIGHTENED
        return Turn.EASED if self.was == _DENY else Turn.HARDENED

    def causes(self) -> tuple[str, ...]:
        """The rules that make the outcome another one, sorted.

        Where it is allowed now, every rule that stood against it; where it no longer is, every
        rule that stands against it; between denial and review, the rules that deny on one side.
        A record that names none has `NOT_STATED`.
        """
        match self.turn:
            case None:
                return ()
            case Turn.LOOSENED:
                found = {rule for rule, severity in self.before.items() if severity in _BLOCKS}
            case Turn.EASED:
                found = {rule for rule, severity in self.before.items() if severity == _DENY}
            case Turn.HARDENED:
                found = {rule for rule, severity in self.after.items() if severity == _DENY}
            case Turn.TIGHTENED:
                found = {rule for rule, severity in self.after.items() if severity in _BLOCKS}
        return tuple(sorted(found)) or (NOT_STATED,)

    def moves(self) -> Mapping[str, Move]:
        """The rules whose finding came, went, or has another severity."""
        found = {}
        for rule in self.before.keys() | self.after.keys():
            was, now = self.before.get(rule), self.after.get(rule)
            if was is None:
                found[rule] = Move.ADDED
            elif now is None:
                found[rule] = Move.REMOVED
            elif was != now:
                found[rule] = Move.HARDER if _RANK[now] > _RANK[was] else Move.SOFTER
        return found


def weigh(index: int, entry: DecisionEntry, history: History, candidate: Ready) -> Weighed:
    """Evaluate the candidate on what a decision rested on.

    Raises:
        NotReplayable: the policy input is not there or not what it was, or there was no engine.
        EngineAnswerInvalid: the candidate gives no verdict on it.
    """
    document = _policy_input(index, entry, history)
    verdict = candidate.verdict(document, entry.decision_id)
    return Weighed(
        index=index,
        entry=entry,
        team=_team(document),
        now=verdict.outcome.value,
        tier_now=verdict.tier.effective.value,
        before=_severities(entry.findings),
        after=_severities(rules_by_severity(verdict.findings)),
    )


def _policy_input(index: int, entry: DecisionEntry, history: History) -> dict[str, Any]:
    """The policy input, when it is the one of this decision."""
    document = history.document(entry.policy_input, index)
    try:
        stated = document["facts"]["decision_id"]
    except (KeyError, TypeError) as error:
        raise NotReplayable(Reason.ENTRY_CORRUPT) from error
    if stated != entry.decision_id:
        raise NotReplayable(Reason.ENTRY_CORRUPT)
    return document


def _team(document: dict[str, Any]) -> str:
    system = document.get("system")
    unit = system.get("org_unit") if isinstance(system, dict) else None
    return unit.strip() or NOT_STATED if isinstance(unit, str) else NOT_STATED


def _severities(findings: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {rule: severity for severity, rules in findings.items() for rule in rules}
