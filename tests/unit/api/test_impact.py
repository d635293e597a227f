"""Weighing a candidate over HTTP: sent, looked at, cancelled, and continued after a restart."""

import base64
import json
from datetime import date, timedelta
from pathlib import Path

import httpx2
import pytest

from gate.api.impact_body import ImpactBody
from gate.canon import canonical_bytes
from gate.decide import utc_now
from gate.impact.approvals import Approvals
from gate.impact.tally import Tally
from gate.jobs.job import GIVEN, JOURNAL, State, read_job
from gate.jobs.weighing import files_of
from gate.limits import (
    IMPACT_APPROVALS_BYTES_MAX,
    IMPACT_BODY_BYTES_MAX,
    JOBS_ARRIVING_MAX,
    JOBS_UNFINISHED_MAX,
    RELEASE_BYTES_MAX,
    RELEASE_SIGNATURES_BYTES_MAX,
    SHORT_TEXT_CHARS_MAX,
)
from gate.policy.build import SHIPPED
from gate.policy.release import load_release, release_of, write_release
from gate.policy.signatures import read_signatures
from gate.policy.tar import write_tar
from gate.replay.journal import Journal
from tests.candidates import A_DAY, SLOW, candidate_in
from tests.histories import append_changed, history_in, service_in
from tests.jobs import job_ended, job_in, started, wait_for
from tests.releases import parts_of
from tests.releasing import people_in, shipped_in, sign_in_place
from tests.service import JSON, client_in, server_in, token_in
from tests.signing import ANNA, ANNA_ID
from tests.unit.cli.commands import gate

REVIEWED = 2
DECISIONS = 1 + REVIEWED
PATH = "/v1/impact"


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """The folder of a service: one decision allowed, then reviews of a system that stops slowly."""
    var = tmp_path_factory.mktemp("impact") / "var"
    history_in(var, ["1_loan_guide_staging_allow", "slow_stop_review"])
    with service_in(var) as services:
        for _ in range(REVIEWED - 1):
            append_changed(services.log, 1)
    return var


@pytest.fixture(scope="module")
def loose(tmp_path_factory) -> Path:
    """A candidate that lets systems take a day to stop."""
    return candidate_in(tmp_path_factory.mktemp("loose"), A_DAY)


@pytest.fixture(scope="module")
def shipped() -> bytes:
    """The release of then, as one file."""
    return write_tar(load_release(SHIPPED).contents)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """What makes a small release with other rules than the history has."""
    return parts_of("mini", tmp_path_factory.mktemp("small"))


@pytest.fixture
def client(written):
    with client_in(written) as opened:
        yield opened
        jobs = opened.app.state.services.jobs
        for job in jobs.all():
            jobs.cancel(job.kind, job.id)


def body(archive: bytes | Path, **asked):
    content = archive.read_bytes() if isinstance(archive, Path) else archive
    return {"candidate_base64": base64.b64encode(content).decode(), **asked}


def approving(*rules, reason="Tested."):
    rows = [{"rule": rule, "reason": reason, "approver": "petra"} for rule in rules]
    return {"loosened": rows}


def weighed(client, archive, **asked):
    return job_ended(client, PATH, started(client, PATH, body(archive, **asked)))


def refused(client, asked, status=422):
    """The problem document; nothing was started."""
    before = client.get(PATH).json()
    answer = client.post(PATH, headers=JSON, content=json.dumps(asked))
    assert answer.status_code == status, answer.text
    assert client.get(PATH).json() == before
    return answer.json()


def test_it_says_what_the_command_says(client, written, loose):
    """With its judgement, its progress, and which candidate it is about."""
    found = weighed(client, loose)

    said = gate("policy", "impact", "--candidate", loose, "--var", written, "--output", "json")
    assert said.code == 1
    assert found["state"] == "done", found
    assert found["result"] == json.loads(said.out)
    assert found["result"]["judgement"] == "loosens"
    assert found["result"]["approvals"]["missing"] == [SLOW]
    assert found["progress"] == {"done": DECISIONS, "of": DECISIONS}
    release = load_release(loose)
    assert (found["kind"], found["by"]) == ("impact", "tests")
    assert found["asked"] == {
        "candidate": {"release": release.id, "digest": release.digest},
        "accept": [],
        "from": 0,
        "to": DECISIONS - 1,
    }


