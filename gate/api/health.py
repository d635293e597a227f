"""`/livez`, `/readyz` and `/version`: what a load balancer asks, without a token."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import WithJsonSchema
from starlette.responses import Response

from gate.api.admission import admit_anybody
from gate.api.documentation import answer, errors, reference
from gate.api.negotiation import JSON, TEXT
from gate.api.readiness import Check
from gate.api.routes import GateRoute
from gate.api.services import services_of
from gate.canon import canonical_bytes

router = APIRouter(route_class=GateRoute, tags=["health"])

_WORD = {"type": "string"}


@router.get(
    "/livez",
    summary="Whether the process answers",
    dependencies=[Depends(admit_anybody(answers=TEXT))],
    responses={200: answer("`ok`", _WORD, media_type=TEXT), **errors(needs_token=False)},
)
async def livez() -> Response:
    """Looks at nothing: a gate that cannot decide is alive and should not be restarted for it."""
    return Response("ok", media_type=TEXT)


@router.get(
    "/readyz",
    summary="Whether a decision could be made now",
    dependencies=[Depends(admit_anybody(answers=TEXT, query=("verbose",)))],
    responses={
        200: answer("`ok`, or with `verbose` one line for each part", _WORD, media_type=TEXT),
        503: answer("One line for each part; `[-]` is not ready", _WORD, media_type=TEXT),
        **errors(needs_token=False),
    },
)
def readyz(
    request: Request,
    verbose: Annotated[
        str | None,
        Query(description="Name every part", max_length=5, pattern="^(|true|1)$"),
        WithJsonSchema({"enum": ["", "true", "1"]}),
    ] = None,
) -> Response:
    """Reads the log and asks the engine. Why a part is not ready is in the log lines."""
    checks = services_of(request).readiness.checks()
    ready = all(check.state != "-" for check in checks)
    if ready and verbose is None and all(check.state == "+" for check in checks):
        return Response("ok", media_type=TEXT)
    return Response(_lines(checks, ready=ready), 200 if ready else 503, media_type=TEXT)


@router.get(
    "/version",
    summary="Which gate this is, and its public keys",
    dependencies=[Depends(admit_anybody(answers=JSON))],
    responses={
        200: answer("The version and the keys", reference("Version")),
        **errors(needs_token=False),
    },
)
async def version(request: Request) -> Response:
    """The keys are shown for convenience; take those that you trust from the gate's operator."""
    shown = services_of(request).version
    return Response(canonical_bytes(shown.model_dump(mode="json")), media_type=JSON)


def _lines(checks: tuple[Check, ...], *, ready: bool) -> str:
    lines = [f"[{check.state}]{check.name} {check.word}" for check in checks]
    return "\n".join([*lines, "ready" if ready else "not ready"]) + "\n"
