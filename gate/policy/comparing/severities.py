"""How grave a rule is in two releases: by environment and tier, by condition, and by rollout."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gate.model.catalogue import Catalogue, Rule
from gate.policy.comparing.change import Change, Kind, listed
from gate.policy.explained import ENVIRONMENTS, TIERS

NOT_ASKED: Final = "not asked"
_VERBS: Final = {
    "deny": "denies",
    "review": "asks for a review",
    "warn": "warns",
    "off": "has no effect",
    NOT_ASKED: "is not asked",
}
_LETTERS: Final = {"D": "deny", "R": "review", "W": "warn", "-": "off"}
_ENFORCED: Final = {"mode": "enforce"}
_ALWAYS: Final = "always"


def severity_changes(
    before: Rule, after: Rule, was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Change]:
    """What a failure of one rule does otherwise; `was` and `now` are the tables of the releases."""
    moved: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for environment in ENVIRONMENTS:
        pairs: dict[tuple[str, str], list[str]] = {}
        for place, tier in enumerate(TIERS):
            then = _severity(before, was, environment, place)
            today = _severity(after, now, environment, place)
            if then != today:
                pairs.setdefault((then, today), []).append(tier)
        for (then, today), tiers in pairs.items():
            moved.setdefault((then, today, tuple(tiers)), []).append(environment)
    for (then, today, at), environments in moved.items():
        where = f"in {listed(tuple(environments))} {_at(at)}"
        words = f"{after.rule} {_VERBS[today]} now {where} (before: {then})"
        about = {"environments": environments, "tiers": list(at)}
        yield Change(
            Kind.SEVERITY,
            after.rule,
            {"severity": then, **about},
            {"severity": today, **about},
            words,
        )
    exceptions, fresh = _conditions(before), _conditions(after)
    if exceptions != fresh:
        words = f"{after.rule}: {_said(fresh)} (before: {_said(exceptions)})"
        yield Change(Kind.SEVERITY, after.rule, list(exceptions), list(fresh), words)


def rollout_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], common: Catalogue
) -> Iterator[Change]:
    """How far the rollout of controls has come otherwise; both are `data.policy.rollout`.

    One sentence speaks of all controls where the same changes for all of them.
    """
    moved = {
        control.control: (_setting(before, control.control), _setting(after, control.control))
        for control in common.controls
    }
    changed = {name: pair for name, pair in moved.items() if pair[0] != pair[1]}
    if len(changed) == len(moved) > 1 and len({_pair_words(pair) for pair in moved.values()}) == 1:
        changed = {"every control": next(iter(changed.values()))}
    for about, (was, now) in changed.items():
        words = f"{about}: {_mode_words(now)} (before: {_mode_words(was)})"
        yield Change(Kind.ROLLOUT, about, was, now, words)


def _severity(rule: Rule, tables: Mapping[str, Any], environment: str, place: int) -> str:
    """What a failure does where no named condition holds; without a table it is the gravest."""
    scope = rule.scope
    if scope.envs and environment not in scope.envs:
        return NOT_ASKED
    if scope.tiers and TIERS[place] not in scope.tiers:
        return NOT_ASKED
    for row in rule.severity:
        if row.when == _ALWAYS:
            return _LETTERS[row.set]
    row = tables.get("SEVERITY", {}).get(rule.profile, {}).get(environment)
    return str(row[place]) if row else "deny"


def _at(tiers: tuple[str, ...]) -> str:
    if len(tiers) == len(TIERS):
        return "at every tier"
    return f"at tier {tiers[0]}" if len(tiers) == 1 else f"at the tiers {listed(tiers)}"


def _conditions(rule: Rule) -> tuple[str, ...]:
    return tuple(
        f"{_LETTERS[row.set]} when {row.when.replace('_', ' ')}"
        for row in rule.severity
        if row.when != _ALWAYS
    )


def _said(conditions: tuple[str, ...]) -> str:
    return "; ".join(conditions) or "no exception"


def _setting(rollout: Mapping[str, Any], control: str) -> Mapping[str, Any]:
    setting: Mapping[str, Any] = rollout.get(control, rollout.get("*", _ENFORCED))
    return setting


def _pair_words(pair: tuple[Mapping[str, Any], Mapping[str, Any]]) -> str:
    return " → ".join(map(_mode_words, pair))


def _mode_words(setting: Mapping[str, Any]) -> str:
    since = setting.get("from")
    return f"{setting['mode']} from {since}" if since else str(setting["mode"])
