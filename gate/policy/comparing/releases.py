"""Two releases compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from gate.model.catalogue import Catalogue
from gate.policy.comparing.change import Change, Kind
from gate.policy.comparing.proofs import proof_changes
from gate.policy.comparing.rules import catalogue_changes, rule_changes
from gate.policy.comparing.severities import rollout_changes, severity_changes
from gate.policy.comparing.tables import table_changes
from gate.policy.release import Release


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases, and what changes from the first to the second, the gravest kinds first."""

    before: Release
    after: Release
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for programs, with how many changes there are of each kind."""
        return {
            "before": {"release": self.before.id, "digest": self.before.digest},
            "after": {"release": self.after.id, "digest": self.after.digest},
            "counts": {
                kind.value: count
                for kind in Kind
                if (count := sum(change.kind is kind for change in self.changes))
            },
            "changes": [change.as_json() for change in self.changes],
        }


def compare(before: Release, after: Release) -> Comparison:
    """What changes from `before` to `after`."""
    order = list(Kind)
    found = sorted(_changes(before, after), key=lambda change: order.index(change.kind))
    return Comparison(before, after, tuple(found))


def _changes(before: Release, after: Release) -> Iterator[Change]:
    was, now = orjson.loads(before.data), orjson.loads(after.data)
    tables, fresh = was.get("tables", {}), now.get("tables", {})
    yield from _manifest(before, after)
    yield from catalogue_changes(before.catalogue, after.catalogue)
    for rule in after.catalogue.rules:
        then = before.catalogue.by_rule.get(rule.rule)
        if then is not None:
            yield from severity_changes(then, rule, tables, fresh)
            entries = (each["catalogue"]["rules"][rule.rule] for each in (was, now))
            yield from rule_changes(then, rule, *entries)
    yield from rollout_changes(_rollout(was), _rollout(now), _common(before, after))
    yield from table_changes(tables, fresh)
    yield from proof_changes(before, after)


def _manifest(before: Release, after: Release) -> Iterator[Change]:
    for name in ("name", "version", "opa_version", "expires"):
        was, now = (each.manifest.model_dump(mode="json")[name] for each in (before, after))
        if was != now:
            label = name.replace("_", " ")
            words = f"{label} of the release: {_or_none(was)} → {_or_none(now)}"
            yield Change(Kind.RELEASE, name, was, now, words)


def _or_none(value: Any) -> str:
    return "none" if value is None else str(value)


def _rollout(data: dict[str, Any]) -> dict[str, Any]:
    return dict(data.get("policy", {}).get("rollout") or {})


def _common(before: Release, after: Release) -> Catalogue:
    """The catalogue of `after` without the controls that are new."""
    known = before.catalogue.by_control
    controls = tuple(each for each in after.catalogue.controls if each.control in known)
    return after.catalogue.model_copy(update={"controls": controls})
