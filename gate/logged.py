"""What the log keeps of a decision, and from there back to what was answered, the same for ever.

The log keeps the answer without its place in the log, which nobody knew before the entry was
sequenced; here both are put together again.
"""

from typing import cast

import orjson

from gate.canon import JsonObject
from gate.errors import LogUnavailable, NotFound
from gate.log.encoding import encode
from gate.log.log import EntryDraft, Log
from gate.log.receipt import Receipt
from gate.model.concealed import Concealed
from gate.model.decision import UnloggedDecision
from gate.model.record import Provenance, record_of
from gate.policy.release import Release


def draft_of(
    decision: UnloggedDecision,
    kept: Concealed,
    *,
    answer: JsonObject,
    results: JsonObject,
    attached: tuple[bytes, ...],
    release: Release,
    provenance: Provenance,
) -> EntryDraft:
    """What is to be logged of a decision.

    Args:
        decision: what is logged; it names nobody.
        kept: the evaluated document, with commitments to what it says of people.
        answer: the same decision as it is answered, less its log part.
        results: the status of every rule (`gate.model.decision.UnloggedResults`).
        attached: the attached documents.
        release: the policies that decided.
        provenance: who asked, with which key, and what signs.
    """
    entry, contents = record_of(
        decision,
        answer=answer,
        results=results,
        policy_input=kept.content,
        attached=attached,
        provenance=provenance,
    )
    return EntryDraft(
        entry,
        contents,
        release=tuple(release.contents.values()),
        disclosures={entry.policy_input: kept.disclosures},
    )


def decision_document(answer: JsonObject, receipt: Receipt, origin: str) -> JsonObject:
    """`answer` with its proof (`gate.model.decision.Decision` as JSON)."""
    return {
        **answer,
        "log": {
            "origin": origin,
            "index": receipt.index,
            "leaf_hash": encode(receipt.leaf_hash),
            "checkpoint": receipt.checkpoint,
            "inclusion_proof": [encode(node) for node in receipt.inclusion_proof],
        },
    }


def logged_decision(log: Log, receipt: Receipt) -> JsonObject:
    """The decision of an entry as it was answered.

    Raises:
        LogUnavailable: the side store does not have what the entry names.
    """
    return decision_document(_content(log, receipt.decision.answer), receipt, log.origin)


def logged_results(log: Log, receipt: Receipt) -> JsonObject:
    """The status of every rule in the decision of an entry.

    Raises:
        LogUnavailable: the side store does not have what the entry names.
    """
    entry = receipt.decision
    return {"decision_id": entry.decision_id, **_content(log, entry.results)}


def logged_input(log: Log, receipt: Receipt) -> JsonObject:
    """What was evaluated: the request after import, the facts and the clock.

    Where somebody was erased, `{"redacted": <index of the entry that says so>}` stands in the place
    of the value, or in a list under `redacted` beside the members that are left.

    Raises:
        LogUnavailable: the side store does not have what the entry names, or has another.
    """
    entry = receipt.decision
    try:
        found = log.document(entry.policy_input, receipt.index)
    except NotFound:
        raise LogUnavailable("a content of the log is missing; run `gate log verify`") from None
    return {
        "decision_id": entry.decision_id,
        "input": found.document,
        "redactions": list(found.redactions),
        "whole": found.whole,
    }


def _content(log: Log, digest: str) -> JsonObject:
    try:
        return cast("JsonObject", orjson.loads(log.blob(digest)))
    except NotFound:
        raise LogUnavailable("a content of the log is missing; run `gate log verify`") from None
