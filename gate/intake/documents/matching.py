"""Which model or dataset of a request a document is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from gate.canon import JsonObject, JsonValue

_SEPARATORS: Final = re.compile(r"[\s_-]+")


class Match(NamedTuple):
    """The position of the element, or None; and what is to be said about it, as a sentence."""

    position: int | None
    remark: str | None = None


def find_element(elements: Sequence[JsonObject], names: Sequence[str], sha256: str) -> Match:
    """The element that a document is about.

    That is the one whose `card.digest` is the document's; else the one that has its name or id;
    else the only one there is. A document that has the name of a base model of the only element is
    about that base model and not about the element.
    """
    wanted = {form for name in names for form in forms(name)}
    for fits in (
        [position for position, element in enumerate(elements) if _cites(element, sha256)],
        [position for position, element in enumerate(elements) if wanted & _own_names(element)],
    ):
        if len(fits) == 1:
            return Match(fits[0])
        if fits:
            return Match(None, f"{len(fits)} elements are what the document may be about")
    if len(elements) != 1:
        return Match(None, "no element has the name that the document gives")
    if wanted & _base_names(elements[0]):
        return Match(None, "the document is about a base model of the only element")
    remark = "the document gives another name than the only element has" if wanted else None
    return Match(0, remark)


def forms(name: str) -> tuple[str, ...]:
    """The forms in which a name is compared: whole, then without what stands before its slash."""
    whole = _SEPARATORS.sub("-", name.strip().casefold())
    return tuple(dict.fromkeys(form for form in (whole, whole.rpartition("/")[2]) if form))


def ids_by_name(elements: Iterable[JsonObject]) -> dict[str, str]:
    """For each form of a name or id the id of the first element that has it."""
    found: dict[str, str] = {}
    for element in elements:
        identifier = element.get("id")
        if isinstance(identifier, str):
            for form in _own_names(element):
                found.setdefault(form, identifier)
    return found


def _cites(element: JsonObject, sha256: str) -> bool:
    card = element.get("card")
    digest = card.get("digest") if isinstance(card, Mapping) else None
    return isinstance(digest, Mapping) and (digest.get("alg"), digest.get("value")) == (
        "sha256",
        sha256,
    )


def _own_names(element: JsonObject) -> set[str]:
    return _forms_of(element.get("name")) | _forms_of(element.get("id"))


def _base_names(element: JsonObject) -> set[str]:
    bases = element.get("base_models")
    stated = bases if isinstance(bases, list | tuple) else ()
    return {
        form for base in stated if isinstance(base, Mapping) for form in _forms_of(base.get("name"))
    }


def _forms_of(name: JsonValue) -> set[str]:
    return set(forms(name)) if isinstance(name, str) else set()
