"""The folders of jobs: what a service finds there, what it lays down, and what it takes away."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import structlog

from gate.jobs.job import GIVEN, JOB, UNFINISHED, Job, read_job, write_whole

_log = structlog.stdlib.get_logger("gate.jobs")


def jobs_in(folder: Path) -> list[Job]:
    """The jobs below a folder; what is no job is passed over, and said in the service's lines.

    What was being laid down when a service ended is removed: its file is what makes it a job.
    """
    found = []
    for path in sorted(folder.glob("*")):
        if not (path / JOB).exists():
            shutil.rmtree(path, ignore_errors=True)
            continue
        try:
            job = read_job(path)
        except (OSError, ValueError, TypeError, KeyError):
            _log.warning("job_unreadable", job=path.name)
        else:
            remove_given(path, job)
            found.append(job)
    return found


def lay_down(folder: Path, given: Mapping[str, bytes]) -> None:
    """Make the folder of a job, with the files that came with it.

    Raises:
        OSError: that cannot be done.
    """
    folder.mkdir(mode=0o700, parents=True)
    if given:
        (folder / GIVEN).mkdir(mode=0o700)
    for name, content in given.items():
        write_whole(folder / GIVEN / name, content)


def remove_given(folder: Path, job: Job) -> None:
    """Remove the files that came with a job, once it has ended and has no more use for them."""
    if job.state not in UNFINISHED:
        shutil.rmtree(folder / GIVEN, ignore_errors=True)


def content_of(path: Path) -> dict[str, Any]:
    """What a file of a job says; nothing where it is not there."""
    try:
        return dict(orjson.loads(path.read_bytes()))
    except (OSError, ValueError):
        return {}
