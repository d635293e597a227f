"""Erasing what the log's documents say of one person: keys and values go, the log says so.

The entry and the deletion are one transaction. So after a crash either nothing happened, or the
values are gone and the log says when, why and by whose order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from gate import __version__
from gate.errors import Invalid, NotFound
from gate.limits import ACTOR_CHARS_MAX, REDACTION_REASON_CHARS_MAX
from gate.log.log import EntryDraft, Log
from gate.log.store import LogReader
from gate.log.subjects import Subjects
from gate.model.entry import instant
from gate.model.people import person_key
from gate.model.redaction import RedactionEntry

HOLDS_FILE: Final = "legal-holds.txt"
"""In the log's folder: one person a line whose data has to be kept; after # comes a remark."""


@dataclass(frozen=True, slots=True)
class Erased:
    """One reference that was erased, or would be: how many documents, and which entry says so."""

    subject: str
    documents: int
    index: int | None


def found_of(reader: LogReader, subjects: Subjects, person: str) -> tuple[Erased, ...]:
    """What the log has of a person: nothing is changed.

    Raises:
        NotFound: nothing that could be erased.
    """
    refs = subjects.refs(person)
    if not refs:
        raise NotFound(
            "The log has no personal values of this person: none was logged under this id, or they "
            "were erased before."
        )
    return tuple(Erased(ref, reader.documents_about(ref), None) for ref in refs)


def check_hold(directory: Path, person: str) -> None:
    """Refuse what is under legal hold.

    Raises:
        Invalid: the person is named in `HOLDS_FILE`, or that cannot be read.
    """
    path = directory / HOLDS_FILE
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read, so nothing can be erased") from error
    if person_key(person) in {person_key(line.partition("#")[0]) for line in lines}:
        raise Invalid(
            f"this person is under legal hold: {path} names them. Whoever ordered the hold has to "
            "lift it first"
        )


def erase(log: Log, person: str, *, reason: str, actor: str, now: datetime) -> tuple[Erased, ...]:
    """Erase what the log has of a person; durable, and logged, when this returns.

    Args:
        log: the log.
        person: the id, or the text of a contact, as requests state it.
        reason: the legal basis; it stays for ever.
        actor: the office or account that ordered it; it stays for ever.
        now: the present.

    Raises:
        NotFound: there is nothing to erase.
        Invalid: the reason or the actor is not one line of text.
        LogUnavailable, OutcomeUnknown: see `Log.append`; whoever asks again finds out.
    """
    found = found_of(log.reader, log.subjects, person)
    done: list[Erased] = []
    for item in found:
        entry = _entry(log, item.subject, reason=reason, actor=actor, now=now)
        appended = log.append(EntryDraft(entry, (), erases=(item.subject,)))
        done.append(Erased(item.subject, item.documents, appended.index))
    log.subjects.forget({item.subject for item in done})
    return tuple(done)


def is_gone(reader: LogReader, erased: Sequence[Erased]) -> bool:
    """Whether neither a key nor a value of these is there any more."""
    subjects = [item.subject for item in erased]
    return not reader.subject_keys(subjects) and not any(map(reader.documents_about, subjects))


def _entry(log: Log, subject: str, *, reason: str, actor: str, now: datetime) -> RedactionEntry:
    try:
        return RedactionEntry(
            subject=subject,
            reason=reason,
            actor=actor,
            redacted_at=instant(now),
            gate_version=__version__,
            gate_keyid=log.gate_keyid,
            log_seen=log.seen(),
        )
    except ValueError as error:
        raise Invalid(
            f"a reason has 1 to {REDACTION_REASON_CHARS_MAX} characters and an actor 1 to "
            f"{ACTOR_CHARS_MAX}, each on one line"
        ) from error
