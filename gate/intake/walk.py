"""One walk over the request: every text with the place where it stands.

All facts about texts, dates and references come from this one pass, which is why it is written for
speed: it looks at 4 000 values of a full request.
"""

from typing import Final, NamedTuple

from gate.canon import JsonObject, JsonValue

_FREE: Final = frozenset(
    {"evidence[].fields", "evaluation.runs[].metrics[].slice", "fairness.metrics[].slice"}
)
"""Objects whose keys the schema leaves open; like keys that begin with x_, they have no path."""


_LISTS: Final = (list, tuple)
_NOT_SCALARS: Final = (str, dict, list, tuple)


class Leaf(NamedTuple):
    """One text of a document.

    Attributes:
        pointer: its JSON pointer, `/data/0/name`.
        path: the same with indices as `[]` and dots, `data[].name`; empty below a free key.
        text: the text.
    """

    pointer: str
    path: str
    text: str


def leaves(document: JsonObject) -> list[Leaf]:
    """Every text of `document`, in the order in which it stands there."""
    found: list[Leaf] = []
    for key, item in document.items():
        _add(item, "/" + _escaped(key), "" if key.startswith("x_") else key, found)
    return found


def texts(*values: JsonValue) -> set[str]:
    """The distinct texts inside `values`, wherever they stand."""
    found: set[str] = set()
    waiting: list[JsonValue] = list(values)
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, _LISTS):
            waiting.extend(value)
    return found


def _add(value: JsonValue, pointer: str, path: str, found: list[Leaf]) -> None:
    if isinstance(value, str):
        found.append(Leaf(pointer, path, value))
    elif isinstance(value, dict):
        known = path and path not in _FREE
        for key, item in value.items():
            if isinstance(item, _NOT_SCALARS):
                place = f"{path}.{key}" if known and not key.startswith("x_") else ""
                _add(item, f"{pointer}/{_escaped(key)}", place, found)
    elif isinstance(value, _LISTS):
        place = path and path + "[]"
        for index, item in enumerate(value):
            if isinstance(item, _NOT_SCALARS):
                _add(item, f"{pointer}/{index}", place, found)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
