"""Who is named in a document that was evaluated, and where."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import orjson

from gate.canon import JsonObject, JsonValue
from gate.model.request.personal import STEPS, Sort, Step

Place: TypeAlias = tuple[str | int, ...]
"""Keys and indices that lead to a value."""

_CONTAINED_CHARS_MIN: Final = 3
"""Characters from which a name is looked for inside of texts; a shorter one is in half of them."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A value that says something of `person`; `names` are the texts by which it names them."""

    place: Place
    person: str
    names: tuple[tuple[Place, str], ...] = ()


@dataclass(slots=True)
class People:
    """Everybody who is named at a declared place of a document.

    Attributes:
        spots: the values at those places.
        persons: for each name in lower case, the persons that it names.
        pointers: for each name in lower case, the first place where it stands.
        have_odd_names: JSON writes a character of a name otherwise, so names have to be looked for
            in texts, not in JSON.
    """

    spots: list[Spot]
    persons: dict[str, frozenset[str]] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    have_odd_names: bool = field(init=False)

    def __post_init__(self) -> None:
        """Take the names of the spots together."""
        for spot in self.spots:
            for place, text in spot.names:
                name = text.lower()
                if name not in self.persons:
                    self.persons[name] = frozenset({spot.person})
                    self.pointers[name] = pointer(place)
                elif spot.person not in self.persons[name]:
                    self.persons[name] |= {spot.person}
        self.have_odd_names = any(
            orjson.dumps(name).decode()[1:-1] != name for name in self.persons
        )

    def named_in(self, text: str, names: Iterable[str] | None = None) -> list[str]:
        """The names, in lower case, that `text` is or contains; of `names`, where these are given.

        A short name has to be the whole text, or stand in quotation marks as in JSON.
        """
        low = text.lower()
        return [
            name
            for name in (self.persons if names is None else names)
            if name in low
            and (len(name) >= _CONTAINED_CHARS_MIN or name == low or f'"{name}"' in low)
        ]


def person_key(text: str) -> str:
    """What the texts of one person have in common: directories do not tell cases apart."""
    return text.strip().casefold()


def pointer(place: Place) -> str:
    """The JSON pointer of a place."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in place)


def people_in(document: JsonObject) -> People:
    """Everybody who is named at a declared place of a request with its facts."""
    return People([*_declared(document, STEPS, ()), *_established(document)])


def _declared(value: JsonValue, step: Step, place: Place) -> Iterator[Spot]:
    if isinstance(value, Mapping):
        for name, inner in step.inner.items():
            if name in value:
                yield from _at(value[name], inner, (*place, name), value)
    if step.element is not None and isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _at(item, step.element, (*place, index), {})


def _at(value: JsonValue, step: Step, place: Place, holder: JsonObject) -> Iterator[Spot]:
    if step.sort is None:
        yield from _declared(value, step, place)
    elif step.sort is Sort.PERSON and isinstance(value, Mapping):
        names = [((*place, key), value.get(key)) for key in ("id", "name")]
        yield Spot(
            place,
            person_key(str(value.get("id"))),
            tuple((where, name) for where, name in names if isinstance(name, str) and name),
        )
    elif step.sort is Sort.SIGNATURE:
        person = holder.get("person")
        yield Spot(place, person_key(str(person.get("id")) if isinstance(person, Mapping) else ""))
    elif isinstance(value, str) and value:
        yield Spot(place, person_key(value), ((place, value),))


def _established(document: JsonObject) -> Iterator[Spot]:
    """Whom the gate itself names: accounts of the directory, whoever demanded a condition."""
    facts = document.get("facts")
    if not isinstance(facts, Mapping):
        return
    identity, history = facts.get("identity"), facts.get("history")
    if isinstance(identity, Mapping):
        for name in identity:
            place: Place = ("facts", "identity", name)
            yield Spot(place, person_key(name), ((place, name),))
    conditions = history.get("open_conditions") if isinstance(history, Mapping) else None
    for index, condition in enumerate(conditions if isinstance(conditions, list) else []):
        person = condition.get("person") if isinstance(condition, Mapping) else None
        if isinstance(person, str) and person:
            place = ("facts", "history", "open_conditions", index, "person")
            yield Spot(place, person_key(person), ((place, person),))
