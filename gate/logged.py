"""From the log back to what was answered, the same for ever.

The log keeps the answer without its place in the log, which nobody knew before the entry was
sequenced; here both are put together again.
"""

from typing import cast

import orjson

from gate.canon import JsonObject
from gate.errors import LogUnavailable, NotFound
from gate.log.encoding import encode
from gate.log.log import Log
from gate.log.receipt import Receipt


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


def _content(log: Log, digest: str) -> JsonObject:
    try:
        return cast("JsonObject", orjson.loads(log.blob(digest)))
    except NotFound:
        raise LogUnavailable("a content of the log is missing; run `gate log verify`") from None
