"""What earlier decisions still bind: conditions of approvals, and waivers that have ended.

Conditions are carried from decision to decision. What was open when the last allowed decision was
made, and what its approvals demanded, is open now, unless an approval of this request says that it
is met, or sets another date: by the person who demanded it or in the same role, and signed where
the demand was. Nothing else closes a condition; leaving it out of the next request does not.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias

from gate.canon import JsonObject, JsonValue
from gate.intake.sources import PastDecision
from gate.intake.stated import object_at, objects_at, text_at
from gate.limits import OPEN_CONDITIONS_MAX
from gate.model.instant import instant_of

_Key: TypeAlias = tuple[str, str]
_DEMANDING: Final = frozenset({"approve", "conditional"})
_IN_FORCE: Final = frozenset({"active", "expiring"})


def open_conditions(
    allowed: PastDecision | None,
    *,
    approvals: Sequence[tuple[JsonObject, JsonObject]],
    now: datetime,
) -> list[JsonValue] | None:
    """`facts.history.open_conditions`: those due first come first, at most `OPEN_CONDITIONS_MAX`.

    Args:
        allowed: the newest allowed decision of this system; None where none was allowed.
        approvals: the approvals of this request, each with its facts.
        now: the one instant of this decision.

    Returns:
        `{id, due, role, person, signed}` of each; None where the earlier decision is not known.
    """
    if allowed is None:
        return []
    carried = _carried(allowed, now)
    if carried is None:
        return None
    for approval, facts in approvals:
        if _speaks(approval, facts):
            _settle(carried, approval, facts, now)
    ordered = sorted(carried.values(), key=lambda each: (str(each["due"]), str(each["id"])))
    return list(ordered[:OPEN_CONDITIONS_MAX])


def expired_waivers(in_production: PastDecision | None, now: datetime) -> list[JsonValue] | None:
    """`facts.history.expired_waivers`: what the live version was allowed by, and has ended since.

    Returns:
        `{rule, expires}` of each waiver; None where the decision of the live version is not known.
    """
    if in_production is None:
        return []
    if in_production.policy_input is None or in_production.results is None:
        return None
    waivers = objects_at(in_production.policy_input, "waivers")
    found: list[JsonValue] = []
    for state in objects_at(in_production.results, "waivers"):
        index = state.get("index")
        if state.get("state") not in _IN_FORCE or state.get("unused") is not False:
            continue
        if not isinstance(index, int) or not 0 <= index < len(waivers):
            continue
        expires = waivers[index].get("expires_at")
        ended = instant_of(str(expires))
        if ended is not None and ended <= now:
            found.append({"rule": waivers[index].get("rule_id"), "expires": expires})
    return found


def _carried(allowed: PastDecision, now: datetime) -> dict[_Key, JsonObject] | None:
    """What was open after the last allowed decision, or None where that is not known."""
    if allowed.policy_input is None:
        return None
    facts = object_at(allowed.policy_input, "facts")
    before = object_at(facts, "history").get("open_conditions")
    if not isinstance(before, list):
        return None
    conditions = [_known(each) for each in before if isinstance(each, Mapping)]
    carried: dict[_Key, Any] = {_key(each): each for each in conditions}
    approvals = objects_at(allowed.policy_input, "approvals")
    for approval, known in zip(approvals, objects_at(facts, "approvals"), strict=False):
        if _speaks(approval, known):
            for condition in objects_at(approval, "conditions"):
                demanded = _demanded(condition, approval, known)
                earlier = carried.get(_key(demanded), {})
                if not _is_met(condition, now) and demanded["signed"] >= earlier.get(
                    "signed", False
                ):
                    carried[_key(demanded)] = demanded
    return carried


def _known(condition: JsonObject) -> JsonObject:
    """A condition as it was carried; who demanded it may have been erased since."""
    kept = {key: condition.get(key) for key in ("id", "due", "role", "signed")}
    return {**kept, "person": text_at(condition, "person")}


def _settle(
    carried: dict[_Key, JsonObject], approval: JsonObject, facts: JsonObject, now: datetime
) -> None:
    for condition in objects_at(approval, "conditions"):
        for key, demanded in list(carried.items()):
            if not _may_settle(demanded, condition, approval, facts):
                continue
            if _is_met(condition, now):
                del carried[key]
            else:
                carried[key] = {**demanded, "due": condition.get("due")}


def _may_settle(
    demanded: JsonObject, condition: JsonObject, approval: JsonObject, facts: JsonObject
) -> bool:
    same = demanded.get("id") == condition.get("id")
    person = text_at(demanded, "person")  # empty where the person was erased: then nobody is it
    entitled = demanded.get("role") == approval.get("role") or (
        person != "" and person == text_at(object_at(approval, "person"), "id")
    )
    return same and entitled and (not demanded.get("signed") or facts.get("signature_ok") is True)


def _speaks(approval: JsonObject, facts: JsonObject) -> bool:
    """Whether somebody approved exactly the request that it stands in."""
    return (
        approval.get("decision") in _DEMANDING
        and facts.get("subject_ok") is True
        and facts.get("signature_ok") is not False
    )


def _demanded(condition: JsonObject, approval: JsonObject, facts: JsonObject) -> JsonObject:
    return {
        "id": condition.get("id"),
        "due": condition.get("due"),
        "role": approval.get("role"),
        "person": text_at(object_at(approval, "person"), "id"),
        "signed": facts.get("signature_ok") is True,
    }


def _is_met(condition: JsonObject, now: datetime) -> bool:
    met = instant_of(str(condition.get("met_at")))
    return met is not None and met <= now


def _key(demanded: JsonObject) -> _Key:
    return str(demanded.get("id")), str(demanded.get("role"))
