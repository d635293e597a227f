"""The systems of a history: what runs in production, and what was last asked for it."""

from collections import OrderedDict
from typing import Any, Final

from gate.impact.weighing import Weighed
from gate.limits import IMPACT_LISTED_MAX, IMPACT_SYSTEMS_MAX
from gate.model.entry import DecisionEntry
from gate.replay.decisions import changes_what_runs, is_for_production, retires

_ALLOW: Final = "allow"


class Systems:
    """For every system its newest allowed decision for production, and its newest one at all.

    A system runs from the first until one that retires it is allowed. Entries come in the log's
    order. Past the bound the systems that nobody asked about for the longest time are left out,
    and counted.
    """

    def __init__(self) -> None:
        self._of: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self.left_out = 0

    def note(self, index: int, entry: DecisionEntry, weighed: Weighed | None) -> None:
        """Take notice of a decision, weighed or not."""
        if not is_for_production(entry):
            return
        place = _place(index, entry, weighed)
        known: dict[str, Any] = {"asked": place}
        if changes_what_runs(entry):
            known["live"] = None if retires(entry) else place
        self._keep(entry.system_id, known)

    def merge(self, part: dict[str, Any]) -> None:
        """Take notice of what came later in the log (its `document`)."""
        for system, known in part["systems"].items():
            self._keep(system, known)
        self.left_out += part["left_out"]

    def document(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {"systems": dict(self._of), "left_out": self.left_out}

    def told(self) -> dict[str, Any]:
        """What a report says: how many systems run, and which would come out otherwise."""
        lives = {system: known.get("live") for system, known in self._of.items()}
        running = [(system, live) for system, live in lives.items() if live]
        blocked = [
            _row(system, live) for system, live in running if live["now"] not in (None, _ALLOW)
        ]
        allowed = [
            _row(system, known["asked"])
            for system, known in self._of.items()
            if known["asked"]["was"] != _ALLOW and known["asked"]["now"] == _ALLOW
        ]
        return {
            "running": len(running),
            "running_weighed": sum(live["now"] is not None for _, live in running),
            "blocked": len(blocked),
            "allowed": len(allowed),
            "left_out": self.left_out,
            "newly_blocked": sorted(blocked, key=_by_name)[:IMPACT_LISTED_MAX],
            "newly_allowed": sorted(allowed, key=_by_name)[:IMPACT_LISTED_MAX],
        }

    def _keep(self, system: str, known: dict[str, Any]) -> None:
        self._of[system] = {**self._of.get(system, {}), **known}
        self._of.move_to_end(system)
        if len(self._of) > IMPACT_SYSTEMS_MAX:
            self._of.popitem(last=False)
            self.left_out += 1


def _place(index: int, entry: DecisionEntry, weighed: Weighed | None) -> dict[str, Any]:
    return {
        "index": index,
        "decision": entry.decision_id,
        "version": entry.system_version,
        "team": weighed.team if weighed else None,
        "was": entry.outcome,
        "now": weighed.now if weighed else None,
        "rules": list(weighed.causes()) if weighed else [],
    }


def _row(system: str, place: dict[str, Any]) -> dict[str, Any]:
    return {"system": system, **place}


def _by_name(row: dict[str, Any]) -> str:
    return str(row["system"])
