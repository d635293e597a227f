"""Entries that are not decisions: logged, proved, found and checked like any other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.log.batches import Step
from gate.log.fsck import verify
from gate.log.paths import database_in
from gate.log.sqlite_reader import SqliteReader
from gate.log.store import DecisionFilter
from gate.model.kinds import KINDS
from gate_verify.entry import KINDS as VERIFIED_KINDS
from tests.bundles import checked, exported, found
from tests.kinds import TYPE, VERIFIED, Heartbeat, heartbeat
from tests.logs import check_log, draft, entry, open_log


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate and the verifier know the kind of the tests."""
    monkeypatch.setitem(KINDS, TYPE, Heartbeat.read)
    monkeypatch.setitem(VERIFIED_KINDS, TYPE, VERIFIED)


def _mixed(folder: Path) -> None:
    """Decisions at 0 and 2, heartbeats at 1 and 3."""
    log = open_log(folder)
    for number, item in enumerate((draft(0), heartbeat("one"), draft(2), heartbeat("two"))):
        assert log.append(item).index == number
    log.close()


@pytest.mark.usefixtures("either_store")
def test_a_log_may_have_entries_of_several_kinds(tmp_path: Path) -> None:
    """It opens again, its check is clean, and lists of decisions have decisions alone."""
    _mixed(tmp_path)
    log = open_log(tmp_path)

    assert [item.index for item in log.decisions(DecisionFilter()).entries] == [2, 0]
    assert [item.index for item in log.events("heartbeat")] == [1, 3]
    assert [item.entry.about for item in log.events("heartbeat", "two")] == ["two"]
    assert log.events("redaction") == ()
    assert log.receipt_parts(1).entry == heartbeat("one").entry
    assert log.by_decision(entry(2).decision_id).index == 2
    log.close()
    assert check_log(tmp_path).findings == ()


def test_an_entry_of_another_kind_is_not_taken_for_a_decision(tmp_path: Path) -> None:
    """Whoever wants a decision is told what it is instead."""
    _mixed(tmp_path)
    log = open_log(tmp_path)
    for item in (log.entry(1), log.receipt_parts(1)):
        with pytest.raises(VerificationFailed, match="kind is heartbeat"):
            _ = item.decision
    log.close()


def test_a_kind_that_is_not_known_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is never passed over: neither in the database nor in a bundle."""
    _mixed(tmp_path)
    bundle = exported(tmp_path)
    assert checked(bundle).clean

    monkeypatch.delitem(KINDS, TYPE)
    monkeypatch.delitem(VERIFIED_KINDS, TYPE)

    assert [item.code for item in check_log(tmp_path).findings] == ["entry", "entry"]
    assert found(checked(bundle)) == [("entry 1", "entry"), ("entry 3", "entry")]


def test_what_may_occur_once_is_found_twice(tmp_path: Path) -> None:
    """Each kind says what that is."""
    log = open_log(tmp_path)
    for about in ("one", "other", "one"):
        log.append(heartbeat(about))
    log.close()

    assert found(checked(exported(tmp_path))) == [("entry 2", "repeated")]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM event WHERE idx = 1",
        "UPDATE event SET about = 'two' WHERE idx = 1",
        "UPDATE event SET kind = 'redaction' WHERE idx = 1",
        "INSERT INTO event VALUES (2, 'heartbeat', 'two')",
        "UPDATE event SET idx = 4 WHERE idx = 3",
    ],
)
def test_a_changed_row_beside_an_entry_is_found(tmp_path: Path, change: str) -> None:
    """Also one beside a decision, and one past the end."""
    _mixed(tmp_path)
    with closing(sqlite3.connect(database_in(tmp_path), isolation_level=None)) as connection:
        for [name] in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(change)

    assert not verify(tmp_path).clean


@pytest.mark.usefixtures("either_store")
def test_an_entry_whose_commit_was_lost_is_found_again(tmp_path: Path) -> None:
    """By its bytes, because it has no id of its own."""

    class Lost(Exception):
        pass

    def fail_once(step: Step) -> None:
        if step is Step.COMMITTED and not failed:
            failed.append(step)
            raise Lost

    failed: list[Step] = []
    log = open_log(tmp_path, step=fail_once)
    appended = log.append(heartbeat("one"))
    again = log.append(heartbeat("one", content=b"[]"))
    log.close()

    assert (failed, appended.index, again.index) == ([Step.COMMITTED], 0, 1)


def test_an_entry_that_was_not_committed_is_not_found(tmp_path: Path) -> None:
    """Another of its kind about the same is not it."""

    def fail(step: Step) -> None:
        if step is Step.COMMITTING and armed:
            raise RuntimeError

    armed: list[bool] = []
    log = open_log(tmp_path, step=fail)
    log.append(heartbeat("one"))
    armed.append(True)
    with pytest.raises(LogUnavailable):
        log.append(heartbeat("one", content=b"[]"))
    log.close()


def test_a_log_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    """By the gate when it starts; until then it is not read, which would be wrong silently."""
    log = open_log(tmp_path)
    log.append(draft(0))
    log.close()
    with closing(sqlite3.connect(database_in(tmp_path))) as connection:
        connection.executescript(
            "DROP TABLE event; DROP TABLE disclosure; DROP TABLE subject_key; PRAGMA user_version = 1"
        )

    with pytest.raises(Misconfigured, match="Start the gate once"):
        SqliteReader(database_in(tmp_path))
    log = open_log(tmp_path)
    log.append(heartbeat("one"))
    log.close()
    assert verify(tmp_path).clean
