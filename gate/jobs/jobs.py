"""The jobs of one service: a bounded number, one at a time, continued after a restart."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

import structlog
import uuid_utils

from gate.errors import LogUnavailable, NotFound, Overloaded
from gate.jobs.folders import content_of, jobs_in, lay_down, remove_given
from gate.jobs.job import FAILURE, PROGRESS, RESULT, UNFINISHED, Job, State, write_job
from gate.jobs.process import do_job
from gate.limits import JOBS_ARRIVING_MAX, JOBS_KEPT_MAX, JOBS_UNFINISHED_MAX
from gate.model.entry import instant

_LOOK_SECONDS: Final = 0.2
"""Seconds between two looks at a process that works: that is how late a job is cancelled."""

_log = structlog.stdlib.get_logger("gate.jobs")


class Jobs:
    """Keeps jobs in `folder`, and has them done. Thread-safe."""

    def __init__(
        self,
        folder: Path,
        *,
        var: Path,
        url: str | None,
        keys: Path,
        clock: Callable[[], datetime],
    ) -> None:
        """Read what is there, and go on with what is not finished.

        Args:
            folder: of the jobs, made when there is one.
            var: the folder of the log.
            url: the database of the log, where it is not in `var`.
            keys: the folder of the gate's keys.
            clock: the present.
        """
        self._folder, self._clock = folder, clock
        self._where = (str(var.absolute()), url, str(keys.absolute()))
        self._changed = threading.Condition()  # re-entrant
        self._closing = False
        self._arriving = 0
        self._jobs = {job.id: job for job in jobs_in(folder)}
        self._thread: threading.Thread | None = None
        if self.unfinished:
            self._begin()

    @property
    def unfinished(self) -> int:
        """How many wait or are being done."""
        with self._changed:
            return sum(job.state in UNFINISHED for job in self._jobs.values())

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """While a job comes with files: a place for them in memory, and one for the job.

        Raises:
            Overloaded: too many arrive, or are not finished; nothing was read.
        """
        with self._changed:
            self._check_room()
            if self._arriving >= JOBS_ARRIVING_MAX:
                raise Overloaded("too many jobs arrive at once: try again")
            self._arriving += 1
        try:
            yield
        finally:
            with self._changed:
                self._arriving -= 1

    def add(
        self,
        kind: str,
        asked: dict[str, Any],
        *,
        first: int,
        end: int,
        by: str,
        given: Mapping[str, bytes] | None = None,
    ) -> Job:
        """Keep a job; it is done when its turn comes.

        Args:
            kind: one of `gate.jobs.kinds.KINDS`.
            asked: further choices, as JSON.
            first: the first entry that it is about.
            end: one past the last.
            by: who asks.
            given: files by name that the job needs until it has ended.

        Raises:
            Overloaded: too many are not finished.
            LogUnavailable: it cannot be kept.
        """
        with self._changed:
            self._check_room()
            job = Job(
                id=str(uuid_utils.uuid7()),
                kind=kind,
                first=first,
                end=end,
                asked=asked,
                by=by,
                created_at=instant(self._clock()),
            )
            self._forget_oldest()
            try:
                lay_down(self._at(job.id), given or {})
                self._keep(job)
            except OSError as error:
                shutil.rmtree(self._at(job.id), ignore_errors=True)
                raise LogUnavailable("the job cannot be kept: is the disk full?") from error
            self._begin()
            return job

    def all(self) -> list[Job]:
        """Every job, newest first."""
        with self._changed:
            return sorted(self._jobs.values(), key=lambda job: job.id, reverse=True)

    def get(self, kind: str, job_id: str) -> Job:
        """One job of a kind.

        Raises:
            NotFound: there is none.
        """
        with self._changed:
            job = self._jobs.get(job_id)
        if job is None or job.kind != kind:
            raise NotFound("there is no such job (any more)")
        return job

    def cancel(self, kind: str, job_id: str) -> Job:
        """The job, which is not done any further; one that has ended stays as it is.

        Raises:
            NotFound: there is none.
        """
        with self._changed:
            job = self.get(kind, job_id)
            if job.state in UNFINISHED:
                job = self._now(replace(job, state=State.CANCELLED))
            return job

    def progress(self, job: Job) -> int:
        """How many of its entries are finished."""
        if job.state is State.DONE:
            return job.end - job.first
        return int(content_of(self._at(job.id) / PROGRESS).get("done", 0))

    def result(self, job: Job) -> dict[str, Any] | None:
        """What came of a job; None as long as it is not done."""
        return content_of(self._at(job.id) / RESULT) if job.state is State.DONE else None

    def close(self) -> None:
        """Stop the work where it is; it goes on when the service is started again."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _check_room(self) -> None:
        if self.unfinished >= JOBS_UNFINISHED_MAX:
            raise Overloaded("too many jobs are not finished: cancel one, or wait")

    def _begin(self) -> None:
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="jobs", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def _serve(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._do(job)
            except OSError as error:
                _log.warning("job_not_started", job=job.id, detail=error.strerror)
                self._ended(job, State.FAILED, "its process could not be started")

    def _next(self) -> Job | None:
        """The oldest job that is not finished, as soon as there is one; None at the end."""
        with self._changed:
            while not self._closing:
                waiting = [job for job in self._jobs.values() if job.state in UNFINISHED]
                if waiting:
                    oldest = min(waiting, key=lambda job: job.id)
                    return self._now(replace(oldest, state=State.RUNNING))
                self._changed.wait()
        return None

    def _do(self, job: Job) -> None:
        folder = self._at(job.id)
        process = get_context("spawn").Process(
            target=do_job, args=(str(folder), *self._where, os.getpid()), daemon=True
        )
        process.start()
        if not self._ends_by_itself(job, process):
            process.kill()
            process.join()
            return
        if (folder / RESULT).exists():
            self._ended(job, State.DONE, None)
        else:
            failed = content_of(folder / FAILURE).get("detail", "its process ended; start it again")
            self._ended(job, State.FAILED, str(failed))

    def _ends_by_itself(self, job: Job, process: BaseProcess) -> bool:
        while process.is_alive():
            with self._changed:
                if self._closing or self._jobs[job.id].state is State.CANCELLED:
                    return False
            process.join(_LOOK_SECONDS)
        return True

    def _ended(self, job: Job, state: State, problem: str | None) -> None:
        with self._changed:
            if self._jobs[job.id].state in UNFINISHED:
                self._now(replace(job, state=state, problem=problem))
        _log.info("job_ended", job=job.id, kind=job.kind, state=state.value)

    def _keep(self, job: Job) -> None:
        write_job(self._at(job.id), job)
        self._jobs[job.id] = job
        remove_given(self._at(job.id), job)

    def _now(self, job: Job) -> Job:
        """Let the job be like this, also where that cannot be kept: a restart does it once more."""
        try:
            self._keep(job)
        except OSError as error:
            _log.warning("job_not_kept", job=job.id, detail=error.strerror)
            self._jobs[job.id] = job
        return job

    def _forget_oldest(self) -> None:
        ended = sorted(job.id for job in self._jobs.values() if job.state not in UNFINISHED)
        for job_id in ended[: max(0, len(self._jobs) + 1 - JOBS_KEPT_MAX)]:
            del self._jobs[job_id]
            shutil.rmtree(self._at(job_id), ignore_errors=True)

    def _at(self, job_id: str) -> Path:
        return self._folder / job_id