def test_what_is_approved_passes(client, loose):
    """And an approval of what is not loosened is said."""
    found = weighed(client, loose, approvals=approving(SLOW, "A.9.2-5"))["result"]

    assert (found["judgement"], found["turns"]["loosened"]) == ("passes", REVIEWED)
    assert found["approvals"]["approved"] == approving(SLOW)["loosened"]
    assert found["approvals"]["stale"] == ["A.9.2-5"]


def test_some_decisions_can_be_chosen(client, shipped):
    """None to weigh is no success."""
    found = weighed(client, shipped, environment="prod", since="2020-01-01", accept=["redacted"])
    assert found["result"]["decisions"] == REVIEWED
    assert found["asked"]["since"] == "2020-01-01T00:00:00.000000Z"
    assert found["asked"]["accept"] == ["redacted"]

    none = weighed(client, shipped, system="another")
    assert (none["state"], none["result"]) == ("failed", None)
    assert none["problem"] == "no decision of this history fits what was asked"


def test_a_candidate_that_lacks_cited_rules_is_refused_by_the_job(client, small, tmp_path):
    """Before anything is weighed, each by its id; approved as loosened they may be gone."""
    write_release(tmp_path / "small.tar", small)
    found = weighed(client, tmp_path / "small.tar")

    assert (found["state"], found["result"], found["progress"]["done"]) == ("failed", None, 0)
    assert "the candidate lacks" in found["problem"]
    assert SLOW in found["problem"]

    lacking = sorted(set(load_release(SHIPPED).catalogue.by_rule) - {"GATE-1"})
    approved = weighed(client, tmp_path / "small.tar", approvals=approving(*lacking))
    assert approved["result"]["approvals"]["removed"] == lacking


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda tar: b"", "plain tar"),
        (lambda tar: b"no release", "plain tar"),
        (lambda tar: tar[: len(tar) // 2], "ends within a file"),
        (lambda tar: tar[:-1], "does not end"),
        (lambda tar: tar.replace(b'"controls"', b'"Controls"'), "not the one its manifest names"),
        (lambda tar: write_tar({"manifest.json": b"{}"}), "exactly four files"),
        (lambda tar: tar.ljust(RELEASE_BYTES_MAX + 1, b"\0"), str(RELEASE_BYTES_MAX)),
    ],
    ids=["empty", "garbage", "truncated", "unended", "digest", "files", "large"],
)
def test_a_candidate_that_is_no_release_is_refused_at_once(client, shipped, damage, said):
    """With what was found, and what to send instead."""
    problem = refused(client, body(damage(shipped)))

    [error] = problem["errors"]
    assert error["pointer"] == "/candidate_base64"
    assert said in error["detail"]
    assert problem["code"] == "invalid"


def test_a_refusal_is_short_whatever_the_candidate_names(client, tmp_path, monkeypatch):
    """A rule with a very long id, and another profile than its catalogue says."""
    rule = "x" * SHORT_TEXT_CHARS_MAX + "-1"
    data = {"catalogue": {"rules": {rule: {"profile": "S"}}}}
    parts = parts_of("mini", tmp_path / "parts", rules=(rule,), data=data)
    with monkeypatch.context() as unchecked:
        unchecked.setattr("gate.policy.release.check_data", lambda *_: None)
        write_release(tmp_path / "long.tar", parts)

    [error] = refused(client, body(tmp_path / "long.tar"))["errors"]

    assert error["detail"].startswith("The profile of xxx")
    assert len(error["detail"]) <= SHORT_TEXT_CHARS_MAX + 1


def test_a_candidate_that_has_expired_is_refused_at_once(client, small, tmp_path):
    """It would decide nothing; on its last day it would."""
    today = utc_now().date()
    for day, status in ((today + timedelta(days=1), 202), (today - timedelta(days=1), 422)):
        archive = expiring(small, tmp_path / f"{day}.tar", day)
        answer = client.post(PATH, headers=JSON, content=json.dumps(body(archive)))
        assert answer.status_code == status
    assert "last day" in answer.json()["detail"]


