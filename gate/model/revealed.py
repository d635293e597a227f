"""A document with the values put back that its disclosures give: pure.

Only commitments that the document itself lists under its subjects count: a request may have
members that look like one, and they stay what they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import is_not
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.errors import VerificationFailed
from gate.model.concealed import SUBJECTS_MEMBER, Refs
from gate.model.disclosure import ALGORITHM, ALGORITHM_MEMBER, ELEMENT, MEMBERS, Disclosure

_WITH_PARTS: Final = (dict, list)

ABSENT_MEMBER: Final = "redacted"
"""Where what is said of hidden members stands whose names are not known either."""


def commitments(document: JsonObject) -> dict[Refs, frozenset[str]]:
    """The digests that a kept document lists for its subjects; none where nothing is hidden.

    Raises:
        VerificationFailed: the list is not one, or a digest in it is nowhere in the document, or
            occurs twice.
    """
    if ALGORITHM_MEMBER not in document:
        return {}
    listed = document.get(SUBJECTS_MEMBER)
    if document[ALGORITHM_MEMBER] != ALGORITHM or not isinstance(listed, Mapping):
        raise VerificationFailed("Expected the commitments of a document by their subjects.")
    found: dict[Refs, frozenset[str]] = {}
    for refs, digests in listed.items():
        if not isinstance(digests, list) or not all(isinstance(item, str) for item in digests):
            raise VerificationFailed("Expected a list of digests for each subject.")
        found[tuple(refs.split(" "))] = frozenset(digests)
    if sum(map(len, found.values())) != len(frozenset[str]().union(*found.values())):
        raise VerificationFailed("A commitment belongs to two lists of subjects.")
    return found


@dataclass(slots=True)
class _Revealer:
    known: frozenset[str]
    disclosures: Mapping[str, Disclosure]
    absent: Mapping[str, JsonValue]
    used: set[str] = field(default_factory=set)

    def reveal(self, value: Any) -> Any:
        """The value with what was hidden; the same object where nothing in it was."""
        if isinstance(value, dict):
            return self._object(value)
        return self._list(value) if isinstance(value, list) else value

    def _object(self, value: dict[str, Any]) -> dict[str, Any]:
        changed = {}
        for name, item in value.items():
            if isinstance(item, _WITH_PARTS) and name != MEMBERS:
                revealed: Any = self._object(item) if isinstance(item, dict) else self._list(item)
                if revealed is not item:
                    changed[name] = revealed
        if MEMBERS not in value:
            return {**value, **changed} if changed else value
        found = {**value, **changed}
        stated = rest = found.pop(MEMBERS)
        if isinstance(stated, list) and stated:
            rest = [item for item in stated if not self._member(item, found)]
        if rest or not stated:
            found[MEMBERS] = rest
        return found

    def _member(self, digest: Any, found: dict[str, Any]) -> bool:
        """Put a hidden member back; False where the document has its digest in its own right."""
        if not isinstance(digest, str) or digest not in self.known:
            return False
        self.used.add(digest)
        disclosure = self.disclosures.get(digest)
        if disclosure is None:
            found[ABSENT_MEMBER] = [*found.get(ABSENT_MEMBER, ()), self.absent.get(digest)]
        elif disclosure.name is None or disclosure.name in found:
            raise VerificationFailed("A disclosure does not belong where its digest stands.")
        else:
            found[disclosure.name] = self.reveal(disclosure.value)
        return True

    def _list(self, value: list[Any]) -> list[Any]:
        found = [self._element(item) if isinstance(item, _WITH_PARTS) else item for item in value]
        return found if any(map(is_not, found, value)) else value

    def _element(self, item: dict[str, Any] | list[Any]) -> Any:
        if isinstance(item, list):
            return self._list(item)
        digest = item.get(ELEMENT) if len(item) == 1 else None
        if not isinstance(digest, str) or digest not in self.known:
            return self._object(item)
        self.used.add(digest)
        disclosure = self.disclosures.get(digest)
        if disclosure is None:
            return self.absent.get(digest)
        if disclosure.name is not None:
            raise VerificationFailed("A disclosure does not belong where its digest stands.")
        return self.reveal(disclosure.value)


def reveal(
    document: JsonObject,
    disclosures: Iterable[Disclosure],
    absent: Mapping[str, JsonValue] | None = None,
    *,
    part: bool = False,
) -> dict[str, Any]:
    """The document as it was evaluated; parts in which nothing was hidden are the same objects.

    Args:
        document: as it is kept.
        disclosures: those that are there.
        absent: for a digest without its disclosure, what stands in the place of its value.
        part: whether some members of the document were left out.

    Raises:
        VerificationFailed: a disclosure is of no commitment of this document, or does not belong
            where its digest stands, or a commitment is not in the document.
    """
    known = frozenset[str]().union(*commitments(document).values())
    read = list(disclosures)
    by_digest = {disclosure.digest: disclosure for disclosure in read}
    if not known >= by_digest.keys() or len(read) != len(by_digest):
        raise VerificationFailed("A disclosure is not of a commitment of this document.")
    plain = {
        name: item
        for name, item in document.items()
        if not known or name not in {ALGORITHM_MEMBER, SUBJECTS_MEMBER}
    }
    revealer = _Revealer(known, by_digest, absent or {})
    found: dict[str, Any] = revealer.reveal(plain)
    if not part and revealer.used != known:
        raise VerificationFailed("A commitment that is listed does not stand in the document.")
    return found
