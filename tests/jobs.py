"""Jobs of a service for tests: started, waited for, and laid down as an earlier service left them."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import uuid_utils
from fastapi.testclient import TestClient

from gate.jobs.job import GIVEN, Job, State, write_job
from tests.service import JSON

_SECONDS = 240.0
"""Jobs stand back for everything else, so on a busy machine they take long."""


def started(client: TestClient, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The job that was started by asking this at `path`."""
    answer = client.post(path, headers=JSON, content=json.dumps(asked))
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"{path}/{answer.json()['id']}"
    return dict(answer.json())


def job_ended(client: TestClient, path: str, job: Mapping[str, Any]) -> dict[str, Any]:
    """The job as soon as it has ended."""
    found: list[dict[str, Any]] = []

    def has_ended() -> bool:
        found[:] = [client.get(f"{path}/{job['id']}").json()]
        return found[0]["state"] not in {"queued", "running"}

    wait_for(has_ended, pause=0.1)
    return found[0]


def job_in(
    var: Path,
    *,
    kind: str,
    end: int,
    asked: Mapping[str, Any] | None = None,
    given: Mapping[str, bytes] | None = None,
) -> Path:
    """The folder of a job that a service has begun."""
    job_id = str(uuid_utils.uuid7())
    folder = var / "jobs" / job_id
    (folder / GIVEN).mkdir(parents=True)
    for name, content in (given or {}).items():
        (folder / GIVEN / name).write_bytes(content)
    job = Job(
        id=job_id, kind=kind, first=0, end=end, asked=dict(asked or {}), by="somebody",
        created_at="2026-01-01T00:00:00.000Z", state=State.RUNNING,
    )  # fmt: skip
    write_job(folder, job)
    return folder


def wait_for(holds: Callable[[], object], *, pause: float = 0.02) -> None:
    """Until it holds, or four minutes are over."""
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        if holds():
            return
        time.sleep(pause)
    raise AssertionError("it did not happen in time")
