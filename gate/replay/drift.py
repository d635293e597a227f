"""What the gate itself would read otherwise today, from the same documents.

A verdict is taken again from the recorded policy input, so nothing here changes it. It says whether
the way from the documents to that input is still the same: the importers, the schema, and the facts
that need no more than the request. What rests on the organisation's files, the evidence files or
earlier decisions is not derived again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gate.canon import JsonValue, canonical_bytes
from gate.errors import GateError
from gate.intake.clock import clock_of
from gate.intake.dangling import dangling
from gate.intake.documents import import_documents
from gate.intake.quality.assessment import quality
from gate.intake.quality.card import card_scores
from gate.intake.quality.lists import quality_lists
from gate.intake.submission import revalidate
from gate.intake.text import measures
from gate.intake.walk import leaves
from gate.model.decision import AttachmentRecord, Input
from gate.model.entry import DecisionEntry
from gate.model.instant import instant_of
from gate.replay.source import History

_ADDED: Final = frozenset({"facts", "clock"})


def drift_of(
    entry: DecisionEntry, policy_input: dict[str, Any], asked: Input, history: History
) -> tuple[str, ...]:
    """The parts of a recorded decision that come out differently today, in a fixed order.

    What no gate could have recorded is said as `policy_input`.

    Args:
        entry: of the decision.
        policy_input: as recorded.
        asked: what the answer says of the documents, as recorded.
        history: has the attached documents.
    """
    try:
        return tuple(_drift(entry, policy_input, asked, history))
    except (LookupError, TypeError, AttributeError, ValueError):
        return ("policy_input",)


def _drift(
    entry: DecisionEntry, policy_input: dict[str, Any], asked: Input, history: History
) -> Iterator[str]:
    document = {name: block for name, block in policy_input.items() if name not in _ADDED}
    facts, clock = policy_input["facts"], policy_input["clock"]
    yield from _attachments(entry, document, asked.attachments, history)
    try:
        revalidate(document)
    except GateError:
        yield "request"
    if asked.quality_lists != quality_lists().digest:
        yield "quality_lists"
    yield from _facts(document, facts, clock)


def _attachments(
    entry: DecisionEntry,
    document: dict[str, Any],
    records: Sequence[AttachmentRecord],
    history: History,
) -> Iterator[str]:
    """Importing once more what is filled in already adds nothing, and says the same of it."""
    attached = []
    for reference in entry.attachments:
        content = history.content(reference.digest)
        if content is None:
            yield "attachments"
            return
        attached.append(_Attached(reference.id, reference.format, content))
    if not attached:
        return
    try:
        again = import_documents(document, attached)
    except GateError:
        yield "attachments"
        return
    said = [
        (each.id, each.importer, each.importer_version, tuple(each.unmapped_fields))
        for each in again.attachments
    ]
    then = [
        (each.id, each.importer, each.importer_version, each.unmapped_fields) for each in records
    ]
    # Importing shares with the document all that it does not change.
    if (
        said != then
        or again.document.keys() != document.keys()
        or any(_differs(block, document[name]) for name, block in again.document.items())
    ):
        yield "attachments"


@dataclass(frozen=True, slots=True)
class _Attached:
    id: str
    format: str
    content: bytes
    filename: str | None = None


def _facts(document: dict[str, Any], facts: dict[str, Any], clock: dict[str, Any]) -> Iterator[str]:
    """Pointers are sorted, because what is recorded does not keep the order of members."""
    now = instant_of(clock["now"])
    if now is None:
        yield "clock"
        return
    texts = leaves(document)
    scored = quality(document, texts, now=now, evidence=facts["evidence"])
    for name, value, then in (
        ("text", measures(texts), facts["text"]),
        ("dangling", sorted(dangling(document, texts)), sorted(facts["dangling"])),
        ("quality", scored, facts["quality"]),
        ("card_score", card_scores(document, scored, now), facts["card_score"]),
    ):
        if _differs(value, then):
            yield f"facts.{name}"
    if _differs(clock_of(texts, facts, now), clock):
        yield "clock"


def _differs(now: JsonValue, then: JsonValue) -> bool:
    return now is not then and canonical_bytes(now) != canonical_bytes(then)
