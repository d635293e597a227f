"""`Prefer: wait=witness`: an answer whose checkpoint a quorum of witnesses cosigned.

Asking for it can make an answer later, never another: when the quorum does not come in time, the
answer is the usual one, and lacks the header that says that the preference was applied.
"""

import asyncio
import time
from typing import Annotated, cast

from fastapi import Header
from pydantic import WithJsonSchema
from starlette.concurrency import run_in_threadpool

from gate.api.asking import int_at
from gate.api.services import Services
from gate.canon import JsonObject
from gate.errors import LogUnavailable
from gate.log.encoding import encode
from gate.log.proof import LogProof
from gate.log.receipt import Receipt
from gate.witness.kept import Kept

PREFERENCE = "wait=witness"
"""The preference, as it is asked for and as it is said to be applied (RFC 7240)."""

APPLIED = {"Preference-Applied": PREFERENCE}

Prefer = Annotated[
    str | None,
    Header(
        alias="Prefer",
        description="`wait=witness` waits, within the time of a request, until the checkpoint has"
        " the cosignatures of its quorum; `Preference-Applied` says whether it has. Any other"
        " preference is ignored.",
    ),
    WithJsonSchema({"type": "string"}),
]

_LOOK_SECONDS = 0.02


def is_wanted(prefer: str | None) -> bool:
    """Whether a `Prefer` header asks for witnesses."""
    stated = (item.split(";")[0] for item in (prefer or "").split(","))
    return any("".join(item.split()).lower() == PREFERENCE for item in stated)


async def witnessed_document(
    services: Services, document: JsonObject, until: float
) -> JsonObject | None:
    """A decision whose proof leads to a cosigned checkpoint; None where none comes in time."""
    index = int_at(document, "log", "index")
    proved = await _proved(services, index, until)
    if proved is None:
        return None
    kept, proof = proved
    place = cast("JsonObject", document["log"])
    nodes = [encode(node) for node in proof]
    return {**document, "log": {**place, "checkpoint": kept.note, "inclusion_proof": [*nodes]}}


async def witnessed_receipt(services: Services, receipt: Receipt, until: float) -> str | None:
    """A receipt file whose proof leads to a cosigned checkpoint; None where none comes in time."""
    proved = await _proved(services, receipt.index, until)
    if proved is None:
        return None
    kept, proof = proved
    return LogProof(receipt.index, proof, kept.note, receipt.leaf).text()


async def _proved(
    services: Services, index: int, until: float
) -> tuple[Kept, tuple[bytes, ...]] | None:
    """A checkpoint with the quorum, and the proof that it covers the entry."""
    cosigning = services.cosigning
    if cosigning is None or not cosigning.needs_quorum:
        return None
    cosigning.hurry()
    while (kept := cosigning.cosigned(index + 1)) is None:
        if time.monotonic() >= until:
            return None
        await asyncio.sleep(_LOOK_SECONDS)
    try:
        proof = await run_in_threadpool(services.log.inclusion, index, kept.checkpoint.size)
    except LogUnavailable:
        return None  # what was decided stands, and its usual proof with it
    return kept, proof
