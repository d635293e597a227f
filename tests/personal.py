"""Decisions that name people, for tests of what becomes of their names."""

import json
from pathlib import Path
from typing import Any, Final

from gate.canon import canonical_bytes, digest_of
from gate.log.log import Appended, EntryDraft, Log
from gate.log.subjects import PersonalKey, load_or_create_personal_key
from gate.model.concealed import conceal
from gate.model.people import people_in
from tests.logs import RELEASE, contents, entry

ANNA: Final = {"id": "anna.berg@bank.example", "name": "Anna Berg", "role": "owner"}
BO: Final = {"id": "bo.lund@bank.example", "name": "Bo Lund"}
NAMES: Final = (b"anna.berg", b"Anna Berg", b"bo.lund", b"Bo Lund")


def evaluated(number: int, *people: dict[str, Any], note: str = "nobody") -> dict[str, Any]:
    """A document in which the first person owns the system, all oversee it, and all approve it."""
    return {
        "system": {"id": "search", "owner": people[0], "description": note},
        "oversight": {"roles": [{"role": "watcher", "persons": list(people)}]},
        "approvals": [
            {"role": "peer", "person": person, "signature": {"type": "dsse", "value": person["id"]}}
            for person in people
        ],
        "facts": {
            "decision_id": str(number),
            "identity": {person["id"]: {"active": True} for person in people},
            "history": {"open_conditions": [{"id": "c", "person": people[-1]["id"]}]},
        },
    }


def append(log: Log, number: int, *people: dict[str, Any], **changes: Any) -> Appended:
    """Log decision `number` about a document that names these people."""
    note = changes.pop("note", "nobody")
    document = evaluated(number, *people, note=note)
    kept = conceal(document, people_in(document), log.subjects.ref)
    digest = digest_of(kept.content)
    _, answer, results = contents(number)
    made = entry(number, policy_input=digest, log_seen=log.seen(), **changes)
    return log.append(
        EntryDraft(
            made,
            (kept.content, answer, results),
            release=(RELEASE,),
            disclosures={digest: kept.disclosures},
        )
    )


def kept_document(log: Log, index: int) -> dict[str, Any]:
    """The document of an entry as the side store has it."""
    return json.loads(log.blob(log.entry(index).decision.policy_input))


def document(log: Log, index: int) -> Any:
    """The document of an entry with its values put back."""
    return log.document(log.entry(index).decision.policy_input, index)


def personal_key(folder: Path) -> PersonalKey:
    """The key with which the log of a folder encrypts."""
    return load_or_create_personal_key(folder / "keys")


def canonical(value: Any) -> bytes:
    return canonical_bytes(value)
