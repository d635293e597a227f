"""`/v1/policies`: which release decides, and since when."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from gate.api.admission import ANY_ROLE, admit
from gate.api.documentation import TOKEN, answer, errors, reference
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.api.shapes import ReleaseList, ReleaseState
from gate.auth.principal import Principal
from gate.canon import canonical_bytes
from gate.model.entry import instant
from gate.policy.active import ActivePolicy

router = APIRouter(route_class=GateRoute, tags=["policies"])

Anybody = Annotated[Principal, Depends(admit(*ANY_ROLE))]


@router.get(
    "/v1/policies/active",
    summary="The release that decides now",
    responses={200: answer("The active release", reference("ReleaseState")), **errors()},
    openapi_extra=TOKEN,
)
async def active(request: Request, _: Anybody) -> Response:
    """Its version, digests, OPA version and engine, and since when."""
    return _json(_state(services_of(request).policy))


@router.get(
    "/v1/policies/releases",
    summary="The releases that this gate knows",
    responses={200: answer("The releases", reference("ReleaseList")), **errors()},
    openapi_extra=TOKEN,
)
async def releases(request: Request, _: Anybody) -> Response:
    """A gate knows the one release that it was started with."""
    return _json(ReleaseList(releases=(_state(services_of(request).policy),)))


def _state(policy: ActivePolicy) -> ReleaseState:
    manifest = policy.release.manifest
    return ReleaseState(
        release=manifest.name,
        version=manifest.version,
        id=manifest.id,
        digest=policy.release.digest,
        digests=manifest.digests,
        opa_version=manifest.opa_version,
        engine=policy.engine.name,
        expires=manifest.expires.isoformat() if manifest.expires else None,
        rules=len(policy.release.catalogue.rules),
        signed_by=policy.signed_by,
        since=instant(policy.since),
        active=True,
    )


def _json(document: BaseModel) -> Response:
    return Response(canonical_bytes(document.model_dump(mode="json")), media_type=JSON)
