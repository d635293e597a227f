"""`/log`: the log as C2SP tlog-tiles, byte for byte, for other people's tools."""

import gzip
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import UNCACHED
from gate.api.documentation import TOKEN, answer, own_errors
from gate.api.negotiation import BINARY, TEXT, accepts_gzip
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal, Role
from gate.errors import LogUnavailable, NotFound, VerificationFailed
from gate.log.tiles import Tile

router = APIRouter(route_class=GateRoute, tags=["log"])

_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}
"""Headers of a tile: it never changes, and only who may read the log may keep it."""
_GZIP_LEVEL = 6
_BYTES = {"type": "string", "format": "binary"}
_ANY_WIDTH = (
    "The number of the tile in groups of three digits, all but the last after an `x`; then"
    " `.p/` and its width where it is partial: `000`, `x001/x234/067`, `000.p/17`"
)
Auditor = Annotated[Principal, Depends(admit(Role.AUDIT, answers=BINARY))]
Place = Annotated[str, Path(description=_ANY_WIDTH, examples=["000.p/1"])]


@router.get(
    "/log/checkpoint",
    summary="The newest checkpoint, a signed note",
    responses={
        200: answer(
            "C2SP tlog-checkpoint, with the cosignatures that it has",
            {"type": "string"},
            media_type=TEXT,
            headers={
                "Witness-Quorum": "`met`, or `none` where the gate's trust policy needs nobody"
            },
        ),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def checkpoint(
    request: Request, _: Annotated[Principal, Depends(admit(Role.AUDIT, answers=TEXT))]
) -> Response:
    """Origin, size and root, signed by the log's key.

    Where the gate's trust policy names a quorum, the newest that it cosigned: 404 before the first.
    """
    services = services_of(request)
    if services.cosigning is None:
        note, quorum = services.log.checkpoint(), False
    else:
        shown = services.cosigning.shown()
        note, quorum = shown.note, shown.has_quorum
    headers = {**UNCACHED, "Witness-Quorum": "met" if quorum else "none"}
    return Response(note, headers=headers, media_type=TEXT)


@router.get(
    "/log/tile/entries/{place:path}",
    summary="A bundle of entries",
    responses={
        200: answer("Each entry after its length in two bytes", _BYTES, media_type=BINARY),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def entries(request: Request, _: Auditor, place: Place) -> Response:
    """Compressed where the caller accepts gzip."""
    content = _content(request, f"entries/{place}")
    headers = {**_FOR_EVER, "Vary": "Accept-Encoding"}
    if accepts_gzip(request.headers.getlist("accept-encoding")):
        content = gzip.compress(content, _GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type=BINARY)


@router.get(
    "/log/tile/{level}/{place:path}",
    summary="A tile of hashes",
    responses={
        200: answer("SHA-256 hashes, one after the other", _BYTES, media_type=BINARY),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def tile(
    request: Request,
    _: Auditor,
    level: Annotated[str, Path(description="Height of the tile: `0` to `63`", examples=["0"])],
    place: Place,
) -> Response:
    """The hashes of up to 256 complete subtrees, each over 256 times as many as one level below."""
    return Response(_content(request, f"{level}/{place}"), headers=_FOR_EVER, media_type=BINARY)


def _content(request: Request, path: str) -> bytes:
    try:
        wanted = Tile.parse(path)
    except VerificationFailed as error:
        raise NotFound(error.detail) from error
    return services_of(request).log.tile(wanted)
