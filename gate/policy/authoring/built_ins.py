"""What built-in functions give, as far as later checks need to know."""

from collections.abc import Callable, Mapping
from typing import Final

from gate.policy.authoring.shapes import (
    ANY,
    SCALAR,
    ArrayOf,
    ObjectOf,
    Record,
    SetOf,
    Shape,
    elements,
    texts,
    under_key,
    union,
)

FREE_OF_ORDER: Final = frozenset({"all", "any", "count", "max", "min", "product", "sort", "sum"})
"""Functions whose result does not depend on the order of what they are given."""

INTO_TEXT: Final = frozenset({"concat", "json.marshal"})
"""Functions that write a whole collection into one text."""


def _array(of: Shape) -> Shape:
    return frozenset([ArrayOf(elements(of)[0])])


def _set(*of: Shape) -> Shape:
    if not any(isinstance(atom, SetOf) for shape in of for atom in shape):
        return SCALAR if all(shape == SCALAR for shape in of) else ANY
    return frozenset([SetOf(union(*(elements(shape)[0] for shape in of)))])


def _object_get(operands: list[Shape]) -> Shape:
    names = texts(operands[1])
    if names is None:
        return ANY
    return union(operands[2], *(under_key(operands[0], name)[0] for name in names))


def _object_union(operands: list[Shape]) -> Shape:
    merged: dict[str, Shape] = {}
    for shape in operands:
        for atom in shape:
            if not isinstance(atom, Record):
                return frozenset([ObjectOf(ANY)])
            merged.update(atom.fields)
    return frozenset([Record(tuple(sorted(merged.items())))])


_RESULTS: Final[Mapping[str, Callable[[list[Shape]], Shape]]] = {
    "and": lambda operands: _set(operands[0]),
    "array.concat": lambda operands: _array(union(*operands)),
    "array.reverse": lambda operands: _array(operands[0]),
    "array.slice": lambda operands: _array(operands[0]),
    "max": lambda operands: elements(operands[0])[0] or ANY,
    "min": lambda operands: elements(operands[0])[0] or ANY,
    "minus": lambda operands: _set(operands[0]),
    "numbers.range": lambda _: frozenset([ArrayOf(SCALAR)]),
    "object.filter": lambda _: frozenset([ObjectOf(ANY)]),
    "object.get": _object_get,
    "object.keys": lambda _: frozenset([SetOf(SCALAR)]),
    "object.remove": lambda _: frozenset([ObjectOf(ANY)]),
    "object.union": _object_union,
    "object.union_n": lambda _: frozenset([ObjectOf(ANY)]),
    "or": lambda operands: _set(*operands),
    "sort": lambda operands: _array(operands[0]),
    "split": lambda _: frozenset([ArrayOf(SCALAR)]),
}

_SCALARS: Final = frozenset(
    [
        "abs",
        "ceil",
        "concat",
        "contains",
        "count",
        "div",
        "endswith",
        "equal",
        "floor",
        "format_int",
        "gt",
        "gte",
        "indexof",
        "is_array",
        "is_boolean",
        "is_null",
        "is_number",
        "is_object",
        "is_set",
        "is_string",
        "json.marshal",
        "lower",
        "lt",
        "lte",
        "mul",
        "neq",
        "plus",
        "product",
        "regex.match",
        "rem",
        "replace",
        "round",
        "startswith",
        "substring",
        "sum",
        "trim",
        "trim_left",
        "trim_prefix",
        "trim_right",
        "trim_space",
        "trim_suffix",
        "type_name",
        "upper",
    ]
)


def result_of(name: str, operands: list[Shape]) -> Shape:
    """The shape of what the built-in `name` gives for operands of these shapes."""
    if name in _SCALARS:
        return SCALAR
    return _RESULTS[name](operands) if name in _RESULTS else ANY
