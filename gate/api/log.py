"""`/v1/log`: entries and proofs for auditors."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import UNCACHED
from gate.api.documentation import TOKEN, answer, own_errors
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal, Role
from gate.canon import JsonObject, JsonValue, canonical_bytes
from gate.errors import LogUnavailable
from gate.limits import JSON_INTEGER_MAX
from gate.log.encoding import encode

router = APIRouter(route_class=GateRoute, tags=["log"])

Number = Annotated[int, Query(ge=0, le=JSON_INTEGER_MAX)]
Index = Annotated[int, Path(ge=0, le=JSON_INTEGER_MAX, description="Place in the log, from 0")]
_HASHES: JsonObject = {
    "type": "array",
    "items": {"type": "string"},
    "description": "SHA-256 in base64",
}


def _proof(**numbers: str) -> JsonObject:
    properties: dict[str, JsonValue] = {
        name: {"type": "integer", "minimum": 0, "description": text}
        for name, text in numbers.items()
    }
    return {
        "type": "object",
        "properties": {**properties, "hashes": _HASHES},
        "required": [*numbers, "hashes"],
        "additionalProperties": False,
    }


@router.get(
    "/v1/log/entries/{index}",
    summary="The bytes of one entry",
    responses={
        200: answer("The leaf, byte for byte as it was hashed", {"type": "object"}),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def entry(
    request: Request, _: Annotated[Principal, Depends(admit(Role.AUDIT))], index: Index
) -> Response:
    """A DSSE envelope; its leaf hash is SHA-256 over a zero byte and these bytes (RFC 6962)."""
    leaf = services_of(request).log.entry(index).leaf
    return Response(leaf, headers=UNCACHED, media_type=JSON)


@router.get(
    "/v1/log/proofs/inclusion",
    summary="The proof that an entry is in the log of a size",
    responses={
        200: answer(
            "RFC 6962 section 2.1.1",
            _proof(index="Of the entry", size="Of the log"),
        ),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def inclusion(
    request: Request,
    _: Annotated[Principal, Depends(admit(Role.AUDIT, query=("index", "size")))],
    index: Number,
    size: Number,
) -> Response:
    """Hashes from the leaf upwards."""
    hashes = services_of(request).log.inclusion(index, size)
    return _hashes({"index": index, "size": size}, hashes)


@router.get(
    "/v1/log/proofs/consistency",
    summary="The proof that one log continues another",
    responses={
        200: answer(
            "RFC 6962 section 2.1.2",
            _proof(**{"from": "Size of the earlier log", "to": "Size of the later log"}),
        ),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def consistency(
    request: Request,
    _: Annotated[Principal, Depends(admit(Role.AUDIT, query=("from", "to")))],
    size1: Annotated[int, Query(alias="from", ge=0, le=JSON_INTEGER_MAX)],
    size2: Annotated[int, Query(alias="to", ge=0, le=JSON_INTEGER_MAX)],
) -> Response:
    """That the log of `from` entries is the beginning of the log of `to` entries."""
    hashes = services_of(request).log.consistency(size1, size2)
    return _hashes({"from": size1, "to": size2}, hashes)


def _hashes(numbers: dict[str, int], hashes: tuple[bytes, ...]) -> Response:
    document: JsonObject = {**numbers, "hashes": [encode(node) for node in hashes]}
    return Response(canonical_bytes(document), headers=UNCACHED, media_type=JSON)
