"""What the routes of every kind of job share: who may ask, what starts one, and how one is told."""

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import UNCACHED
from gate.api.documentation import TOKEN, Responses, answer, errors, own_errors, reference
from gate.api.negotiation import JSON
from gate.api.services import services_of
from gate.auth.principal import Principal, Role
from gate.canon import JsonObject, canonical_bytes
from gate.errors import Invalid, LogUnavailable, Malformed
from gate.intake.problems import problems_of
from gate.intake.strict_json import parse
from gate.jobs.job import Job
from gate.jobs.jobs import Jobs

_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_ROLES = (Role.AUDIT, Role.GOVERN)
JobId = Annotated[str, Path(description="`id` of the job", pattern=_UUID)]
Starter = Annotated[Principal, Depends(admit(*_ROLES, reads=JSON))]
Reader = Annotated[Principal, Depends(admit(*_ROLES))]

STARTED: Responses = {
    202: answer(
        "It is done when its turn comes; `Location` tells how far it is.",
        reference("JobStatus"),
        headers={"Location": "The address of the job"},
    ),
    **errors(Malformed, LogUnavailable),
}
_Body = TypeVar("_Body", bound=BaseModel)


def read_body(shape: type[_Body], body: bytes) -> _Body:
    """What is asked for.

    Raises:
        Malformed: the body is not I-JSON.
        Invalid: it does not have this shape; everything wrong is listed.
    """
    try:
        return shape.model_validate(parse(body))
    except ValidationError as error:
        raise Invalid("the body does not say what to do", tuple(problems_of(error))) from None


def started(jobs: Jobs, job: Job, path: str) -> Response:
    """The answer for a job that was started at `path`."""
    headers = {**UNCACHED, "Location": f"{path}/{job.id}"}
    return Response(_content(jobs, job), 202, headers, media_type=JSON)


def look_after(router: APIRouter, path: str, kind: str, *, command: str) -> None:
    """Add the routes that list the jobs of a kind, tell one of them, and cancel it.

    Args:
        router: of the route that starts them.
        path: of that route.
        kind: one of `gate.jobs.kinds.KINDS`; the operations are named after it.
        command: what says the same on the command line.
    """

    def listed(request: Request, _: Reader) -> Response:
        """Without their results; when there are many, the oldest that have ended are forgotten."""
        jobs = services_of(request).jobs
        found: list[Any] = [_document(jobs, job) for job in jobs.all() if job.kind == kind]
        return Response(canonical_bytes({"jobs": found}), headers=UNCACHED, media_type=JSON)

    def told(request: Request, _: Reader, job_id: JobId) -> Response:
        jobs = services_of(request).jobs
        return _told(jobs, jobs.get(kind, job_id))

    def cancelled(request: Request, _: Reader, job_id: JobId) -> Response:
        """It is worked on no further; one that has ended stays as it is."""
        jobs = services_of(request).jobs
        return _told(jobs, jobs.cancel(kind, job_id))

    many = {200: answer("The jobs", reference("JobList")), **errors()}
    one = {200: answer("The job", reference("JobStatus")), **own_errors()}
    router.get(
        path,
        name=f"{kind}s",
        summary="The jobs that are kept, newest first",
        responses=many,
        openapi_extra=TOKEN,
    )(listed)
    router.get(
        f"{path}/{{job_id}}",
        name=kind,
        summary="How far a job is, and what came of it",
        description=f"`result` is what `{command} --output json` says.",
        responses=one,
        openapi_extra=TOKEN,
    )(told)
    router.delete(
        f"{path}/{{job_id}}",
        name=f"cancel_{kind}",
        summary="Cancel a job",
        responses=one,
        openapi_extra=TOKEN,
    )(cancelled)


def _told(jobs: Jobs, job: Job) -> Response:
    return Response(_content(jobs, job), headers=UNCACHED, media_type=JSON)


def _content(jobs: Jobs, job: Job) -> bytes:
    return canonical_bytes({**_document(jobs, job), "result": jobs.result(job)})


def _document(jobs: Jobs, job: Job) -> JsonObject:
    """The shape `JobStatus`, without the result."""
    part: JsonObject = {"from": job.first, "to": job.end - 1} if job.end > job.first else {}
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state.value,
        "by": job.by,
        "created_at": job.created_at,
        "asked": {**job.asked, **part},
        "progress": {"done": jobs.progress(job), "of": job.end - job.first},
        "problem": job.problem,
        "result": None,
    }
