"""`/v1/evidence`: files by their SHA-256, checked while they stream."""

import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from gate.api.admission import admit
from gate.api.documentation import TOKEN, answer, errors, own_errors
from gate.api.negotiation import BINARY, JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal, Role
from gate.canon import canonical_bytes
from gate.errors import EvidenceUnavailable, NotFound

router = APIRouter(route_class=GateRoute, tags=["evidence"])

_CHUNK_BYTES = 256 * 1024
Sha256Hex = Annotated[
    str, Path(description="SHA-256 of the file, lower-case hex", pattern=r"^[0-9a-f]{64}$")
]
Submitter = Annotated[Principal, Depends(admit(Role.SUBMIT, reads=BINARY))]
Asker = Annotated[Principal, Depends(admit(Role.SUBMIT, Role.AUDIT, answers=BINARY))]
Auditor = Annotated[Principal, Depends(admit(Role.AUDIT, answers=BINARY))]
_BYTES = {"type": "string", "format": "binary"}
_STORED = {
    "type": "object",
    "properties": {"digest": {"type": "string"}, "new": {"type": "boolean"}},
    "required": ["digest", "new"],
    "additionalProperties": False,
}


@router.put(
    "/v1/evidence/{sha256}",
    summary="Give the gate an evidence file",
    status_code=201,
    responses={
        201: answer(
            "Stored, and durable", _STORED, headers={"Location": "The address of the file"}
        ),
        200: answer("It was stored before", _STORED, headers={"Location": "Where it is"}),
        **errors(EvidenceUnavailable),
    },
    openapi_extra={
        **TOKEN,
        "requestBody": {
            "required": True,
            "description": "The bytes that have this SHA-256; another digest is 422",
            "content": {BINARY: {"schema": _BYTES}},
        },
    },
)
async def put_evidence(request: Request, _: Submitter, sha256: Sha256Hex) -> Response:
    """The digest is computed while the bytes arrive; nothing of another digest is kept."""
    store = services_of(request).evidence
    incoming = await run_in_threadpool(store.incoming, sha256)
    with incoming:
        async for chunk in request.stream():
            await run_in_threadpool(incoming.write, chunk)
        is_new = await run_in_threadpool(incoming.commit)
    return Response(
        canonical_bytes({"digest": f"sha256:{sha256}", "new": is_new}),
        201 if is_new else 200,
        {"Location": f"/v1/evidence/{sha256}"},
        media_type=JSON,
    )


@router.head(
    "/v1/evidence/{sha256}",
    summary="Whether the gate has an evidence file",
    responses={
        200: answer("It has", _BYTES, media_type=BINARY),
        **own_errors(EvidenceUnavailable),
    },
    openapi_extra=TOKEN,
)
def has_evidence(request: Request, _: Asker, sha256: Sha256Hex) -> Response:
    """A submitter may ask too, so that nothing is sent twice."""
    size = services_of(request).evidence.size(sha256)
    if size is None:
        raise NotFound("no evidence file with this digest is stored")
    return Response(headers={"Content-Length": str(size)}, media_type=BINARY)


@router.get(
    "/v1/evidence/{sha256}",
    summary="An evidence file",
    responses={
        200: answer("Its bytes", _BYTES, media_type=BINARY),
        **own_errors(EvidenceUnavailable),
    },
    openapi_extra=TOKEN,
)
def get_evidence(request: Request, _: Auditor, sha256: Sha256Hex) -> Response:
    """Sent as a download: evidence is whatever somebody put there."""
    file = services_of(request).evidence.open(sha256)
    size = os.fstat(file.fileno()).st_size

    def chunks() -> Iterator[bytes]:
        with file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk

    return StreamingResponse(
        chunks(),
        headers={
            "Content-Length": str(size),
            "Content-Disposition": f'attachment; filename="{sha256}"',
        },
        media_type=BINARY,
    )
