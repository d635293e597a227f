"""`/v1/dry-runs`: the same evaluation, nothing logged."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import BODY, COULD_NOT_DECIDE, UNCACHED, carry
from gate.api.documentation import TOKEN, answer, errors, reference
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal, Role
from gate.canon import canonical_bytes
from gate.decide import Answer, Question

router = APIRouter(route_class=GateRoute, tags=["decisions"])

Submitter = Annotated[Principal, Depends(admit(Role.SUBMIT, reads=JSON))]


@router.post(
    "/v1/dry-runs",
    summary="Evaluate without deciding",
    responses={
        200: answer(
            "What the outcome would be. Not a decision: nothing was logged.", reference("DryRun")
        ),
        **errors(*COULD_NOT_DECIDE),
    },
    openapi_extra={**TOKEN, **BODY},
)
async def dry_run(request: Request, principal: Submitter) -> Response:
    """The same evaluation as for a decision; the answer has `would_be` instead of `outcome`."""
    services = services_of(request)

    def ask(body: bytes, seconds: float) -> Answer:
        return services.gate.dry_run(Question(body=body, principal=principal.name, seconds=seconds))

    answered = await carry(request, services, ask)
    return Response(canonical_bytes(answered.document), headers=UNCACHED, media_type=JSON)
