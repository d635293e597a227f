"""Filling in the block `organisation` from the profile that the organisation registered.

What the request states stays. What it leaves out, or leaves empty, comes from the profile, with the
evidence it rests on. Approvers sign the request as it was sent; the organisation's files, and with
them the profile, are part of the record of the decision by digest.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from gate.canon import JsonObject, JsonValue
from gate.errors import Invalid, Problem
from gate.intake.pointer import extend
from gate.intake.sources import Profile
from gate.intake.walk import texts
from gate.limits import LIST_ITEMS_MAX

_BLOCK: Final = "organisation"
_EMPTY: Final[tuple[JsonValue, ...]] = (None, "", [], {}, ())


class Filled(NamedTuple):
    """A request with the organisation's profile; `pointers` are the places that came from it."""

    document: JsonObject
    pointers: tuple[str, ...] | None


def with_profile(document: JsonObject, profile: Profile | None) -> Filled:
    """The request, its block `organisation` complete; the original is not changed.

    Without a profile nothing is filled in, and `pointers` is None.

    Raises:
        Invalid: an evidence item of the request has the id of another one that the profile brings,
            or there would be more items than a request may have.
    """
    if profile is None:
        return Filled(document, None)
    stated = document.get(_BLOCK)
    pointers: list[str] = []
    added: list[JsonValue] = []
    block = _completed(stated, profile.block, f"/{_BLOCK}", pointers, added)
    if not pointers:
        return Filled(document, ())
    named = texts(*added)
    own = _items(document.get("evidence"))
    brought = [item for item in profile.items if item["id"] in named]
    evidence = [*own, *_not_there(brought, own)]
    if len(evidence) > LIST_ITEMS_MAX:
        problem = Problem(
            "/request/evidence",
            "too_long",
            f"expected at most {LIST_ITEMS_MAX} items with those of the organisation's profile",
        )
        raise Invalid("The request has too much evidence beside the profile's.", (problem,))
    filled = {**document, _BLOCK: block, **({"evidence": evidence} if brought else {})}
    return Filled(filled, tuple(pointers))


def _completed(
    stated: JsonValue,
    registered: JsonObject,
    pointer: str,
    pointers: list[str],
    added: list[JsonValue],
) -> JsonObject:
    """`stated` with those fields of `registered` that it leaves empty, blocks inside included."""
    block: dict[str, JsonValue] = dict(stated) if isinstance(stated, Mapping) else {}
    for name, value in registered.items():
        inner = block.get(name)
        if inner in _EMPTY:
            if value not in _EMPTY or name not in block:
                block[name] = value
                pointers.append(extend(pointer, name))
                added.append(value)
        elif name == "aims" and isinstance(value, Mapping):
            block[name] = _completed(inner, value, extend(pointer, name), pointers, added)
    return block


def _not_there(brought: Sequence[JsonObject], own: Sequence[JsonValue]) -> list[JsonObject]:
    """Those of `brought` that the request does not have already, word for word."""
    places = {
        item.get("id"): place
        for place, item in reversed(list(enumerate(own)))
        if isinstance(item, Mapping)
    }
    missing, problems = [], []
    for item in brought:
        place = places.get(item["id"])
        if place is None:
            missing.append(item)
        elif own[place] != item:
            problems.append(
                Problem(
                    f"/request/evidence/{place}/id",
                    "taken",
                    "Expected another id: the organisation's profile has an item of this id.",
                )
            )
    if problems:
        raise Invalid("Evidence has ids that the profile uses.", tuple(problems))
    return missing


def _items(value: JsonValue) -> list[JsonValue]:
    return list(value) if isinstance(value, list | tuple) else []
