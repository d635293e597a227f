"""Files that come with a job: kept as long as it needs them, and never longer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gate.errors import LogUnavailable, Overloaded
from gate.jobs.job import GIVEN, Job, State, read_job, write_job
from gate.jobs.jobs import Jobs
from gate.limits import JOBS_ARRIVING_MAX, JOBS_UNFINISHED_MAX
from tests.jobs import job_in

FILES = {"one": b"1", "other": b"2"}


@pytest.fixture(autouse=True)
def jobs_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs that wait and are never begun."""
    monkeypatch.setattr("gate.jobs.jobs.Jobs._begin", lambda _self: None)


def jobs_of(var: Path) -> Jobs:
    """The jobs of a service in `var`, as it starts."""
    return Jobs(var / "jobs", var=var, url=None, keys=var / "keys", clock=lambda: datetime.now(UTC))


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    opened = jobs_of(tmp_path)
    yield opened
    opened.close()


def add(jobs: Jobs) -> Job:
    return jobs.add("impact", {}, first=0, end=1, by="tests", given=FILES)


def test_files_are_kept_until_the_job_has_ended(jobs: Jobs, tmp_path: Path) -> None:
    """Also over a restart; nobody else may read them."""
    job = add(jobs)
    given = tmp_path / "jobs" / job.id / GIVEN

    assert {file.name: file.read_bytes() for file in given.iterdir()} == FILES
    assert given.stat().st_mode & 0o077 == 0

    again = jobs_of(tmp_path)
    assert given.is_dir()
    again.cancel("impact", job.id)

    assert not given.exists()
    assert read_job(given.parent).state is State.CANCELLED


def test_files_of_a_job_that_cannot_be_kept_are_gone(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is not filled by what was refused."""

    def is_full(_folder: Path, _job: Job) -> None:
        raise OSError

    monkeypatch.setattr("gate.jobs.jobs.write_job", is_full)

    with pytest.raises(LogUnavailable, match="disk"):
        add(jobs)

    assert list((tmp_path / "jobs").iterdir()) == []


def test_an_end_that_cannot_be_kept_leaves_the_files(
    jobs: Jobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restart would do the job once more, and needs them."""
    job = add(jobs)

    def is_full(_folder: Path, _job: Job) -> None:
        raise OSError

    monkeypatch.setattr("gate.jobs.jobs.write_job", is_full)

    assert jobs.cancel("impact", job.id).state is State.CANCELLED
    assert (tmp_path / "jobs" / job.id / GIVEN).is_dir()


def test_a_start_removes_what_no_job_needs(tmp_path: Path) -> None:
    """What arrived when a service ended, and what one that had ended left behind."""
    half = tmp_path / "jobs" / "half" / GIVEN
    half.mkdir(parents=True)
    waiting = job_in(tmp_path, kind="impact", end=1, given=FILES)
    ended = job_in(tmp_path, kind="impact", end=1, given=FILES)
    write_job(ended, replace(read_job(ended), state=State.DONE))

    jobs_of(tmp_path)

    assert not half.parent.exists()
    assert (waiting / GIVEN).is_dir()
    assert not (ended / GIVEN).exists()
    assert (ended / "job.json").exists()


def test_so_many_arrive_at_once(jobs: Jobs) -> None:
    """One more is told to come later, and may once another is through, whatever came of it."""
    assert JOBS_ARRIVING_MAX == 2
    with jobs.arriving():
        with jobs.arriving(), pytest.raises(Overloaded, match="at once"), jobs.arriving():
            pass
        with pytest.raises(ValueError, match="broken"), jobs.arriving():
            raise ValueError("broken")
        with jobs.arriving():
            pass


def test_none_arrives_where_too_many_wait(jobs: Jobs) -> None:
    """It is told before anything of it is read."""
    for _ in range(JOBS_UNFINISHED_MAX):
        with jobs.arriving():
            add(jobs)

    with pytest.raises(Overloaded, match="not finished"), jobs.arriving():
        pass
    with pytest.raises(Overloaded, match="not finished"):
        add(jobs)
