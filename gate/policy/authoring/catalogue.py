"""The catalogue, twice: what evaluation needs of each rule, and what people read about it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

from gate.canon import JsonObject
from gate.model.catalogue import Catalogue, Control, Rule, Scope, SeverityRow
from gate.policy.authoring.annotations import AuthoredControl, AuthoredRule, slug
from gate.policy.authoring.paths import Path, list_description, read_path

_GATE: Final = "GATE"
_ANNEX_A: Final = "A."
_TIERS: Final = ("minimal", "limited", "high", "critical")
_ENVS: Final = ("dev", "staging", "prod")
_ACTIONS: Final = ("deploy", "update", "rollback", "retire")

_Member = TypeVar("_Member")


def in_order(controls: Iterable[AuthoredControl]) -> list[AuthoredControl]:
    """Controls as every list has them: the gate's own first, then by the numbers of their ids."""
    return sorted(controls, key=lambda each: (each.control != _GATE, _by_number(each.control)))


def catalogue_of(controls: Sequence[AuthoredControl]) -> Catalogue:
    """Titles, remediation and everything else that people read; `controls` are in order."""
    return Catalogue(
        controls=tuple(
            Control(control=each.control, title=each.title, order=place)
            for place, each in enumerate(controls)
        ),
        rules=tuple(_in_words(rule) for rule in _rules(controls)),
    )


def catalogue_data(controls: Sequence[AuthoredControl]) -> dict[str, Any]:
    """`data.catalogue`: as little as evaluation needs.

    `outside` lists for each tier, environment and action the rules that are not asked there;
    `each` lists for each list the rules that speak about its elements; `annex_a` lists the rules of
    each control that a Statement of Applicability speaks about; `unwaivable` those whose annotation
    admits no waiver.
    """
    rules = list(_rules(controls))
    return {
        "rules": {
            rule.annotation.rule: _for_evaluation(rule, place) for place, rule in enumerate(rules)
        },
        "outside": {
            "tiers": _outside(rules, _TIERS, lambda rule: rule.annotation.tiers),
            "envs": _outside(rules, _ENVS, lambda rule: rule.annotation.envs),
            "actions": _outside(rules, _ACTIONS, lambda rule: rule.annotation.actions),
        },
        "each": _grouped(
            (rule.annotation.each, rule.annotation.rule)
            for rule in rules
            if rule.annotation.each is not None
        ),
        "annex_a": _grouped(
            (rule.control, rule.annotation.rule)
            for rule in rules
            if rule.control.startswith(_ANNEX_A)
        ),
        "unwaivable": [rule.annotation.rule for rule in rules if not rule.annotation.waivable],
    }


def paths_data(controls: Sequence[AuthoredControl]) -> dict[str, Any]:
    """`data.paths`: every path of `needs` and `found` taken apart, and which rules need it.

    `asked` are the paths of `needs`: `plain` without a list, `lists` by the list they need, and
    `elements` those of them that go on in its elements; `plain` and `elements` pair each path with
    its parts. In `needed_by`, `whole` are rules that need a path in all elements, `selected` those
    that need it in the elements they speak about.
    """
    rules = list(_rules(controls))
    needed = {path: read_path(path) for rule in rules for path in rule.annotation.needs}
    shown = {path: read_path(path) for rule in rules for path in rule.annotation.found}
    known = dict(sorted({**needed, **shown}.items()))
    in_lists = [path for _, path in sorted(needed.items()) if path.list is not None]
    lists = {path.list for path in known.values() if path.list is not None}
    lists |= {rule.annotation.each for rule in rules if rule.annotation.each is not None}
    return {
        "known": {text: path.description for text, path in known.items()},
        "lists": {path: list_description(path) for path in sorted(lists)},
        "asked": {
            "plain": [_with_parts(path) for _, path in sorted(needed.items()) if path.list is None],
            "lists": _grouped((path.list, path.text) for path in in_lists if path.list is not None),
            "elements": _grouped(
                (path.list, _with_parts(path))
                for path in in_lists
                if path.list is not None and path.parts
            ),
        },
        "needed_by": {path: _needing(needed[path], rules) for path in sorted(needed)},
    }


def _in_words(rule: AuthoredRule) -> Rule:
    annotation = rule.annotation
    return Rule(
        rule=annotation.rule,
        control=rule.control,
        title=rule.title,
        required=annotation.required or rule.title,
        remediation=annotation.remediation,
        profile=annotation.profile,
        needs=tuple(annotation.needs),
        scope=Scope(
            tiers=tuple(annotation.tiers),
            envs=tuple(annotation.envs),
            actions=tuple(annotation.actions),
            each=annotation.each,
        ),
        severity=tuple(SeverityRow(when=line.when, set=line.set) for line in annotation.severity),
        waivable=annotation.waivable,
        maps=annotation.maps.model_dump(exclude_none=True),
        reason=annotation.reason or "",
        docs=f"/v1/controls/{slug(rule.control)}",
    )


def _for_evaluation(rule: AuthoredRule, place: int) -> JsonObject:
    annotation = rule.annotation
    entry: dict[str, Any] = {
        "control": rule.control,
        "profile": annotation.profile,
        "order": place,
        "needs": annotation.needs,
        "found": annotation.found,
    }
    if annotation.each is not None:
        entry["each"] = annotation.each
    if annotation.lift is not None:
        entry["lift"] = annotation.lift
    if annotation.severity:
        entry["severity"] = [line.model_dump() for line in annotation.severity]
    return entry


def _rules(controls: Iterable[AuthoredControl]) -> Iterable[AuthoredRule]:
    for control in controls:
        yield from sorted(control.rules, key=lambda rule: _by_number(rule.annotation.rule))


def _outside(
    rules: Sequence[AuthoredRule],
    values: Sequence[str],
    scope: Callable[[AuthoredRule], Sequence[str]],
) -> dict[str, list[str]]:
    return {
        value: [rule.annotation.rule for rule in rules if scope(rule) and value not in scope(rule)]
        for value in values
    }


def _needing(path: Path, rules: Sequence[AuthoredRule]) -> dict[str, list[str]]:
    needing = [rule for rule in rules if path.text in rule.annotation.needs]
    selecting = [rule for rule in needing if rule.annotation.each == path.list is not None]
    return {
        "whole": [rule.annotation.rule for rule in needing if rule not in selecting],
        "selected": [rule.annotation.rule for rule in selecting],
    }


def _with_parts(path: Path) -> list[Any]:
    return [path.text, list(path.parts)]


def _grouped(pairs: Iterable[tuple[str, _Member]]) -> dict[str, list[_Member]]:
    groups: dict[str, list[_Member]] = {}
    for group, member in pairs:
        groups.setdefault(group, []).append(member)
    return dict(sorted(groups.items()))


def _by_number(identifier: str) -> list[tuple[int, int, str]]:
    """A key that sorts `A.9.4` before `A.10.2`, and `CL-6.1.3/8.3` before `CL-6.1.3-SoA`."""
    parts = (part for part in re.split(r"[./-]", identifier) if part)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
