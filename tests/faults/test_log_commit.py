"""Faults of the database while a batch is written: what is answered, and what the log does next."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gate.errors import GateError, LogUnavailable, OutcomeUnknown
from gate.log.batches import Step
from gate.log.fsck import verify
from gate.log.log import Log
from gate.log.paths import pin_in
from gate.log.sqlite_writer import SqliteWriter
from tests.logs import draft, open_log

PATIENT = 60.0


class _Faulty:
    """A connection that fails when a statement begins with a text, before or after doing it."""

    def __init__(self, connection: sqlite3.Connection, statement: str, *, done: bool) -> None:
        self._connection, self._statement, self._done = connection, statement, done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if not sql.startswith(self._statement):
            return self._connection.execute(sql, *values)
        if self._done:
            self._connection.execute(sql, *values)
        raise sqlite3.OperationalError("disk I/O error")


def _writer(log: Log) -> Any:
    return log._sequencer._batches._writer


def _break(log: Log, statement: str, *, done: bool = False) -> None:
    writer = _writer(log)
    writer._connection = _Faulty(writer._connection, statement, done=done)


def _finish(log: Log, folder: Path, size: int) -> None:
    """The log goes on, has exactly so many entries and is whole."""
    log.append(draft(900))
    assert log.seen().size == size + 1
    log.close()
    assert verify(folder).clean


@pytest.mark.parametrize(
    "statement",
    [
        "BEGIN",
        "SELECT MAX(size)",
        "SELECT principal",
        "INSERT INTO leaf",
        "INSERT INTO decision ",
        "INSERT INTO blob",
        "INSERT INTO decision_control",
        "INSERT INTO live",
        "INSERT INTO denial",
        "INSERT INTO staged",
        "SELECT group_concat",
        "INSERT INTO node",
        "INSERT INTO checkpoint",
    ],
)
def test_a_fault_before_the_commit_writes_nothing(tmp_path: Path, statement: str) -> None:
    """503, nothing logged, and the next decision is logged as if nothing had been."""
    log = open_log(tmp_path)
    log.append(draft(0))
    _break(log, statement)
    with pytest.raises(LogUnavailable):
        log.append(draft(1, idempotency_key="key"))
    _writer(log)._connection = _writer(log)._connection._connection
    assert log.append(draft(1, idempotency_key="key")).index == 1
    _finish(log, tmp_path, 2)


@pytest.mark.parametrize("done", [True, False])
def test_a_commit_of_unknown_outcome_is_looked_up(tmp_path: Path, done: bool) -> None:
    """What is in the log is answered like any other; what is not was not logged."""
    log = open_log(tmp_path)
    log.append(draft(0))
    _break(log, "COMMIT", done=done)
    if done:
        appended = log.append(draft(1, idempotency_key="key"))
        assert (appended.index, appended.replayed) == (1, False)
        assert log.receipt_parts(1).text == appended.text
    else:
        with pytest.raises(LogUnavailable):
            log.append(draft(1, idempotency_key="key"))
    retried = log.append(draft(1, idempotency_key="key"))
    assert (retried.index, retried.replayed) == (1, done)
    _finish(log, tmp_path, 2)


@pytest.mark.parametrize("done", [True, False])
def test_while_the_outcome_cannot_be_looked_up_nobody_is_told_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """The database cannot be reopened at first: outcome unknown, then unavailable, then whole."""
    log = open_log(tmp_path)
    log.append(draft(0))
    reopen = SqliteWriter.reopen
    failures = [True, True]

    def failing(writer: SqliteWriter) -> None:
        if failures:
            failures.pop()
            raise LogUnavailable("the database is gone")
        reopen(writer)

    monkeypatch.setattr(SqliteWriter, "reopen", failing)
    _break(log, "COMMIT", done=done)
    with pytest.raises(OutcomeUnknown, match="same key"):
        log.append(draft(1, idempotency_key="key"))
    with pytest.raises(LogUnavailable):
        log.append(draft(2))
    retried = log.append(draft(1, idempotency_key="key"))

    assert (retried.index, retried.replayed) == (1, done)
    _finish(log, tmp_path, 2)


def test_a_batch_of_unknown_outcome_is_answered_whole(tmp_path: Path) -> None:
    """All who were in the batch get their own entry."""
    held, busy = threading.Event(), threading.Event()

    def hold(_step: Step) -> None:
        busy.set()
        assert held.wait(PATIENT)

    log = open_log(tmp_path, step=hold)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(log.append, draft(0), seconds=PATIENT)
        assert busy.wait(PATIENT)
        others = [pool.submit(log.append, draft(n), seconds=PATIENT) for n in range(1, 8)]
        while len(log._sequencer._queue) < len(others):
            threading.Event().wait(0.001)
        _break(log, "COMMIT", done=True)
        held.set()
        answers = [future.result() for future in (first, *others)]

    assert sorted(item.index for item in answers) == list(range(8))
    for number, item in enumerate(answers):
        assert item.entry.decision_id == draft(number).entry.decision_id
        assert log.receipt_parts(item.index).text == item.text
    _finish(log, tmp_path, 8)


def test_a_poisoned_entry_fails_alone(tmp_path: Path) -> None:
    """The others of its batch are logged, one by one."""
    held, busy = threading.Event(), threading.Event()

    def hold(_step: Step) -> None:
        busy.set()
        assert held.wait(PATIENT)

    log = open_log(tmp_path, step=hold)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(log.append, draft(0), seconds=PATIENT)
        assert busy.wait(PATIENT)
        numbers = [1, 2, 3, 0, 4, 5]  # decision 0 has an entry already
        others = [pool.submit(log.append, draft(n), seconds=PATIENT) for n in numbers]
        while len(log._sequencer._queue) < len(others):
            threading.Event().wait(0.001)
        held.set()
        assert first.result().index == 0
        failed = [n for n, f in zip(numbers, others, strict=True) if f.exception() is not None]
        error = others[3].exception()

    assert failed == [0]
    assert type(error) is GateError
    assert log.seen().size == 6
    _finish(log, tmp_path, 6)


def test_a_fault_that_nobody_foresaw_answers_nobody_wrongly(tmp_path: Path) -> None:
    """Another entry of the same decision is not taken for the one that was lost."""
    log = open_log(tmp_path)
    log.append(draft(0))

    def fail(*_arguments: object) -> None:
        raise RuntimeError("unforeseen")

    _writer(log).insert = fail
    with pytest.raises(LogUnavailable):
        log.append(draft(0, action="retire"))
    with pytest.raises(LogUnavailable):
        log.append(draft(1))
    del _writer(log).insert
    _finish(log, tmp_path, 1)


def test_an_entry_that_the_database_changes_is_not_signed(tmp_path: Path) -> None:
    """What is read back is what is signed, so a write that went wrong is not."""
    log = open_log(tmp_path)
    log.append(draft(0))
    writer = _writer(log)
    leaves = writer.leaves
    writer.leaves = lambda first: [leaf[:-1] + b"!" for leaf in leaves(first)]
    with pytest.raises(LogUnavailable, match="did not keep"):
        log.append(draft(1))
    del writer.leaves
    _finish(log, tmp_path, 1)


def test_a_checkpoint_that_cannot_be_pinned_is_not_answered(tmp_path: Path) -> None:
    """The entry stands; nobody is told before its checkpoint is kept, and then a retry is."""
    log = open_log(tmp_path)
    log.append(draft(0))
    pin = pin_in(tmp_path)
    kept = pin.read_bytes()
    pin.unlink()
    pin.mkdir()
    with pytest.raises(OutcomeUnknown):
        log.append(draft(1, idempotency_key="key"))
    with pytest.raises(LogUnavailable, match="pinned"):
        log.append(draft(2))
    assert log.seen().size == 2
    pin.rmdir()
    pin.write_bytes(kept)
    retried = log.append(draft(1, idempotency_key="key"))

    assert (retried.index, retried.replayed) == (1, True)
    _finish(log, tmp_path, 2)


def _shrink(log: Log) -> None:
    """Another log's newest checkpoint, as after a database was swapped under the gate."""
    writer = _writer(log)
    with suppress(sqlite3.Error):
        writer._connection.execute("ROLLBACK")
    for trigger in ("checkpoint_never_delete", "leaf_never_delete", "node_never_delete"):
        writer._connection.execute(f"DROP TRIGGER {trigger}")
    for statement in ("checkpoint WHERE size > 1", "leaf WHERE idx > 0", "node WHERE position > 0"):
        writer._connection.execute(f"DELETE FROM {statement}")


@pytest.mark.parametrize(
    "damage",
    [
        _shrink,
        lambda log: _writer(log)._connection.execute("INSERT INTO checkpoint VALUES (9, 'forged')"),
    ],
)
def test_a_log_that_is_not_the_same_after_a_fault_is_not_written(
    tmp_path: Path, damage: Callable[[Log], object]
) -> None:
    """Shrunk or forged while the connection was lost: refused until a person has looked."""
    log = open_log(tmp_path)
    for number in range(3):
        log.append(draft(number))
    _break(log, "COMMIT")
    reopen = SqliteWriter.reopen

    def reopened(writer: SqliteWriter) -> None:
        reopen(writer)
        damage(log)

    _writer(log).reopen = lambda: reopened(_writer(log))
    with pytest.raises(OutcomeUnknown):
        log.append(draft(3))
    del _writer(log).reopen
    for number in (4, 5):
        with pytest.raises(LogUnavailable, match="gate log verify"):
            log.append(draft(number))
    log.close()
