"""The data of a release, checked against its catalogue before anything is evaluated with it.

Rego leaves undefined what it cannot look up: a rule that only one of the two catalogues has, a
mode that is misspelt, an id in a list that names nothing. Each would spoil verdicts one by one, so
such a release is refused as a whole (rules/decision.md section 9).
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.errors import Misconfigured
from gate.model.catalogue import Catalogue
from gate.model.outcome import severity_of
from gate.model.verdict import Mode, Severity, Status

_EVERY_OTHER: Final = "*"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LISTS_OF_RULES: Final = (("MODE", "fixed"), ("WAIVER", "never"))


def check_data(data: JsonObject, catalogue: Catalogue) -> None:
    """Checks what the gate relies on: the evaluated rules, the tables that name rules, the rollout.

    Raises:
        Misconfigured: `catalogue.rules` has other rules, another profile or other severities than
            the catalogue in words; `tables.MODE.fixed` or `tables.WAIVER.never` names an unknown
            rule; `tables.MODE.effect` is not the table that verdicts are recomputed with;
            `tables.MODE.weaker` leads to a mode that is not weaker; `policy.rollout` has an unknown
            control or mode, or a day that does not exist.
    """
    _check_rules(_part(data, "catalogue", "rules"), catalogue)
    for table, name in _LISTS_OF_RULES:
        listed = _part(data, "tables", table, name) or []
        if not isinstance(listed, list) or any(
            rule not in list(catalogue.by_rule) for rule in listed
        ):
            raise Misconfigured(f"tables.{table}.{name} of the release names an unknown rule")
    effect = _part(data, "tables", "MODE", "effect")
    if effect is not None and effect != _effect_of_modes():
        raise Misconfigured("tables.MODE.effect of the release is not the one of this version")
    weaker = _part(data, "tables", "MODE", "weaker")
    if weaker is not None and not _weakens(weaker):
        raise Misconfigured("tables.MODE.weaker of the release does not lead to weaker modes")
    _check_rollout(_part(data, "policy", "rollout"), catalogue)


def _check_rules(rules: JsonValue, catalogue: Catalogue) -> None:
    if not isinstance(rules, dict) or rules.keys() != catalogue.by_rule.keys():
        raise Misconfigured("the rules that are evaluated are not those of the catalogue")
    for rule in catalogue.rules:
        entry = rules[rule.rule]
        if not isinstance(entry, dict) or entry.get("profile") != rule.profile:
            raise Misconfigured(f"the profile of {rule.rule} differs from the catalogue's")
        if entry.get("severity", []) != [row.model_dump() for row in rule.severity]:
            raise Misconfigured(f"the severity of {rule.rule} differs from the catalogue's")


def _effect_of_modes() -> Mapping[str, Mapping[str, str]]:
    return {
        mode.value: {
            severity.value: severity_of(severity, mode, Status.FAIL).value for severity in Severity
        }
        for mode in Mode
    }


def _weakens(weaker: JsonValue) -> bool:
    strongest_first = [mode.value for mode in Mode]
    if not isinstance(weaker, dict) or weaker.keys() != set(strongest_first):
        return False
    return weaker[Mode.OFF] == Mode.OFF and all(
        weaker[mode] in strongest_first[place + 1 :]
        for place, mode in enumerate(strongest_first[:-1])
    )


def _check_rollout(rollout: JsonValue, catalogue: Catalogue) -> None:
    if rollout is None:
        return
    if not isinstance(rollout, dict):
        raise Misconfigured("policy.rollout of the release is not an object")
    for control, entry in rollout.items():
        if control != _EVERY_OTHER and control not in catalogue.by_control:
            raise Misconfigured(f"policy.rollout names an unknown control: {control}")
        if not _is_entry(entry):
            raise Misconfigured(f"policy.rollout has no usable mode for {control}")


def _is_entry(entry: JsonValue) -> bool:
    if not isinstance(entry, dict) or not entry.keys() <= {"mode", "from"}:
        return False
    return entry.get("mode") in list(Mode) and ("from" not in entry or _is_day(entry["from"]))


def _is_day(value: JsonValue) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _part(data: JsonValue, *path: str) -> JsonValue:
    """What stands at `path`; None where there is nothing."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data
