"""Personal values of the documents beside the log: put back, or what became of them."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

import orjson

from gate.canon import JsonObject, JsonValue, read_canonical
from gate.errors import LogUnavailable, VerificationFailed
from gate.log.sealed import Sealed, SubjectKey
from gate.log.store import LogReader
from gate.log.subjects import Subjects
from gate.model.concealed import SUBJECTS_MEMBER, Refs
from gate.model.disclosure import ALGORITHM_MEMBER, Disclosure
from gate.model.redaction import RedactionEntry
from gate.model.revealed import commitments, reveal

_MARK: Final = f'"{ALGORITHM_MEMBER}":'.encode()

Members: TypeAlias = Mapping[str, tuple[str, ...] | None]
"""Some members of a document, and which members of theirs; None for all."""


class State(StrEnum):
    """What became of the value behind a commitment."""

    DISCLOSED = "disclosed"
    REDACTED = "redacted"
    WITHHELD = "withheld"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one document about the same subjects.

    `redaction` is the index of the entry by which they were erased; `disclosures` are there where
    they could be opened.
    """

    digests: frozenset[str]
    state: State
    redaction: int | None
    disclosures: tuple[Disclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as it was evaluated, but for what is not there any more.

    `redactions` are the indices of the entries by which values of it were erased. `whole` is false
    where any value is not there.
    """

    document: dict[str, Any]
    redactions: tuple[int, ...]
    whole: bool


def opened(
    reader: LogReader,
    subjects: Subjects | None,
    content: bytes,
    index: int,
    *,
    of: Members | None = None,
) -> Opened:
    """The document that the entry at `index` names, with its personal values.

    Where a value was erased, `{"redacted": <index of the redaction>}` stands in its place; where it
    is not there for another reason, `{"redacted": null}`.

    Args:
        reader: the log.
        subjects: the keys; None where they are not at hand, so that every value stays closed.
        content: the document as it is kept.
        index: the entry that names it.
        of: the members that are wanted; None for all.

    Raises:
        LogUnavailable: a value is not the one that was committed to.
    """
    kept = read_canonical(content)
    if not isinstance(kept, dict):
        raise LogUnavailable("A content of the log is no document. Run `gate log verify`.")
    if ALGORITHM_MEMBER not in kept:
        return Opened(kept, (), whole=True)
    try:
        document = hashlib.sha256(content).digest()
        values = judged(reader, subjects, kept, document, index)
        wanted = kept if of is None else _part(kept, of)
        absent: dict[str, JsonValue] = {
            digest: {"redacted": each.redaction}
            for each in values.values()
            if each.state is not State.DISCLOSED
            for digest in each.digests
        }
        found = [disclosure for each in values.values() for disclosure in each.disclosures]
        revealed = _revealed(kept, wanted, found, absent)
    except VerificationFailed as error:
        raise LogUnavailable(f"{error.detail} Run `gate log verify`.") from error
    redactions = {each.redaction for each in values.values() if each.redaction is not None}
    return Opened(revealed, tuple(sorted(redactions)), whole=not absent)


def concealed_in(content: bytes) -> JsonObject | None:
    """A content as the document that commits to personal values; None where it is none."""
    if _MARK not in content:
        return None
    try:
        document = orjson.loads(content)
    except ValueError:
        return None
    return document if isinstance(document, dict) and ALGORITHM_MEMBER in document else None


def judged(
    reader: LogReader, subjects: Subjects | None, kept: JsonObject, document: bytes, index: int
) -> Mapping[Refs, Values]:
    """What became of each value of a kept document, by the references of their subjects.

    Args:
        reader: the log.
        subjects: the keys; None where they are not at hand.
        kept: the document as it is kept.
        document: the SHA-256 of its bytes.
        index: the entry that names it.

    Raises:
        VerificationFailed: the document does not fit its own list, a value is not the one that was
            committed to, or one that a redaction speaks of is still there.
        LogUnavailable: the database cannot be read, or a value was changed.
    """
    listed = commitments(kept)
    stored = {sealed.refs: sealed for sealed in reader.sealed(document)}
    known = _known(reader, {ref for refs in listed for ref in refs}, index)
    found = {
        refs: _values(known, subjects, stored.pop(refs, None), refs, digests)
        for refs, digests in listed.items()
    }
    if stored:
        raise VerificationFailed("A personal value is kept that its document does not commit to.")
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the subjects of a document.

    `erased` has the index of the first later entry by which each was erased, `keys` those that are
    kept.
    """

    erased: Mapping[str, int]
    keys: Mapping[str, SubjectKey]


def _known(reader: LogReader, refs: Collection[str], index: int) -> _Known:
    erased: dict[str, int] = {}
    for ref, at in reader.events_about(RedactionEntry.kind, refs):
        if at > index:
            erased.setdefault(ref, at)
    return _Known(erased, reader.subject_keys(refs))


def _values(
    known: _Known,
    subjects: Subjects | None,
    sealed: Sealed | None,
    refs: Refs,
    digests: frozenset[str],
) -> Values:
    redaction = min((known.erased[ref] for ref in refs if ref in known.erased), default=None)
    if sealed is not None and known.keys.keys() >= set(refs):
        if redaction is not None:
            raise VerificationFailed("A value that a redaction speaks of is still there.")
        if subjects is None:
            return Values(digests, State.WITHHELD, None)
        disclosures = tuple(map(Disclosure.read, subjects.open(sealed, known.keys)))
        if {disclosure.digest for disclosure in disclosures} != digests:
            raise VerificationFailed("A personal value is not the one that was committed to.")
        return Values(digests, State.DISCLOSED, None, disclosures)
    state = State.MISSING if redaction is None else State.REDACTED
    return Values(digests, state, redaction)


def _part(kept: dict[str, Any], of: Members) -> dict[str, Any]:
    part = {name: kept[name] for name in of if name in kept}
    for name, inner in of.items():
        if inner is not None and isinstance(part.get(name), dict):
            part[name] = {key: part[name][key] for key in inner if key in part[name]}
    return part


def _revealed(
    kept: JsonObject,
    wanted: JsonObject,
    disclosures: list[Disclosure],
    absent: Mapping[str, JsonValue],
) -> dict[str, Any]:
    if wanted is kept:
        return reveal(kept, disclosures, absent)
    lists = {name: kept[name] for name in (ALGORITHM_MEMBER, SUBJECTS_MEMBER)}
    return reveal({**wanted, **lists}, disclosures, absent, part=True)
