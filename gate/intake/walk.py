"""One walk over the request: every text with the place where it stands.

All facts about texts, dates and references come from this one pass, which is why it is written for
speed: it looks at 4 000 values of a full request.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Final, NamedTuple, cast

from gate.canon import JsonObject, JsonValue
from gate.limits import PATHS_REMEMBERED_MAX

_FREE: Final = frozenset(
    {"evidence[].fields", "evaluation.runs[].metrics[].slice", "fairness.metrics[].slice"}
)
"""Objects whose keys the schema leaves open; like keys that begin with x_, they have no path."""


_LISTS: Final = (list, tuple)


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


_leaf: Final = cast("Callable[[tuple[str, str, str]], Leaf]", partial(tuple.__new__, Leaf))
"""The same as `Leaf(*…)` at a third of its cost, because no Python code runs for it."""


def leaves(document: JsonObject) -> list[Leaf]:
    """Every text of `document`, in the order in which it stands there."""
    found: list[Leaf] = []
    _add_members(document, "", None, found)
    return found


def texts(*values: JsonValue) -> set[str]:
    """The distinct texts inside `values`, wherever they stand."""
    found: set[str] = set()
    pending: list[JsonValue] = list(values)
    for value in pending:  # it grows while it is walked
        if isinstance(value, str):
            found.add(value)
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, _LISTS):
            pending += value
    return found


def _add_members(value: JsonObject, pointer: str, path: str | None, found: list[Leaf]) -> None:
    # Below a free key anything may be a key, so that nothing is remembered of it.
    step_to = _step.__wrapped__ if path == "" else _step
    for key, item in value.items():
        if isinstance(item, str):
            step, place = step_to(path, key)
            found.append(_leaf((pointer + step, place, item)))
        elif isinstance(item, dict):
            step, place = step_to(path, key)
            _add_members(item, pointer + step, "" if place in _FREE else place, found)
        elif isinstance(item, _LISTS):
            step, place = step_to(path, key)
            _add_items(item, pointer + step, place and place + "[]", found)


def _add_items(value: Iterable[JsonValue], pointer: str, path: str, found: list[Leaf]) -> None:
    for index, item in enumerate(value):
        if isinstance(item, str):
            found.append(_leaf((f"{pointer}/{index}", path, item)))
        elif isinstance(item, dict):
            _add_members(item, f"{pointer}/{index}", "" if path in _FREE else path, found)
        elif isinstance(item, _LISTS):
            _add_items(item, f"{pointer}/{index}", path and path + "[]", found)


@lru_cache(maxsize=PATHS_REMEMBERED_MAX)
def _step(path: str | None, key: str) -> tuple[str, str]:
    """The last step of a pointer to `key`, and the path of `key`; the path None is the top."""
    step = "/" + key.replace("~", "~0").replace("/", "~1")
    if path == "" or key.startswith("x_"):
        return step, ""
    return step, key if path is None else f"{path}.{key}"
