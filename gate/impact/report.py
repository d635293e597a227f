"""The report on a candidate: what changes, and whether that is approved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gate.impact.approvals import ApprovedRule
from gate.impact.tally import COLUMNS, GROUPS, Tally
from gate.impact.weighing import Turn
from gate.model.catalogue import Catalogue
from gate.policy.release import Release
from gate.replay.outcome import Reason


class Judgement(StrEnum):
    """What the report comes to."""

    LOOSENS = "loosens"
    INCOMPLETE = "incomplete"
    PASSES = "passes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a candidate is judged by.

    `removed` are rules that the history knows and the candidate does not have, `unread` releases
    that decisions cite and the history does not have, `accepted` reasons for which a decision may
    remain unweighed.
    """

    approvals: tuple[ApprovedRule, ...] = ()
    removed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    accepted: frozenset[str] = frozenset()

    def unapproved(self) -> tuple[str, ...]:
        """The removed rules that nobody approved."""
        return tuple(rule for rule in self.removed if rule not in self._approved())

    def _approved(self) -> frozenset[str]:
        return frozenset(approval.rule for approval in self.approvals)


def report_of(tally: Tally, candidate: Release, terms: Terms) -> dict[str, Any]:
    """The report as JSON; every form of it is made from this."""
    loosened = tuple(
        sorted(rule for rule, row in tally.groups["rule"].items() if row[Turn.LOOSENED])
    )
    needed = sorted({*loosened, *terms.removed})
    approved = {approval.rule: approval for approval in terms.approvals}
    missing = [rule for rule in needed if rule not in approved]
    return {
        "candidate": {"release": candidate.id, "digest": candidate.digest},
        "judgement": str(_judgement(tally, terms, missing)),
        "decisions": tally.decisions,
        "first": tally.first,
        "last": tally.last,
        "turns": _turns(tally),
        "outcomes": _pairs(tally.outcomes),
        "tiers": _pairs(tally.tiers),
        "by": {group: _rows(group, tally.groups[group], candidate.catalogue) for group in GROUPS},
        "systems": tally.systems.told(),
        "approvals": {
            "missing": missing,
            "approved": [approved[rule].model_dump() for rule in needed if rule in approved],
            "stale": sorted(approved.keys() - set(needed)),
            "removed": list(terms.removed),
        },
        "flips": tally.flips,
        "not_replayable": dict(sorted(tally.not_replayable.items())),
        "unreplayed": tally.unreplayed,
        "unread_releases": list(terms.unread),
    }


def _judgement(tally: Tally, terms: Terms, missing: list[str]) -> Judgement:
    if missing:
        return Judgement.LOOSENS
    lost = tally.not_replayable.keys() - terms.accepted
    unread = terms.unread and Reason.RELEASE_MISSING not in terms.accepted
    return Judgement.INCOMPLETE if lost or unread else Judgement.PASSES


def _turns(tally: Tally) -> dict[str, int]:
    """Every decision is in one row of the environments."""
    rows = tally.groups["environment"].values()
    return {str(turn): sum(row[turn] for row in rows) for turn in Turn}


def _pairs(counted: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"was": was, "now": now, "decisions": n}
        for (was, now), n in sorted(counted.items())
        if was != now
    ]


def _rows(
    group: str, rows: Mapping[str, Counter[str]], catalogue: Catalogue
) -> list[dict[str, Any]]:
    """Every name with its counts: those with the most flips first, then the most moves."""
    told = [
        {"name": name, "title": _title(group, name, catalogue)}
        | {column: row[column] for column in COLUMNS}
        for name, row in rows.items()
    ]
    return sorted(
        told,
        key=lambda row: (
            -sum(row[turn] for turn in Turn),
            -sum(row[column] for column in COLUMNS[1 + len(Turn) :]),
            row["name"],
        ),
    )


def _title(group: str, name: str, catalogue: Catalogue) -> str:
    if group == "rule" and name in catalogue.by_rule:
        return catalogue.by_rule[name].title
    if group == "control" and name in catalogue.by_control:
        return catalogue.by_control[name].title
    return ""
