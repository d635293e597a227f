"""One job, and the folder in which everything about it is kept.

given/         files that came with the question, until the job has ended
job.json       what was asked, by whom, and how far it has come: written by the service
journal        what is finished: written by the process that works, and read after a restart
progress.json  how many entries that is
result.json    what came of it; failure.json: why nothing did
"""

import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import orjson

GIVEN: Final = "given"
JOB: Final = "job.json"
JOURNAL: Final = "journal"
PROGRESS: Final = "progress.json"
RESULT: Final = "result.json"
FAILURE: Final = "failure.json"


class State(StrEnum):
    """How far a job has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED: Final = frozenset({State.QUEUED, State.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What was asked: `kind` of work, over the entries from `first` to `end` (excluded).

    `asked` are the further choices of this kind of work, as JSON. `problem` is a sentence where the
    job failed.
    """

    id: str
    kind: str
    first: int
    end: int
    asked: dict[str, Any]
    by: str
    created_at: str
    state: State = State.QUEUED
    problem: str | None = None


def read_job(folder: Path) -> Job:
    """The job in a folder.

    Raises:
        OSError, ValueError, TypeError, KeyError: there is none.
    """
    stated = orjson.loads((folder / JOB).read_bytes())
    return Job(**{**stated, "state": State(stated["state"])})


def write_job(folder: Path, job: Job) -> None:
    """Keep what is known of a job."""
    write_whole(folder / JOB, orjson.dumps(asdict(job)))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there whole or as it was, whatever happens meanwhile."""
    draft = path.with_suffix(".draft")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
