"""The objects of a request at a path such as `evaluation.runs[].metrics[]`, with their pointers."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gate.canon import JsonObject, JsonValue
from gate.intake.stated import OBJECTS
from gate.limits import PATHS_REMEMBERED_MAX


class Place(NamedTuple):
    """A value, where it stands, and the indices on the way to it."""

    pointer: str
    indices: tuple[int, ...]
    value: JsonValue


def places(document: JsonObject, path: str) -> Iterator[Place]:
    """Every value at `path`, in order; nothing where a step leads nowhere."""
    found: list[tuple[str, tuple[int, ...], JsonValue]] = [("", (), document)]
    for name, is_list in _steps(path):
        above, found = found, []
        for pointer, indices, value in above:
            if not isinstance(value, OBJECTS) or name not in value:
                continue
            below = value[name]
            if not is_list:
                found.append((f"{pointer}/{name}", indices, below))
            elif isinstance(below, list | tuple):
                found += [
                    (f"{pointer}/{name}/{index}", (*indices, index), item)
                    for index, item in enumerate(below)
                ]
    return map(Place._make, found)


def value_at(value: JsonValue, *keys: str) -> JsonValue:
    """What stands below `keys`; None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, OBJECTS) else None
    return value


def number(value: JsonValue) -> float | None:
    """A number that is no boolean."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def digest_of_block(value: JsonValue) -> tuple[str, str] | None:
    """Algorithm and value of a digest; None where one is missing or empty."""
    alg, hexadecimal = value_at(value, "alg"), value_at(value, "value")
    if isinstance(alg, str) and isinstance(hexadecimal, str) and alg and hexadecimal:
        return alg, hexadecimal
    return None


@lru_cache(maxsize=PATHS_REMEMBERED_MAX)
def _steps(path: str) -> tuple[tuple[str, bool], ...]:
    """The keys of a path, and whether each is that of a list whose items are meant."""
    return tuple((step.removesuffix("[]"), step.endswith("[]")) for step in path.split("."))