def expiring(parts, path: Path, day: date) -> Path:
    changed = {field: getattr(parts, field) for field in parts.__dataclass_fields__}
    write_release(path, type(parts)(**{**changed, "expires": day}))
    return path


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"candidate": "/etc/passwd"}, "/candidate"),
        ({"outcome": "allow"}, "/outcome"),
        ({"from": 0}, "/from"),
        ({"candidate_base64": 7}, "/candidate_base64"),
        ({"candidate_base64": "not base64"}, "/candidate_base64"),
        ({"environment": "moon"}, "/environment"),
        ({"until": "yesterday"}, "/until"),
        ({"accept": ["no_verdict"]}, "/accept/0"),
        ({"accept": [7]}, "/accept/0"),
        ({"accept": ["redacted"] * 7}, "/accept"),
        ({"approvals": {"loosened": [{"rule": SLOW}]}}, "/approvals/loosened/0/reason"),
        ({"approvals": approving(SLOW, reason=" ")}, "/approvals/loosened/0/reason"),
        ({"approvals": approving(SLOW, SLOW)}, "/approvals/loosened/1/rule"),
        ({"approvals": {"loosened": [], "eased": []}}, "/approvals/eased"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_asked_is_said(client, shipped, asked, pointer):
    """By its place."""
    problem = refused(client, body(shipped) | asked)

    assert problem["errors"][0]["pointer"] == pointer


def test_where_candidates_have_to_be_signed_this_one_is(written, shipped, tmp_path):
    """The signatures come with it; without them, or with others, nothing is started."""
    release = shipped_in(tmp_path)
    settings = {"release": release, "release_signatures": 1}
    sign_in_place(release, ANNA)
    envelope = base64.b64encode(read_signatures(release)).decode()
    organisation = people_in(tmp_path / "org")
    with client_in(written, organisation=organisation, **settings) as client:
        for signatures in ({}, {"signatures_base64": base64.b64encode(b"{}").decode()}):
            said = refused(client, body(shipped, **signatures))["detail"]
            assert said.startswith("Nothing was weighed")

        assert client.get("/v1/policies/active").json()["signed_by"] == [ANNA_ID]
        done = weighed(client, shipped, signatures_base64=envelope)
        assert done["result"]["judgement"] == "passes"


def test_signatures_at_their_bound_are_read(client, shipped):
    """One byte past it they are refused as such."""
    asked = [
        body(shipped, signatures_base64=base64.b64encode(bytes(size)).decode())
        for size in (RELEASE_SIGNATURES_BYTES_MAX, RELEASE_SIGNATURES_BYTES_MAX + 1)
    ]

    assert len(ImpactBody.model_validate(asked[0]).envelope) == RELEASE_SIGNATURES_BYTES_MAX
    assert refused(client, asked[1])["errors"][0]["pointer"] == "/signatures_base64"


def test_a_candidate_is_needed(client):
    """And the body is an object."""
    assert refused(client, {})["errors"][0]["pointer"] == "/candidate_base64"
    assert refused(client, [])["errors"][0]["pointer"] == ""


def test_a_candidate_at_its_bound_is_taken(client, shipped, jobs_stand_still):
    """With the most approvals beside it, one of which has a byte too many."""
    largest = shipped.ljust(RELEASE_BYTES_MAX, b"\0")
    room = IMPACT_APPROVALS_BYTES_MAX - len(canonical_bytes(approving(SLOW, reason="")))
    asked = body(largest, approvals=approving(SLOW, reason="x" * room))

    content = json.dumps(asked).encode()
    assert len(content) < IMPACT_BODY_BYTES_MAX
    job = started(client, PATH, asked)
    client.delete(f"{PATH}/{job['id']}")

    asked["approvals"] = approving(SLOW, reason="x" * (room + 1))
    assert refused(client, asked)["errors"][0]["pointer"] == "/approvals"


def test_a_body_past_its_bound_is_refused_before_it_is_read(client):
    """Whatever is in it."""
    content = b" " * (IMPACT_BODY_BYTES_MAX + 1)

    assert client.post(PATH, headers=JSON, content=content).status_code == 413


def test_no_more_than_so_many_wait(client, shipped, jobs_stand_still):
    """With the replays; one more is told to come later, before its candidate is looked at."""
    jobs = [started(client, "/v1/replays", {}) for _ in range(JOBS_UNFINISHED_MAX - 1)]
    own = started(client, PATH, body(shipped))

    assert refused(client, {}, status=429)["code"] == "overloaded"

    for path, job in (*(("/v1/replays", each) for each in jobs), (PATH, own)):
        assert client.delete(f"{path}/{job['id']}").json()["state"] == "cancelled"
    assert client.delete(f"{PATH}/{started(client, PATH, body(shipped))['id']}").is_success


def test_no_more_than_so_many_arrive_at_once(client):
    """Each is held in memory while it does."""
    jobs = client.app.state.services.jobs
    with jobs.arriving():
        assert JOBS_ARRIVING_MAX == 2
        assert refused(client, {})["code"] == "invalid"
        with jobs.arriving():
            assert refused(client, {}, status=429)["code"] == "overloaded"
    assert refused(client, {})["code"] == "invalid"


def test_kinds_of_jobs_are_kept_apart(client, shipped, jobs_stand_still):
    """A weighing is no replay, whoever asks for it by its id."""
    job = started(client, PATH, body(shipped))

    assert client.get(f"/v1/replays/{job['id']}").status_code == 404
    assert client.delete(f"/v1/replays/{job['id']}").status_code == 404
    assert job["id"] not in client.get("/v1/replays").text
    assert client.get(PATH).json()["jobs"][0] == job
    assert client.delete(f"{PATH}/{job['id']}").json()["state"] == "cancelled"


def test_it_goes_on_after_the_service_was_killed(written, loose):
    """With the candidate of then, which is kept as long as the job needs it."""
    token = token_in(written, "crash")
    with server_in(written, token=token) as server:
        answer = httpx2.post(
            server.url + PATH, json=body(loose), headers=server.headers, timeout=30
        )
        folder = written / "jobs" / answer.json()["id"]
        wait_for(lambda: read_job(folder).state is State.RUNNING)
        server.kill()
    assert release_of((folder / GIVEN / "candidate.tar").read_bytes()).digest

    with client_in(written) as client:
        found = job_ended(client, PATH, answer.json())

    assert found["result"]["turns"]["loosened"] == REVIEWED
    assert not (folder / GIVEN).exists()


def asked_of(archive: bytes):
    release = release_of(archive)
    return {"accept": [], "candidate": {"release": release.id, "digest": release.digest}}


def laid_down(var, archive, **changes):
    """The folder of a weighing that a service has begun."""
    return job_in(
        var, kind="impact", end=DECISIONS, asked=asked_of(archive) | changes,
        given=files_of(archive, Approvals(loosened=())),
    )  # fmt: skip


def test_what_was_weighed_before_is_not_weighed_again(written, shipped):
    """The journal has it; here one that no weighing would have written."""
    folder = laid_down(written, shipped)
    tally = Tally()
    tally.lose(1, "redacted")
    journal = Journal(folder / JOURNAL, folder.name)
    journal.add((0, DECISIONS), tally.document())
    journal.close()

    with client_in(written) as client:
        found = job_ended(client, PATH, {"id": folder.name})

    assert found["result"]["judgement"] == "incomplete"
    assert found["result"]["unreplayed"] == [{"index": 1, "reason": "redacted"}]


def test_another_candidate_than_was_asked_about_is_not_weighed(written, shipped):
    """Whatever became of its file."""
    other = {"candidate": {"release": "x", "digest": "sha256:" + "0" * 64}}
    gone = laid_down(written, shipped)
    (gone / GIVEN / "candidate.tar").unlink()
    changed = laid_down(written, shipped, **other)

    with client_in(written) as client:
        lost = job_ended(client, PATH, {"id": gone.name})
        found = job_ended(client, PATH, {"id": changed.name})

    assert (lost["state"], lost["problem"]) == (
        "failed",
        "what came with the job cannot be read; start it again",
    )
    assert (found["state"], found["result"]) == ("failed", None)
    assert "was changed" in found["problem"]


def test_one_that_is_cancelled_leaves_no_candidate(client, written, shipped, jobs_stand_still):
    """It would be of no more use."""
    job = started(client, PATH, body(shipped))
    folder = written / "jobs" / job["id"] / GIVEN
    assert {file.name for file in folder.iterdir()} == {"approvals.json", "candidate.tar"}

    client.delete(f"{PATH}/{job['id']}")

    assert not folder.exists()


def test_a_module_that_does_not_compile_fails_the_job(client, small, tmp_path):
    """It is compiled by the process of the job, and never by the service."""
    changed = {field: getattr(small, field) for field in small.__dataclass_fields__}
    write_release(tmp_path / "bad.tar", type(small)(**{**changed, "wasm": b"no module"}))
    lacking = sorted(set(load_release(SHIPPED).catalogue.by_rule) - {"GATE-1"})

    found = weighed(client, tmp_path / "bad.tar", approvals=approving(*lacking))

    assert (found["state"], found["result"]) == ("failed", None)
    assert found["problem"] == "policy.wasm of the release is not a Wasm module"


def test_every_field_of_the_body_is_asked_for():
    """So that a new choice is not dropped on the way to the job."""
    assert set(ImpactBody.model_fields) == {
        "system", "environment", "since", "until", "candidate_base64",
            "signatures_base64", "approvals", "accept",
    }  # fmt: skip
