"""A job as it is told, whatever kind of work it is."""

from gate.canon import JsonObject
from gate.jobs.job import Job
from gate.jobs.jobs import Jobs


def job_document(jobs: Jobs, job: Job, *, with_result: bool) -> JsonObject:
    """The shape `JobStatus`."""
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
        "result": jobs.result(job) if with_result else None,
    }
