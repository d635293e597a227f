"""`/v1/impact`: what a candidate would have decided otherwise, by a job asked for later."""

from fastapi import APIRouter, Request
from fastapi.concurrency import contextmanager_in_threadpool
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gate.api.documentation import TOKEN, reference
from gate.api.impact_body import ImpactBody
from gate.api.jobs import STARTED, Starter, look_after, read_body, started
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import Services, services_of
from gate.impact.candidate import check_candidate
from gate.jobs.job import Job
from gate.jobs.weighing import files_of

router = APIRouter(route_class=GateRoute, tags=["impact"])

_KIND = "impact"
_PATH = "/v1/impact"


@router.post(
    _PATH,
    summary="Start weighing a candidate for the policies",
    status_code=202,
    responses=STARTED,
    openapi_extra={
        **TOKEN,
        "requestBody": {
            "description": "A candidate, and which decisions; only the candidate for all of them",
            "required": True,
            "content": {JSON: {"schema": reference("ImpactBody")}},
        },
    },
)
async def start_impact(request: Request, principal: Starter) -> Response:
    """Evaluate a candidate on every policy input that the log has now, and report flips.

    A candidate that is no release, or is not signed where releases have to be, is refused here.
    One that lacks a rule which the history cites, without approval, is refused by the job before
    it weighs anything.
    """
    services = services_of(request)
    async with contextmanager_in_threadpool(services.jobs.arriving()):
        body = await request.body()
        job = await run_in_threadpool(_start, services, body, principal.name)
    return started(services.jobs, job, _PATH)


look_after(router, _PATH, _KIND, command="gate policy impact")


def _start(services: Services, body: bytes, by: str) -> Job:
    asked = read_body(ImpactBody, body)
    approvals = asked.approved()
    candidate = asked.candidate()
    check_candidate(candidate, asked.envelope, services.signing())
    choices = {
        **asked.selection,
        "accept": asked.accepted,
        "candidate": {"release": candidate.id, "digest": candidate.digest},
    }
    return services.jobs.add(
        _KIND,
        choices,
        first=0,
        end=services.log.seen().size,
        by=by,
        given=files_of(asked.candidate_base64, approvals),
    )
