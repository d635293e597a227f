"""`/metrics`: what the gate counts about itself."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.documentation import TOKEN, answer, errors
from gate.api.negotiation import TEXT
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.auth.principal import Principal, Role

router = APIRouter(route_class=GateRoute, tags=["operations"])

_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    responses={
        200: answer("The text format of Prometheus", {"type": "string"}, media_type=TEXT),
        **errors(),
    },
    openapi_extra=TOKEN,
)
def metrics(
    request: Request,
    _: Annotated[Principal, Depends(admit(Role.OPERATE, Role.AUDIT, answers=TEXT))],
) -> Response:
    """Decisions by outcome and environment, how long they took, engine errors, size of the log."""
    return Response(services_of(request).metrics.text(), headers={"Content-Type": _FORMAT})
