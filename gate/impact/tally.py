"""What comes of many decisions under a candidate: counts of everything, the first flips by index.

Counts are kept by name (of a rule, a control, a team, a tier, an environment), so what is kept does
not grow with the history.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from gate.impact.systems import Systems
from gate.impact.weighing import Move, Turn, Weighed
from gate.limits import IMPACT_GROUPS_MAX, IMPACT_LISTED_MAX
from gate.model.catalogue import Catalogue

GROUPS: Final = ("rule", "control", "team", "tier", "environment")
COLUMNS: Final = ("decisions", *map(str, Turn), *map(str, Move))
OTHERS: Final = "(others)"
"""The name under which what comes after the most names of a group is counted."""

_LISTS: Final = ("flips", "unreplayed")


class Tally:
    """Counts of decisions; `systems` takes notice of those that nothing is counted of, too."""

    def __init__(self) -> None:
        self.systems = Systems()
        self.outcomes: Counter[tuple[str, str]] = Counter()
        self.tiers: Counter[tuple[str, str]] = Counter()
        self.groups: dict[str, dict[str, Counter[str]]] = {group: {} for group in GROUPS}
        self.not_replayable: Counter[str] = Counter()
        self.flips: list[dict[str, Any]] = []
        self.unreplayed: list[dict[str, Any]] = []
        self.first: str | None = None
        self.last: str | None = None

    def add(self, weighed: Weighed, catalogue: Catalogue) -> None:
        """Count one decision; `catalogue` is that of the candidate."""
        entry = weighed.entry
        self._span(entry.decided_at, entry.decided_at)
        self.outcomes[weighed.was, weighed.now] += 1
        self.tiers[entry.tier_effective, weighed.tier_now] += 1
        for group, name, counts in _counted(weighed, catalogue):
            self._row(group, name).update(counts)
        if weighed.turn is not None:
            self.flips.append(_flip(weighed))

    def lose(self, index: int, reason: str) -> None:
        """Count an entry that could not be weighed."""
        self.not_replayable[reason] += 1
        self.unreplayed.append({"index": index, "reason": reason})

    def merge(self, part: dict[str, Any]) -> None:
        """Count what another tally counted (its `document`); parts come in the log's order."""
        self.systems.merge(part["systems"])
        self.outcomes.update({(was, now): n for was, now, n in part["outcomes"]})
        self.tiers.update({(was, now): n for was, now, n in part["tiers"]})
        self.not_replayable.update(part["not_replayable"])
        for group, rows in part["groups"].items():
            for name, counts in rows.items():
                self._row(group, name).update(counts)
        for name in _LISTS:
            listed = getattr(self, name)
            listed += part[name][: IMPACT_LISTED_MAX - len(listed)]
        if part["first"] is not None:
            self._span(part["first"], part["last"])

    def document(self) -> dict[str, Any]:
        """The tally as JSON; lists end at their bound, counts do not."""
        return {
            "systems": self.systems.document(),
            "outcomes": [[*pair, n] for pair, n in sorted(self.outcomes.items())],
            "tiers": [[*pair, n] for pair, n in sorted(self.tiers.items())],
            "groups": {
                group: {name: dict(counts) for name, counts in rows.items()}
                for group, rows in self.groups.items()
            },
            "not_replayable": dict(sorted(self.not_replayable.items())),
            "flips": self.flips[:IMPACT_LISTED_MAX],
            "unreplayed": self.unreplayed[:IMPACT_LISTED_MAX],
            "first": self.first,
            "last": self.last,
        }

    @property
    def decisions(self) -> int:
        """How many were weighed."""
        return self.outcomes.total()

    def _span(self, first: str, last: str) -> None:
        self.first = min(self.first or first, first)
        self.last = max(self.last or last, last)

    def _row(self, group: str, name: str) -> Counter[str]:
        rows = self.groups[group]
        if name not in rows and len(rows) >= IMPACT_GROUPS_MAX:
            name = OTHERS
        return rows.setdefault(name, Counter())


def control_of(rule: str, catalogue: Catalogue) -> str:
    """The control of a rule; one that the catalogue lacks belongs to what its id begins with."""
    known = catalogue.by_rule.get(rule)
    return known.control if known else rule.rpartition("-")[0]


def _counted(weighed: Weighed, catalogue: Catalogue) -> Iterator[tuple[str, str, Counter[str]]]:
    """What to add to which row of which group."""
    moves, causes = weighed.moves(), weighed.causes()
    turn = Counter([str(weighed.turn)] if weighed.turn else [])
    once = Counter(["decisions"])
    whole = once + turn + Counter(str(move) for move in moves.values())
    yield "team", weighed.team, whole
    yield "tier", weighed.entry.tier_effective, whole
    yield "environment", weighed.entry.environment, whole
    controls: dict[str, Counter[str]] = {}
    for rule in sorted({*weighed.before, *weighed.after, *causes}):
        moved = Counter([str(moves[rule])] if rule in moves else [])
        turned = turn if rule in causes else Counter()
        yield "rule", rule, once + turned + moved
        control = controls.setdefault(control_of(rule, catalogue), Counter())
        control.update(moved)
        control.update({name: 1 - control[name] for name in (*turned, "decisions")})
    yield from (("control", control, counts) for control, counts in controls.items())


def _flip(weighed: Weighed) -> dict[str, Any]:
    entry = weighed.entry
    return {
        "index": weighed.index,
        "decision": entry.decision_id,
        "decided_at": entry.decided_at,
        "system": entry.system_id,
        "version": entry.system_version,
        "team": weighed.team,
        "environment": entry.environment,
        "tier": entry.tier_effective,
        "was": weighed.was,
        "now": weighed.now,
        "turn": str(weighed.turn),
        "rules": list(weighed.causes()),
    }
