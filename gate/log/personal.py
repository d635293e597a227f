"""Personal values of the documents beside the log: put back, or what became of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

import orjson

from gate.canon import JsonObject, JsonValue, read_canonical
from gate.errors import LogUnavailable, VerificationFailed
from gate.log.sealed import Sealed
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

    `redaction` is the index of the entry by which they were erased; `texts` are their disclosures,
    where they could be opened.
    """

    digests: frozenset[str]
    state: State
    redaction: int | None
    texts: tuple[str, ...]


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
        values = judged(reader, subjects, content, index)
        wanted = kept if of is None else _part(kept, of)
        absent: dict[str, JsonValue] = {
            digest: {"redacted": each.redaction}
            for each in values.values()
            if each.state is not State.DISCLOSED
            for digest in each.digests
        }
        texts = [text for each in values.values() for text in each.texts]
        document = _revealed(kept, wanted, texts, absent)
    except VerificationFailed as error:
        raise LogUnavailable(f"{error.detail} Run `gate log verify`.") from error
    redactions = {each.redaction for each in values.values() if each.redaction is not None}
    return Opened(document, tuple(sorted(redactions)), whole=not absent)


def is_concealed(content: bytes) -> bool:
    """Whether a content is a document that commits to personal values."""
    if _MARK not in content:
        return False
    try:
        document = orjson.loads(content)
    except ValueError:
        return False
    return isinstance(document, dict) and ALGORITHM_MEMBER in document


def judged(
    reader: LogReader, subjects: Subjects | None, content: bytes, index: int
) -> Mapping[Refs, Values]:
    """What became of each value of a kept document, by the references of their subjects.

    Raises:
        VerificationFailed: the document does not fit its own list, a value is not the one that was
            committed to, or one that a redaction speaks of is still there.
        LogUnavailable: the database cannot be read, or a value was changed.
    """
    document = hashlib.sha256(content).digest()
    kept: JsonObject = orjson.loads(content)
    stored = {sealed.refs: sealed for sealed in reader.sealed(document)}
    found = {
        refs: _values(reader, subjects, stored.pop(refs, None), refs, digests, index)
        for refs, digests in commitments(kept).items()
    }
    if stored:
        raise VerificationFailed("A personal value is kept that its document does not commit to.")
    return found


def _values(
    reader: LogReader,
    subjects: Subjects | None,
    sealed: Sealed | None,
    refs: Refs,
    digests: frozenset[str],
    index: int,
) -> Values:
    redaction = _redaction(reader, refs, index)
    if sealed is not None and all(reader.subject(ref) is not None for ref in refs):
        if redaction is not None:
            raise VerificationFailed("A value that a redaction speaks of is still there.")
        if subjects is None:
            return Values(digests, State.WITHHELD, None, ())
        texts = subjects.open(sealed) or ()
        if {Disclosure.read(text).digest for text in texts} != digests:
            raise VerificationFailed("A personal value is not the one that was committed to.")
        return Values(digests, State.DISCLOSED, None, texts)
    state = State.MISSING if redaction is None else State.REDACTED
    return Values(digests, state, redaction, ())


def _redaction(reader: LogReader, refs: Refs, index: int) -> int | None:
    """The first later entry by which one of the subjects was erased."""
    found = [at for ref in refs for at in reader.events(RedactionEntry.kind, ref) if at > index]
    return min(found, default=None)


def _part(kept: dict[str, Any], of: Members) -> dict[str, Any]:
    part = {name: kept[name] for name in of if name in kept}
    for name, inner in of.items():
        if inner is not None and isinstance(part.get(name), dict):
            part[name] = {key: part[name][key] for key in inner if key in part[name]}
    return part


def _revealed(
    kept: JsonObject,
    wanted: JsonObject,
    texts: list[str],
    absent: Mapping[str, JsonValue],
) -> dict[str, Any]:
    if wanted is kept:
        return reveal(kept, texts, absent)
    lists = {name: kept[name] for name in (ALGORITHM_MEMBER, SUBJECTS_MEMBER)}
    return reveal({**wanted, **lists}, texts, absent, part=True)
