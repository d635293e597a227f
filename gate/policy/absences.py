"""Every way in which a value that a rule needs can be missing from a document.

It is deleted, nulled, emptied, or of another type. In Rego `null < 5` and `"x" > 3` are true, what
is absent makes `not` hold, and every element of an empty list has any property one likes.
"""

import copy
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from gate.canon import JsonObject

Steps: TypeAlias = tuple[str | int, ...]

_ABSENT: Final = object()
_EMPTY: Final[tuple[Any, ...]] = (_ABSENT, None, "", [], {})
_OTHERS: Final[tuple[Any, ...]] = (7, "a text", True, ["a text"], {"a": "a text"})
_TOLD_CHARACTERS_MAX: Final = 60


def places_of(document: JsonObject, path: str) -> list[Steps]:
    """Where the path of a rule's `needs` leads in `document`: one place in each element of a list.

    Places that do not exist, or where nothing is stated, are left out: nothing can be taken there.
    """
    list_path, _, rest = path.partition("[]")
    outer: Steps = tuple(list_path.split("."))
    inner = rest.strip(".")
    if inner:
        elements = _at(document, outer)
        count = len(elements) if isinstance(elements, list) else 0
        places = [(*outer, place, *inner.split(".")) for place in range(count)]
    else:
        places = [outer]
    return [steps for steps in places if not _is_empty(_at(document, steps))]


def path_of(steps: Steps) -> str:
    """The path that leads to `steps`, and to the same place in every other element."""
    path = ""
    for step in steps:
        path += "[]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


def without(document: JsonObject, steps: Steps) -> Iterator[tuple[str, JsonObject]]:
    """`document` with the value at `steps` missing in every way; each told in words."""
    for other in (*_EMPTY, *_mistyped(_at(document, steps))):
        yield _told(other), _with(document, steps, other)


def is_absence(told: str) -> bool:
    """Whether the words of `without` say that nothing is there, rather than something else."""
    return told in {_told(other) for other in _EMPTY}


def _told(other: Any) -> str:
    return "deleted" if other is _ABSENT else repr(other)[:_TOLD_CHARACTERS_MAX]


def _at(document: Any, steps: Steps) -> Any:
    for step in steps:
        if isinstance(document, dict):
            if step not in document:
                return _ABSENT
        elif not isinstance(document, list) or not isinstance(step, int):
            return _ABSENT
        document = document[step]
    return document


def _is_empty(value: Any) -> bool:
    return value is _ABSENT or value is None or value in ("", [], {})


def _with(document: JsonObject, steps: Steps, value: Any) -> JsonObject:
    """A copy that shares everything beside the way to the change."""
    changed = copy.copy(document)
    parent: Any = changed
    for step in steps[:-1]:
        parent[step] = copy.copy(parent[step])
        parent = parent[step]
    if value is _ABSENT:
        del parent[steps[-1]]
    else:
        parent[steps[-1]] = value
    return changed


def _mistyped(value: Any) -> list[Any]:
    others: list[Any] = list(_OTHERS)
    if isinstance(value, list):
        others += [{str(place): element for place, element in enumerate(value)}, value[0]]
    elif isinstance(value, dict):
        others += [list(value.values()), next(iter(value.values()))]
    else:
        others += [[value], {"a": value}, str(value)]
    return [other for other in others if _json_type(other) != _json_type(value)]


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__
