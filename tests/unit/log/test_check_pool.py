"""The check of a log in several processes: it finds what one finds, in the same order."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from gate.errors import LogUnavailable
from gate.limits import VERIFY_SHARED_ENTRIES_MIN, VERIFY_WORKERS_MAX
from gate.log import fsck, walk
from gate.log.check_pool import CheckPool, Where
from gate.log.entry_check import EntryCheck
from gate.log.fsck import verify
from gate.log.latest import Latest
from gate.log.paths import keys_in
from gate.log.personal_check import PersonalCheck
from gate.log.readers import open_reader
from gate.log.subjects import read_personal_key
from tests.histories import change, history_in
from tests.logs import draft, open_log


@pytest.fixture
def always_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a short log is shared out, in parts of three entries."""
    monkeypatch.setattr(fsck, "VERIFY_SHARED_ENTRIES_MIN", 1)
    monkeypatch.setattr(walk, "VERIFY_CHUNK_ENTRIES", 3)


@pytest.mark.usefixtures("always_shared")
def test_more_processes_find_the_same(tmp_path: Path) -> None:
    """Damage of every kind, in the order of the entries."""
    log = open_log(tmp_path)
    for number in range(30):
        log.append(draft(number))
    log.close()
    change(tmp_path, "UPDATE decision SET action = 'retire' WHERE idx IN (4, 17, 18)")
    change(tmp_path, "UPDATE leaf SET leaf = zeroblob(40) WHERE idx = 5")
    change(tmp_path, "UPDATE node SET hash = zeroblob(32) WHERE position = 20")
    change(tmp_path, "DELETE FROM leaf WHERE idx = 12")
    change(tmp_path, "DELETE FROM blob WHERE digest = (SELECT max(digest) FROM blob)")
    seen: list[int] = []

    alone = verify(tmp_path)
    shared = verify(tmp_path, workers=2, progress=lambda done, _of: seen.append(done))

    assert {finding.code for finding in alone.findings} >= {"projection", "leaf", "missing"}
    assert shared == alone
    assert seen == list(range(3, 31, 3))


@pytest.mark.usefixtures("always_shared")
def test_more_processes_count_the_same_personal_values(tmp_path: Path) -> None:
    """Those that can be opened, with the key that this process has."""
    history_in(tmp_path, ["search_without_approval_deny"] * 4)
    key = read_personal_key(keys_in(tmp_path))

    alone, shared = (verify(tmp_path, personal=key, workers=count) for count in (1, 2))

    assert shared.personal == alone.personal
    assert alone.personal["disclosed"] > 0


@pytest.mark.parametrize(("entries", "is_shared"), [(7, False), (8, True)])
def test_a_short_log_is_checked_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entries: int, is_shared: bool
) -> None:
    """Other processes are started from a number of entries on, and where more than one may work."""
    assert VERIFY_SHARED_ENTRIES_MIN > 8
    monkeypatch.setattr(fsck, "VERIFY_SHARED_ENTRIES_MIN", 8)
    asked: list[int] = []

    def noting(where: Where, personal: PersonalCheck, workers: int) -> CheckPool:
        asked.append(workers)
        return CheckPool(where, personal, workers)

    monkeypatch.setattr(fsck, "CheckPool", noting)
    log = open_log(tmp_path)
    for number in range(entries):
        log.append(draft(number))
    log.close()

    assert verify(tmp_path, workers=2).clean
    assert verify(tmp_path, workers=1).clean
    assert asked == [2] * is_shared


def test_no_more_than_so_many_processes_work(tmp_path: Path) -> None:
    """Nor are more parts read ahead than they need."""
    open_log(tmp_path).close()
    for workers in (VERIFY_WORKERS_MAX, VERIFY_WORKERS_MAX + 1):
        with closing(open_reader(tmp_path, None)) as reader:
            where = Where(tmp_path, None, None, None, Latest())
            with CheckPool(where, PersonalCheck.of(reader, None), workers) as pool:
                assert pool.ahead == 2 * VERIFY_WORKERS_MAX


class _Killed(Where):
    def open(self) -> EntryCheck:
        os._exit(1)


def test_a_process_that_ends_is_no_clean_log(tmp_path: Path) -> None:
    """Whoever checks is told, and not that nothing was found."""
    log = open_log(tmp_path)
    log.append(draft())
    log.close()
    with closing(open_reader(tmp_path, None)) as reader:
        where = _Killed(tmp_path, None, None, None, Latest())
        with CheckPool(where, PersonalCheck.of(reader, None), 2) as pool:
            problems = pool.begin(reader.leaves(0, 1))
            with pytest.raises(LogUnavailable, match="ended"):
                problems()
