"""What a document states at a place, whatever stands there: facts exist for any document."""

from collections.abc import Mapping
from typing import Final

from gate.canon import JsonObject

OBJECTS: Final = (dict, Mapping)
"""What counts as an object, as `isinstance` takes it: to ask for a `dict` first is much quicker."""


def object_at(stated: JsonObject, name: str) -> JsonObject:
    """The object under `name`; an empty one where something else is, or nothing."""
    found = stated.get(name)
    return found if isinstance(found, OBJECTS) else {}


def objects_at(stated: JsonObject, name: str) -> list[JsonObject]:
    """The list under `name`, with an empty object for each element that is none."""
    found = stated.get(name)
    if not isinstance(found, list | tuple):
        return []
    return [item if isinstance(item, OBJECTS) else {} for item in found]


def text_at(stated: JsonObject, name: str) -> str:
    """The text under `name`; an empty one where something else is, or nothing."""
    found = stated.get(name)
    return found if isinstance(found, str) else ""
