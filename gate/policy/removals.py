"""Taking one value out of a policy input, as if the request had never stated it.

What the gate itself established goes along: it names elements of lists by their place, so the facts
about later elements move up with them.
"""

import copy
from collections.abc import Iterator
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.policy.absences import Steps

OF_THE_GATE: Final = frozenset({"facts", "clock"})
"""Blocks that no requester states, so that nobody can leave them out."""

_APPROVALS: Final = "approvals"


def removable(document: JsonObject) -> Iterator[Steps]:
    """Every member of every object and every element of every list that the request states.

    `schema_version` is left out: it says how to read the request, and nothing about the system.
    """
    for name, block in document.items():
        if name not in OF_THE_GATE and name != "schema_version":
            yield (name,)
            yield from _inside(block, (name,))


def pattern_of(steps: Steps) -> str:
    """The JSON pointer of `steps` with `*` for the places in lists."""
    return "".join("/*" if isinstance(step, int) else f"/{_escaped(step)}" for step in steps)


def pointer_of(steps: Steps) -> str:
    """The JSON pointer of `steps`."""
    return "".join(f"/{_escaped(str(step))}" for step in steps)


def without_value(document: JsonObject, steps: Steps) -> JsonObject:
    """A copy of `document` without the value at `steps`; facts about later elements move up."""
    changed = copy.copy(document)
    parent: Any = changed
    for step in steps[:-1]:
        parent[step] = copy.copy(parent[step])
        parent = parent[step]
    del parent[steps[-1]]
    dropped, moved = moved_facts(document, steps)
    known: Any = document["facts"]
    facts = {**known}
    facts["text"] = {key: value for key, value in facts["text"].items() if key not in dropped}
    facts["text"] |= moved
    if is_approval(steps):
        facts[_APPROVALS] = [
            fact for place, fact in enumerate(facts[_APPROVALS]) if place != steps[1]
        ]
    return {**changed, "facts": facts}


def moved_facts(document: JsonObject, steps: Steps) -> tuple[list[str], JsonObject]:
    """What happens to `facts.text` when an element of a list goes: pointers to drop, and new ones.

    The measures of a text that is not there are never looked up, so those of a member may stay.
    """
    place = steps[-1]
    if not isinstance(place, int):
        return [], {}
    of_list = f"{pointer_of(steps[:-1])}/"
    facts: Any = document["facts"]
    dropped: list[str] = []
    moved: dict[str, JsonValue] = {}
    for pointer, measure in facts["text"].items():
        number, slash, rest = pointer.removeprefix(of_list).partition("/")
        if not pointer.startswith(of_list) or int(number) < place:
            continue
        dropped.append(pointer)
        if int(number) > place:
            moved[f"{of_list}{int(number) - 1}{slash}{rest}"] = measure
    return [each for each in dropped if each not in moved], moved


def is_approval(steps: Steps) -> bool:
    """Does `steps` lead to an approval, of which the gate has a fact at the same place?"""
    return len(steps) == 2 and steps[0] == _APPROVALS


def _inside(value: Any, steps: Steps) -> Iterator[Steps]:
    named: Any = ()
    if isinstance(value, dict):
        named = value.items()
    elif isinstance(value, list):
        named = enumerate(value)
    for step, inner in named:
        yield (*steps, step)
        yield from _inside(inner, (*steps, step))


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
