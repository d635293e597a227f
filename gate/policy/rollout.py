"""The rollout modes of a release's data, checked before anything is evaluated with them.

A mode that is misspelt would be undefined in Rego, and so would the severity of every rule of its
control; such a release is refused (rules/decision.md sections 5 and 9).
"""

import re
from datetime import date
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.errors import Misconfigured
from gate.model.catalogue import Catalogue
from gate.model.verdict import Mode

_EVERY_OTHER: Final = "*"
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_rollout(data: JsonObject, catalogue: Catalogue) -> None:
    """Checks `policy.rollout` of `data`: known controls, known modes, days that exist.

    Raises:
        Misconfigured: one of them is not.
    """
    policy = data.get("policy", {})
    rollout = policy.get("rollout", {}) if isinstance(policy, dict) else None
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
