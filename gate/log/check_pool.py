"""The check of entries for themselves, shared out to processes.

Signatures are most of what a verification costs, and Python checks one at a time in a process. The
processes get entries as this one read them, so that what is hashed is what is checked, and read the
contents that entries name for themselves.
"""

import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

from gate.errors import LogUnavailable
from gate.limits import VERIFY_WORKERS_MAX
from gate.log.entry_check import EntryCheck, Problem, Promise
from gate.log.key_history import history_of
from gate.log.latest import Latest
from gate.log.note import Verifier
from gate.log.personal import State
from gate.log.personal_check import PersonalCheck
from gate.log.readers import open_reader
from gate.log.store import StoredLeaf
from gate.log.subjects import PersonalKey


@dataclass(frozen=True, slots=True)
class Where:
    """The log and the keys of a verification, for another process to open (`gate.log.fsck`).

    `latest` is what time stamps say about entries.
    """

    directory: Path
    url: str | None
    vkey: str | None
    personal: PersonalKey | None
    latest: Latest

    def open(self) -> EntryCheck:
        """The check of entries of this log."""
        reader = open_reader(self.directory, self.url)
        given = None if self.vkey is None else Verifier.from_vkey(self.vkey)
        keys, _ = history_of(reader, given)
        values = PersonalCheck.of(reader, self.personal)
        return EntryCheck(reader, keys, personal=values, latest=self.latest)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a process says of some entries: the problems of each, and how many personal values."""

    problems: list[list[Problem]]
    counts: dict[State, int]


class CheckPool:
    """Checks in processes of its own (`gate.log.entry_check.Checks`), which end with the block."""

    def __init__(self, where: Where, personal: PersonalCheck, workers: int) -> None:
        """Count personal values in `personal`, too; at most `VERIFY_WORKERS_MAX` work."""
        count = min(workers, VERIFY_WORKERS_MAX)
        self.ahead = 2 * count
        self._personal = personal
        self._pool = ProcessPoolExecutor(
            count, mp_context=get_context("spawn"), initializer=_open, initargs=(where,)
        )

    def __enter__(self) -> Self:
        """Processes start with the first entries."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End the processes; what was not begun is not done."""
        self._pool.shutdown(cancel_futures=True)

    def begin(self, entries: Sequence[StoredLeaf]) -> Promise:
        """Begin to check these; LogUnavailable is raised where a process ends in the middle."""
        future = self._pool.submit(_found, entries)

        def problems() -> list[list[Problem]]:
            try:
                found = future.result()
            except BrokenProcessPool as error:
                raise LogUnavailable("A process of the check ended. Run it again.") from error
            for state, count in found.counts.items():
                self._personal.counts[state] += count
            return found.problems

        return problems


_checks: list[EntryCheck] = []
"""The one of this process."""


def _open(where: Where) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the process that ends this one
    _checks[:] = [where.open()]


def _found(entries: Sequence[StoredLeaf]) -> _Found:
    [check] = _checks
    personal = check.personal
    if personal is not None:
        personal.counts = dict.fromkeys(State, 0)
    problems = check.begin(entries)()
    return _Found([*map(list, problems)], {} if personal is None else personal.counts)
