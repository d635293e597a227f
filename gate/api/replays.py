"""`/v1/replays`: have the past decided again, by a job that is asked for its result later."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import UNCACHED
from gate.api.choices import ReplayBody
from gate.api.documentation import TOKEN, answer, errors, own_errors, reference
from gate.api.jobs import job_document
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import Services, services_of
from gate.auth.principal import Principal, Role
from gate.canon import canonical_bytes
from gate.errors import Invalid, LogUnavailable, Malformed
from gate.intake.problems import problems_of
from gate.intake.strict_json import parse
from gate.jobs.job import Job

router = APIRouter(route_class=GateRoute, tags=["replays"])

_KIND = "replay"
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_ROLES = (Role.AUDIT, Role.GOVERN)
JobId = Annotated[str, Path(description="`id` of a replay", pattern=_UUID)]
Starter = Annotated[Principal, Depends(admit(*_ROLES, reads=JSON))]
Reader = Annotated[Principal, Depends(admit(*_ROLES))]


@router.post(
    "/v1/replays",
    summary="Start a replay",
    status_code=202,
    responses={
        202: answer(
            "It is done when its turn comes; `Location` tells how far it is.",
            reference("JobStatus"),
            headers={"Location": "The address of the replay"},
        ),
        **errors(Malformed, LogUnavailable),
    },
    openapi_extra={
        **TOKEN,
        "requestBody": {
            "description": "Which decisions; `{}` for all of them",
            "required": True,
            "content": {JSON: {"schema": reference("ReplayBody"), "example": {"outcome": "allow"}}},
        },
    },
)
async def start_replay(request: Request, principal: Starter) -> Response:
    """Decide again, under the release of then, what the log has now, and compare every rule.

    One job is worked on at a time, at the lowest priority; decisions do not wait for it.
    """
    services = services_of(request)
    asked = _read(await request.body())
    job = await run_in_threadpool(_start, services, asked, principal.name)
    return _json(services, job, status=202, headers={"Location": f"/v1/replays/{job.id}"})


@router.get(
    "/v1/replays",
    summary="The replays that are kept, newest first",
    responses={200: answer("The replays", reference("JobList")), **errors()},
    openapi_extra=TOKEN,
)
def replays(request: Request, _: Reader) -> Response:
    """Without their results; when there are many, the oldest that have ended are forgotten."""
    services = services_of(request)
    listed = [
        job_document(services.jobs, job, with_result=False)
        for job in services.jobs.all()
        if job.kind == _KIND
    ]
    return Response(canonical_bytes({"jobs": listed}), headers=UNCACHED, media_type=JSON)


@router.get(
    "/v1/replays/{job_id}",
    summary="How far a replay is, and what came of it",
    responses={200: answer("The replay", reference("JobStatus")), **own_errors()},
    openapi_extra=TOKEN,
)
def replay(request: Request, _: Reader, job_id: JobId) -> Response:
    """`result` is what `gate log replay --output json` says."""
    services = services_of(request)
    return _json(services, services.jobs.get(_KIND, job_id))


@router.delete(
    "/v1/replays/{job_id}",
    summary="Cancel a replay",
    responses={200: answer("The replay", reference("JobStatus")), **own_errors()},
    openapi_extra=TOKEN,
)
def cancel_replay(request: Request, _: Reader, job_id: JobId) -> Response:
    """It is worked on no further; one that has ended stays as it is."""
    services = services_of(request)
    return _json(services, services.jobs.cancel(_KIND, job_id))


def _read(body: bytes) -> ReplayBody:
    try:
        return ReplayBody.model_validate(parse(body))
    except ValidationError as error:
        raise Invalid("the body does not say which decisions", tuple(problems_of(error))) from None


def _start(services: Services, asked: ReplayBody, by: str) -> Job:
    first, end = asked.part(services.log.seen().size)
    choices: dict[str, Any] = asked.model_dump(exclude={"first", "last"})
    return services.jobs.add(_KIND, choices, first=first, end=end, by=by)


def _json(
    services: Services, job: Job, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    document = job_document(services.jobs, job, with_result=True)
    return Response(
        canonical_bytes(document), status, {**UNCACHED, **(headers or {})}, media_type=JSON
    )
