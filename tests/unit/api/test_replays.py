"""Replays over HTTP: started, looked at, cancelled, and continued after a restart."""

import json
import os
from multiprocessing import active_children
from pathlib import Path

import httpx2
import pytest

from gate.jobs.job import JOURNAL, State, read_job
from gate.limits import JOBS_KEPT_MAX, JOBS_UNFINISHED_MAX
from gate.replay.journal import Journal
from gate.replay.replaying import Tally
from tests.histories import append_changed, history_in, service_in
from tests.jobs import job_ended, job_in, started, wait_for
from tests.service import JSON, client_in, server_in, token_in
from tests.unit.cli.commands import gate

DECISIONS = 3


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """The folder of a service that took a few decisions."""
    var = tmp_path_factory.mktemp("replays") / "var"
    history_in(var, ["search_without_approval_deny"])
    with service_in(var) as services:
        for _ in range(DECISIONS - 1):
            append_changed(services.log, 0)
    return var


@pytest.fixture
def client(written):
    with client_in(written) as opened:
        yield opened


def start(client, **asked):
    return started(client, "/v1/replays", asked)


def ended(client, job):
    return job_ended(client, "/v1/replays", job)


def test_a_replay_says_what_the_command_says(client, written):
    """With its progress, and whose token started it."""
    job = start(client)
    assert (job["state"], job["result"]) == ("queued", None)

    found = ended(client, job)

    said = gate("log", "replay", "--var", written, "--output", "json", "--workers", "1")
    assert found["state"] == "done", found
    assert found["result"] == json.loads(said.out)
    assert found["progress"] == {"done": DECISIONS, "of": DECISIONS}
    assert (found["by"], found["asked"]) == ("tests", {"from": 0, "to": DECISIONS - 1})


def test_some_decisions_can_be_chosen(client):
    """By index and by what they were about, as on the command line."""
    found = ended(client, start(client, **{"from": 1, "outcome": "deny", "since": "2020-01-01"}))

    assert found["result"]["match"] == DECISIONS - 1
    assert ended(client, start(client, system="another"))["result"]["match"] == 0


@pytest.mark.parametrize(
    ("asked", "status", "pointer"),
    [
        ({"to": DECISIONS}, 422, "/to"),
        ({"from": DECISIONS + 1}, 422, "/from"),
        ({"from": 2, "to": 0}, 422, "/from"),
        ({"from": "1"}, 422, "/from"),
        ({"outcome": "maybe"}, 422, "/outcome"),
        ({"since": "yesterday"}, 422, "/since"),
        ({"bundle": "/etc/passwd"}, 422, "/bundle"),
        ([], 422, ""),
    ],
)
def test_what_cannot_be_chosen_is_said(client, asked, status, pointer):
    """By its place, and nothing is started."""
    before = client.get("/v1/replays").json()
    answer = client.post("/v1/replays", headers=JSON, content=json.dumps(asked))

    assert answer.status_code == status
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert client.get("/v1/replays").json() == before


def test_an_unknown_replay_is_not_found(client):
    """Whether it is looked at or cancelled."""
    path = "/v1/replays/01a20d9e-5718-7dee-b83b-02004a8c443a"

    assert client.get(path).status_code == client.delete(path).status_code == 404


def test_no_more_than_so_many_wait(client, jobs_stand_still):
    """One more is told to come later, until one is cancelled."""
    jobs = [start(client) for _ in range(JOBS_UNFINISHED_MAX)]
    refused = client.post("/v1/replays", headers=JSON, content="{}")
    assert (refused.status_code, refused.json()["code"]) == (429, "overloaded")
    assert b"gate_jobs %d.0" % JOBS_UNFINISHED_MAX in client.get("/metrics").content

    for job in jobs:
        cancelled = client.delete(f"/v1/replays/{job['id']}")
        assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert client.delete(f"/v1/replays/{jobs[0]['id']}").json()["state"] == "cancelled"
    assert client.delete(f"/v1/replays/{start(client)['id']}").json()["state"] == "cancelled"


def test_the_oldest_that_ended_are_forgotten(client, jobs_stand_still, written):
    """So the folder stays bounded, and so does the list."""
    made = [start(client)["id"]]
    client.delete(f"/v1/replays/{made[0]}")
    for _ in range(JOBS_KEPT_MAX):
        made.append(start(client)["id"])
        client.delete(f"/v1/replays/{made[-1]}")

    listed = [each["id"] for each in client.get("/v1/replays").json()["jobs"]]

    assert listed == made[:0:-1]
    assert len(list((written / "jobs").iterdir())) == JOBS_KEPT_MAX
    assert client.get(f"/v1/replays/{made[0]}").status_code == 404


def test_a_replay_goes_on_after_the_service_was_killed(written):
    """Nobody has to ask again."""
    token = token_in(written, "crash")
    with server_in(written, token=token) as server:
        answer = httpx2.post(
            f"{server.url}/v1/replays", content=b"{}", headers={**JSON, **server.headers}
        )
        folder = written / "jobs" / answer.json()["id"]
        wait_for(lambda: read_job(folder).state is State.RUNNING)
        server.kill()

    with client_in(written) as client:
        assert ended(client, answer.json())["result"]["match"] == DECISIONS


def test_what_was_finished_before_is_not_done_again(written):
    """The journal has it; here one that no replay would have written."""
    folder = job_in(written, kind="replay", end=DECISIONS)
    told = {**Tally().document(), "match": 7}
    journal = Journal(folder / JOURNAL, folder.name)
    journal.add((0, DECISIONS), told)
    journal.close()

    with client_in(written) as client:
        assert ended(client, {"id": folder.name})["result"] == told


def test_a_replay_that_cannot_be_done_says_why(written):
    """And the service goes on with the next one."""
    folder = job_in(written, kind="replay", end=DECISIONS + 1)
    (written / "jobs" / "unreadable").mkdir()
    (written / "jobs" / "unreadable" / "job.json").write_bytes(b"{}")

    with client_in(written) as client:
        found = ended(client, {"id": folder.name})
        assert (found["state"], found["result"]) == ("failed", None)
        assert "lacks an entry" in found["problem"]
        assert ended(client, start(client))["state"] == "done"


def test_a_replay_is_cancelled_while_it_is_done(client):
    """Its process is gone, and the next one has its turn."""
    job = start(client)
    wait_for(active_children)

    assert client.delete(f"/v1/replays/{job['id']}").json()["state"] == "cancelled"

    wait_for(lambda: not active_children())
    assert client.get(f"/v1/replays/{job['id']}").json()["state"] == "cancelled"
    assert ended(client, start(client))["state"] == "done"


def test_a_process_that_ends_is_said(client):
    """The system may have killed it for its memory."""
    job = start(client)
    wait_for(active_children)
    active_children()[0].kill()

    found = ended(client, job)

    assert (found["state"], found["problem"]) == (
        "failed",
        "its process ended; start it again",
    )


def test_a_replay_stands_back(client):
    """It has the lowest priority of the machine, so decisions never wait for it."""
    job = start(client)
    wait_for(active_children)
    process = active_children()[0].pid
    wait_for(lambda: os.getpriority(os.PRIO_PROCESS, process) == 19)

    client.delete(f"/v1/replays/{job['id']}")
