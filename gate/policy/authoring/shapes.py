"""What a value in a policy may be, as far as it can be told without running it.

A shape is a set of possibilities. `ANY` means that nothing is known; it is never refused.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

from gate.policy.authoring.documents import Nodes


@dataclass(frozen=True, slots=True)
class Anything:
    """Nothing is known."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, boolean, null, or a text that varies."""


@dataclass(frozen=True, slots=True)
class Constant:
    """This text."""

    text: str


@dataclass(frozen=True, slots=True)
class Json:
    """A part of a document."""

    nodes: Nodes


@dataclass(frozen=True, slots=True)
class ArrayOf:
    """An array whose elements have this shape."""

    element: "Shape"


@dataclass(frozen=True, slots=True)
class Row:
    """An array of known length."""

    items: "tuple[Shape, ...]"


@dataclass(frozen=True, slots=True)
class SetOf:
    """A set whose members have this shape."""

    element: "Shape"


@dataclass(frozen=True, slots=True)
class ObjectOf:
    """An object with keys that vary."""

    value: "Shape"


@dataclass(frozen=True, slots=True)
class Record:
    """An object with exactly these keys."""

    fields: "tuple[tuple[str, Shape], ...]"


Atom: TypeAlias = Anything | Scalar | Constant | Json | ArrayOf | Row | SetOf | ObjectOf | Record
Shape: TypeAlias = frozenset[Atom]

ANY: Final[Shape] = frozenset([Anything()])
SCALAR: Final[Shape] = frozenset([Scalar()])
NOTHING: Final[Shape] = frozenset()


def union(*shapes: Shape) -> Shape:
    """Whatever one of `shapes` may be."""
    return NOTHING.union(*shapes)


def under_key(shape: Shape, name: str) -> tuple[Shape, bool]:
    """What stands under a constant key, and whether every possibility can have that key."""
    found = [_atom_under_key(atom, name) for atom in shape]
    return union(*(each for each in found if each is not None)), None not in found


def elements(shape: Shape) -> tuple[Shape, bool]:
    """What iteration gives, and whether every possibility can be iterated over."""
    found = [_atom_elements(atom) for atom in shape]
    return union(*(each for each in found if each is not None)), None not in found


def keys(shape: Shape) -> Shape:
    """What iteration gives as the first of two variables."""
    members = [atom.element for atom in shape if isinstance(atom, SetOf)]
    return union(SCALAR, *members)


def texts(shape: Shape) -> list[str] | None:
    """The constant texts that it may be; None when it may be anything else."""
    constants = [atom.text for atom in shape if isinstance(atom, Constant)]
    return sorted(constants) if constants and len(constants) == len(shape) else None


def has_no_order(shape: Shape) -> bool:
    """May it be something that the two engines go through in different orders?"""
    return any(
        isinstance(atom, SetOf | ObjectOf | Record)
        or (isinstance(atom, Json) and "object" in atom.nodes.kinds)
        for atom in shape
    )


def _atom_under_key(atom: Atom, name: str) -> Shape | None:
    match atom:
        case Anything():
            return ANY
        case Json(nodes):
            return _of_nodes(nodes.key(name))
        case Record(fields):
            return dict(fields).get(name)
        case ObjectOf(shape) | SetOf(shape):
            return shape
        case _:
            return None


def _atom_elements(atom: Atom) -> Shape | None:
    match atom:
        case Anything():
            return ANY
        case Json(nodes):
            return _of_nodes(nodes.element())
        case ArrayOf(shape) | SetOf(shape) | ObjectOf(shape):
            return shape
        case Row(items):
            return union(*items)
        case Record(fields):
            return union(*(shape for _, shape in fields))
        case _:
            return None


def _of_nodes(nodes: Nodes | None) -> Shape | None:
    if nodes is None:
        return None
    return ANY if nodes.is_open else frozenset([Json(nodes)])
