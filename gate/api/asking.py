"""What asking for a decision and asking for a dry run share."""

from collections.abc import Callable
from typing import Any

from fastapi import Request

from gate.api.documentation import reference
from gate.api.example import EXAMPLE
from gate.api.negotiation import JSON
from gate.api.services import Services
from gate.canon import JsonObject, JsonValue
from gate.decide import Answer
from gate.errors import (
    DocumentInvalid,
    EngineAnswerInvalid,
    EngineUnavailable,
    EvidenceUnavailable,
    LogUnavailable,
    Malformed,
)

COULD_NOT_DECIDE = (
    Malformed,
    DocumentInvalid,
    EngineAnswerInvalid,
    EngineUnavailable,
    EvidenceUnavailable,
    LogUnavailable,
)
"""The errors of both, beside those of every route."""

BODY: dict[str, Any] = {
    "requestBody": {
        "description": "The request, and documents that the gate imports into it",
        "required": True,
        "content": {JSON: {"schema": reference("DecisionBody"), "example": EXAMPLE}},
    }
}
"""`openapi_extra` of both: the body is read as bytes, so its schema is stated."""


UNCACHED = {"Cache-Control": "no-store"}
"""Headers of an answer that no proxy may keep."""


async def carry(
    request: Request, services: Services, ask: Callable[[bytes, float], Answer]
) -> Answer:
    """Read the body, wait for a thread, and ask with the seconds that are then left.

    Raises:
        GateError: there is no answer.
    """
    body = await request.body()
    with services.metrics.deciding():
        return await services.pool.run(lambda seconds: ask(body, seconds))


def text_at(document: JsonObject, *keys: str) -> str:
    """The text at a path of keys, which the shape of the answer promises."""
    value = _at(document, keys)
    return value if isinstance(value, str) else ""


def int_at(document: JsonObject, *keys: str) -> int:
    """The number at a path of keys, which the shape of the answer promises.

    Raises:
        TypeError: there is none.
    """
    value = _at(document, keys)
    if not isinstance(value, int):
        raise TypeError("an answer has this number")
    return value


def _at(document: JsonObject, keys: tuple[str, ...]) -> JsonValue:
    value: JsonValue = document
    for key in keys:
        value = value[key] if isinstance(value, dict) else None
    return value
