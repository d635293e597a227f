"""What rules ask, and in which words, in two releases."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gate.model.catalogue import Catalogue, Rule
from gate.policy.comparing.change import Change, Kind, listed, shown

_TEXTS: Final = ("title", "required", "remediation", "reason", "docs")
_SCOPES: Final = {
    "actions": "is asked for the actions",
    "each": "is about each element of",
    "applies": "applies to",
}


def catalogue_changes(before: Catalogue, after: Catalogue) -> Iterator[Change]:
    """Rules that are gone or new, and titles of controls."""
    for rule in before.rules:
        if rule.rule not in after.by_rule:
            words = f"{rule.rule} is gone: {rule.title}"
            yield Change(Kind.RULE_REMOVED, rule.rule, rule.title, None, words)
    for rule in after.rules:
        if rule.rule not in before.by_rule:
            words = f"{rule.rule} is new: {rule.title}"
            yield Change(Kind.RULE_ADDED, rule.rule, None, rule.title, words)
    for control in after.controls:
        was = before.by_control.get(control.control)
        if was is not None and was.title != control.title:
            yield _text(control.control, "title", was.title, control.title)


def rule_changes(
    before: Rule, after: Rule, was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Change]:
    """What one rule asks otherwise, or says otherwise.

    `was` and `now` are what the policies themselves read of the rule (`data.catalogue.rules`).
    """
    yield from _needs(before, after)
    for name, words in _SCOPES.items():
        then, today = getattr(before.scope, name), getattr(after.scope, name)
        if then != today:
            sentence = f"{words} {_places(today)} (before: {_places(then)})"
            yield _asked(after.rule, _plain(then), _plain(today), sentence)
    if before.profile != after.profile:
        words = f"has the profile {after.profile} (before: {before.profile})"
        yield _asked(after.rule, before.profile, after.profile, words)
    if before.waivable != after.waivable:
        words = "can be waived now" if after.waivable else "can no longer be waived"
        yield _asked(after.rule, before.waivable, after.waivable, words)
    if was.get("lift") != now.get("lift"):
        lifted = [str(each.get("lift") or "nothing").replace("_", " ") for each in (now, was)]
        words = f"is lifted to the next tier by {lifted[0]} (before: {lifted[1]})"
        yield _asked(after.rule, was.get("lift"), now.get("lift"), words)
    for name in _TEXTS:
        then, today = getattr(before, name), getattr(after, name)
        if then != today and not (name == "required" and _follows_title(before, after)):
            yield _text(after.rule, name, then, today)
    if before.maps != after.maps:
        yield _text(after.rule, "related laws and standards", dict(before.maps), dict(after.maps))


def _needs(before: Rule, after: Rule) -> Iterator[Change]:
    came = tuple(need for need in after.needs if need not in before.needs)
    went = tuple(need for need in before.needs if need not in after.needs)
    parts = [f"needs {listed(came)} as well"] if came else []
    parts += [f"no longer needs {listed(went)}"] if went else []
    if parts:
        words = " and ".join(parts)
        yield _asked(after.rule, list(before.needs), list(after.needs), words)


def _follows_title(before: Rule, after: Rule) -> bool:
    """Whether what is required is the title, which is told already."""
    return before.required == before.title and after.required == after.title


def _places(value: Any) -> str:
    """A scope in a sentence; empty stands for everything."""
    return shown(", ".join(value) if isinstance(value, tuple) else value or "") or "everything"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _asked(rule: str, before: Any, after: Any, words: str) -> Change:
    return Change(Kind.ASKED, rule, before, after, f"{rule} {words}")


def _text(about: str, name: str, before: Any, after: Any) -> Change:
    words = f"{name} of {about}: {shown(before) or 'nothing'} → {shown(after) or 'nothing'}"
    return Change(Kind.TEXT, about, before, after, words)
