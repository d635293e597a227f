"""The objects of a request at a path such as `evaluation.runs[].metrics[]`, with their pointers."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gate.canon import JsonObject, JsonValue


class Place(NamedTuple):
    """A value, where it stands, and the indices on the way to it."""

    pointer: str
    indices: tuple[int, ...]
    value: JsonValue


def places(document: JsonObject, path: str) -> Iterator[Place]:
    """Every value at `path`, in order; nothing where a step leads nowhere."""
    yield from _below(Place("", (), document), path.split("."))


def value_at(value: JsonValue, *keys: str) -> JsonValue:
    """What stands below `keys`; None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
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


def _below(place: Place, steps: list[str]) -> Iterator[Place]:
    if not steps:
        yield place
        return
    name = steps[0].removesuffix("[]")
    if not isinstance(place.value, Mapping) or name not in place.value:
        return
    below = Place(f"{place.pointer}/{name}", place.indices, place.value[name])
    if name == steps[0]:
        yield from _below(below, steps[1:])
    elif isinstance(below.value, list | tuple):
        for index, item in enumerate(below.value):
            element = Place(f"{below.pointer}/{index}", (*place.indices, index), item)
            yield from _below(element, steps[1:])
