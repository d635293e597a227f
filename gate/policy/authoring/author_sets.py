"""The sets that an author may write beside a proof, checked so that none is silently ignored."""

from collections.abc import Mapping
from typing import Final

from gate.policy.authoring.annotations import AuthoredControl, AuthoredRule
from gate.policy.authoring.refusals import Refusals
from gate.policy.authoring.rego import RuleNode, Term, constant

_NAMES: Final = ("passes", "exempt", "stale", "unverified", "invalid", "when", "found")


def check_author_sets(control: AuthoredControl, refusals: Refusals) -> None:
    """Refuses what the gate would never read: other names, keys that vary, unknown rules."""
    nodes = control.module.rules
    proved = {constant(node.key) for node in nodes if node.name == "passes"}
    rules = {rule.annotation.rule: rule for rule in control.rules}
    shown: set[str] = set()
    conditions: set[tuple[str, str]] = set()
    for node in nodes:
        if node.name.startswith("_"):
            continue
        if node.name not in _NAMES:
            refusals.add(
                node.place,
                f'the gate reads no set called "{node.name}"',
                f"use one of {', '.join(_NAMES)}, or begin the name with an underscore",
            )
            continue
        rule = _rule_named_by(node)
        if rule is None or rule not in proved:
            refusals.add(
                node.place,
                f"an element of `{node.name}` does not name a rule of this control",
                "write the rule's id as a constant; which rule a variable means cannot be checked",
            )
        elif node.name == "found" and rule in shown:
            refusals.add(node.place, f"{rule} has a second `found`", "put all values into one")
        elif node.name == "found":
            shown.add(rule)
        elif node.name == "when":
            conditions.add((rule, _condition(node, rules.get(rule), refusals)))
        elif node.name == "exempt":
            _check_exempt(node, rules.get(rule), refusals)
    _check_conditions(rules, conditions, refusals)


def _rule_named_by(node: RuleNode) -> str | None:
    if node.name == "found":
        return constant(node.ref[1]) if len(node.ref) == 2 else None
    pair = _pair(node.key)
    if node.name == "when":
        return constant(pair[0]) if pair else None
    if node.name == "exempt" and pair:
        return constant(pair[0])
    return constant(node.key)


def _pair(key: Term | None) -> list[Term]:
    is_pair = key is not None and key["type"] == "array" and len(key["value"]) == 2
    return list(key["value"]) if key is not None and is_pair else []


def _check_exempt(node: RuleNode, rule: AuthoredRule | None, refusals: Refusals) -> None:
    if rule is not None and _pair(node.key) and rule.annotation.each is None:
        refusals.add(
            node.place,
            f"{rule.annotation.rule} exempts an element, but its annotation has no `each`",
            "name the list whose elements the rule speaks about, such as `each: data[]`",
        )


def _condition(node: RuleNode, rule: AuthoredRule | None, refusals: Refusals) -> str:
    name = constant(_pair(node.key)[1]) or ""
    if rule is not None and all(name != line.when for line in rule.annotation.severity):
        refusals.add(
            node.place,
            f'no line of the severity of {rule.annotation.rule} has the condition "{name}"',
            "name it in the annotation, or take it away",
        )
    return name


def _check_conditions(
    rules: Mapping[str, AuthoredRule], written: set[tuple[str, str]], refusals: Refusals
) -> None:
    for name, rule in rules.items():
        for line in rule.annotation.severity:
            if line.when != "always" and (name, line.when) not in written:
                refusals.add(
                    rule.place,
                    f'the condition "{line.when}" of the severity is nowhere said',
                    f'write `when contains ["{name}", "{line.when}"] if {{ … }}`, or use `always`',
                )
