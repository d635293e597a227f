"""`/v1/policies`: which release decides, and since when."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from gate.api.admission import ANY_ROLE, admit
from gate.api.documentation import TOKEN, answer, errors, reference
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal
from gate.canon import canonical_bytes
from gate.model.decision import Instant, Sha256
from gate.model.entry import instant
from gate.policy.active import ActivePolicy
from gate.policy.manifest import Digests

router = APIRouter(route_class=GateRoute, tags=["policies"])

Anybody = Annotated[Principal, Depends(admit(*ANY_ROLE))]


class ReleaseState(BaseModel):
    """One release: `digest` stands for all of it, `since` is when this gate began to use it."""

    model_config = ConfigDict(frozen=True)

    release: str
    version: int
    id: str
    digest: Sha256
    digests: Digests
    opa_version: str
    engine: str
    expires: str | None
    rules: int
    since: Instant
    active: bool


class ReleaseList(BaseModel):
    """Every release that this gate knows, the active one first."""

    model_config = ConfigDict(frozen=True)

    releases: tuple[ReleaseState, ...]


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
        since=instant(policy.since),
        active=True,
    )


def _json(document: BaseModel) -> Response:
    return Response(canonical_bytes(document.model_dump(mode="json")), media_type=JSON)
