"""A document without the personal values in it, and the values beside it: pure.

Each value at a declared place, and each text or key elsewhere that contains a name from such a
place, gives way to a salted commitment (`gate.model.disclosure`). The document says which
commitments belong to which data subject, by references that mean nothing to others, so that a
reader can tell a value that was erased from one that is missing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import orjson

from gate.canon import JsonObject, JsonValue, canonical_bytes
from gate.model.disclosure import ALGORITHM, ALGORITHM_MEMBER, ELEMENT, MEMBERS, Disclosure
from gate.model.people import People, Spot

SUBJECTS_MEMBER: Final = "_sd_subjects"
"""The member that has, for the references of the subjects of some values, their digests."""

Names: TypeAlias = Sequence[str]
Refs: TypeAlias = tuple[str, ...]
"""The references of those whose data a value is: mostly one, in order."""


Disclosures: TypeAlias = Mapping[Refs, tuple[str, ...]]
"""The values that were taken out of a document, by the references of their subjects."""


@dataclass(frozen=True, slots=True)
class Concealed:
    """The canonical bytes of the document as it is kept, and what was taken out of it."""

    content: bytes
    disclosures: Disclosures


@dataclass(slots=True)
class _Hider:
    """Takes values out of a document."""

    people: People
    ref_of: Callable[[str], str]
    taken: dict[Refs, list[tuple[str, str]]] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)

    def hide(self, name: str | None, value: JsonValue, persons: Iterable[str]) -> str:
        disclosure = Disclosure.of(name, value)
        digest = disclosure.digest
        refs = tuple(sorted({self.ref_of(person) for person in persons}))
        self.taken.setdefault(refs, []).append((digest, disclosure.text))
        self.digests.add(digest)
        return digest

    def at_spots(self, value: Any, edits: dict[str | int, Any]) -> Any:
        """A copy of `value` without what stands at the spots."""
        if isinstance(value, list | tuple):
            items = list(value)
            for step, edit in edits.items():
                index = int(step)
                if isinstance(edit, Spot):
                    items[index] = {ELEMENT: self.hide(None, items[index], [edit.person])}
                else:
                    items[index] = self.at_spots(items[index], edit)
            return items
        members, hidden = dict(value), []
        for name, edit in edits.items():
            if isinstance(edit, Spot):
                hidden.append(self.hide(str(name), members.pop(name), [edit.person]))
            else:
                members[name] = self.at_spots(value[name], edit)
        return _with_hidden(members, hidden)

    def elsewhere(self, value: Any, names: Names, depth: int) -> tuple[Any, Names]:
        """A copy of `value` without texts and keys in which one of `names` is.

        What stands in the first `depth` levels is looked into only where a name is in it at all.
        The second of the answer are the names because of which `value` has to be hidden whole.
        """
        if isinstance(value, str):
            return value, self.people.named_in(value, names)
        if isinstance(value, list | tuple):
            return [self._element(item, names, depth) for item in value], ()
        if not isinstance(value, dict):
            return value, ()
        if self._is_reserved(value):
            return value, self._within(value, names)
        members, hidden = {}, []
        for name, item in value.items():
            looked_for = names if depth <= 0 else self._names({name: item}, names)
            if name in {MEMBERS, ELEMENT} or not looked_for:
                members[name] = item
                continue
            if self.people.named_in(name, looked_for) and not self._has_commitments(item):
                within = self._within({name: item}, looked_for)
                hidden.append(self.hide(name, item, self._persons(within)))
                continue
            inner, named = self.elsewhere(item, looked_for, depth - 1)
            if named:
                hidden.append(self.hide(name, item, self._persons(named)))
            else:
                members[name] = inner
        return _with_hidden(members, hidden), ()

    def names_in(self, value: Any) -> Names:
        """The names in a value, wherever they stand in it."""
        return self._names(value, tuple(self.people.persons))

    def _names(self, value: Any, names: Names) -> Names:
        return names if self.people.have_odd_names else self.people.named_in(_text(value), names)

    def _within(self, value: Any, names: Names) -> Names:
        """The names in the texts and keys of a value."""
        if isinstance(value, str):
            return self.people.named_in(value, names)
        if isinstance(value, dict):
            return [name for pair in value.items() for name in self._within([*pair], names)]
        if isinstance(value, list | tuple):
            return [name for item in value for name in self._within(item, names)]
        return ()

    def _element(self, item: Any, names: Names, depth: int) -> Any:
        looked_for = names if depth <= 0 else self._names(item, names)
        if not looked_for:
            return item
        inner, named = self.elsewhere(item, looked_for, depth - 1)
        return {ELEMENT: self.hide(None, item, self._persons(named))} if named else inner

    def _persons(self, names: Names) -> frozenset[str]:
        return frozenset[str]().union(*(self.people.persons[name] for name in names))

    def _has_commitments(self, item: Any) -> bool:
        """Whether something in it is hidden already: then its key is one of the schema."""
        text = _text(item)
        return any(digest in text for digest in self.digests)

    def _is_reserved(self, value: dict[str, Any]) -> bool:
        """Whether the request itself has a member that looks like a commitment."""
        stated = [value[ELEMENT]] if ELEMENT in value else []
        if MEMBERS in value:
            members = value[MEMBERS]
            stated += members if isinstance(members, list) and members else [None]
        return any(not isinstance(item, str) or item not in self.digests for item in stated)


def conceal(document: JsonObject, people: People, ref_of: Callable[[str], str]) -> Concealed:
    """The document as it is kept; `ref_of` gives the reference of a person, for ever the same.

    Raises:
        ValueError: the document has no canonical form.
    """
    if not people.spots:
        return Concealed(canonical_bytes(document), {})
    hider = _Hider(people, ref_of)
    edited = hider.at_spots(document, _edits(people.spots))
    kept, _ = hider.elsewhere(edited, hider.names_in(edited), depth=4)
    return Concealed(
        canonical_bytes(
            {
                **kept,
                ALGORITHM_MEMBER: ALGORITHM,
                SUBJECTS_MEMBER: {
                    " ".join(refs): sorted(digest for digest, _ in items)
                    for refs, items in hider.taken.items()
                },
            }
        ),
        {refs: tuple(text for _, text in items) for refs, items in hider.taken.items()},
    )


def _edits(spots: Iterable[Spot]) -> dict[str | int, Any]:
    root: dict[str | int, Any] = {}
    for spot in spots:
        edits = root
        for step in spot.place[:-1]:
            edits = edits.setdefault(step, {})
        edits[spot.place[-1]] = spot
    return root


def _with_hidden(members: dict[str, Any], hidden: list[str]) -> dict[str, Any]:
    """Sorted, so that their order tells nothing of the names."""
    if hidden:
        if not isinstance(members.get(MEMBERS, []), list):
            raise ValueError("a reserved name stands where commitments have to")
        members[MEMBERS] = sorted([*members.get(MEMBERS, ()), *hidden])
    return members


def _text(value: JsonValue) -> str:
    return orjson.dumps(value).decode()
