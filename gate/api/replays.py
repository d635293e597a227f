"""`/v1/replays`: have the past decided again, by a job that is asked for its result later."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gate.api.choices import ReplayBody
from gate.api.documentation import TOKEN, reference
from gate.api.jobs import STARTED, Starter, look_after, read_body, started
from gate.api.negotiation import JSON
from gate.api.routes import GateRoute
from gate.api.services import Services, services_of
from gate.jobs.job import Job

router = APIRouter(route_class=GateRoute, tags=["replays"])

_KIND = "replay"
_PATH = "/v1/replays"


@router.post(
    _PATH,
    summary="Start a replay",
    status_code=202,
    responses=STARTED,
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
    asked = read_body(ReplayBody, await request.body())
    job = await run_in_threadpool(_start, services, asked, principal.name)
    return started(services.jobs, job, _PATH)


look_after(router, _PATH, _KIND, command="gate log replay")


def _start(services: Services, asked: ReplayBody, by: str) -> Job:
    first, end = asked.part(services.log.seen().size)
    choices: dict[str, Any] = asked.model_dump(exclude={"first", "last"})
    return services.jobs.add(_KIND, choices, first=first, end=end, by=by)
