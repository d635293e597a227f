"""Errors as `application/problem+json` (RFC 9457): one shape for every route, no input echoed."""

from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from gate.canon import canonical_bytes
from gate.errors import GateError, Unauthenticated

MEDIA_TYPE = "application/problem+json"

_TYPE_PREFIX = "urn:gate:problem:"
_INSTANCE_PREFIX = "urn:gate:request:"


class WrongPlace(BaseModel):
    """One thing wrong with the input."""

    model_config = ConfigDict(extra="forbid")

    pointer: Annotated[
        str,
        Field(
            description="JSON pointer into the body; `/query/<name>`, `/path/<name>` and"
            " `/header/<name>` for what stands outside it"
        ),
    ]
    code: Annotated[str, Field(description="What is wrong there, as a stable word")]
    detail: Annotated[str, Field(description="What was expected")]


class ProblemDocument(BaseModel):
    """Why there is no answer. It never carries an `outcome`: an error is not a deny."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(description="The kind of problem as a URN; ends in `code`")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    instance: Annotated[str, Field(description="This one request, as a URN")]
    code: Annotated[str, Field(description="Stable; what programs should look at")]
    request_id: Annotated[str, Field(description="The same as `X-Request-ID`")]
    errors: Annotated[
        list[WrongPlace] | None, Field(description="Everything wrong with the input, at once")
    ] = None


def problem_response(error: GateError, request_id: str) -> Response:
    """The answer for `error`, with the headers that belong to its status."""
    document: dict[str, str | int | list[dict[str, str]]] = {
        "type": _TYPE_PREFIX + error.code,
        "title": error.title,
        "status": error.status,
        "detail": _sentence(error.detail),
        "instance": _INSTANCE_PREFIX + quote(request_id, safe=""),
        "code": error.code,
        "request_id": request_id,
    }
    if error.problems:
        document["errors"] = [
            {
                "pointer": problem.pointer,
                "code": problem.code,
                "detail": _sentence(problem.detail),
            }
            for problem in error.problems
        ]
    return Response(
        canonical_bytes(document), error.status, headers_of(error), media_type=MEDIA_TYPE
    )


def headers_of(error: GateError) -> dict[str, str]:
    """The headers that an answer for `error` carries beside its body."""
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def _sentence(detail: str) -> str:
    """Details are written as clauses or as sentences; people read sentences."""
    return detail[:1].upper() + detail[1:] + ("" if detail.endswith((".", "?")) else ".")
