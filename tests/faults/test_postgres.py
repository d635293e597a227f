"""PostgreSQL that fails: nothing answered is lost, nothing is doubled, and the log goes on."""

import threading
import time
from itertools import count
from pathlib import Path

import pytest

from gate.db.upgrade import newest_revision, upgrade_database
from gate.errors import GateError, LogUnavailable, Misconfigured, OutcomeUnknown
from gate.log.batches import Step
from gate.log.fsck import verify
from gate.log.log import Log
from gate.log.postgres import SCHEMA, open_for_writing
from tests.logs import GATE_KEY, LOG_KEY, ORIGIN, PatientLog, draft
from tests.postgres_server import OWNER, ROLE, postgres_server

OPTIONS = {"origin": ORIGIN, "log_key": LOG_KEY, "gate_key": GATE_KEY}
_databases = count()


@pytest.fixture
def database(postgres):
    """The address of an empty database with the gate's tables."""
    name = f"faults_{next(_databases)}"
    postgres.new_database(name)
    return postgres.url(name, ROLE)


def end_connections(postgres, database: str) -> None:
    """Cut every connection of the gate's role to a database, as a network would."""
    name = database.partition("@/")[2].partition("?")[0]
    postgres.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND usename = '{ROLE}'"
    )


@pytest.mark.parametrize("step", list(Step))
def test_a_connection_that_is_cut_at_any_step(tmp_path: Path, postgres, database, step) -> None:
    """Before the commit nothing was written; after it the entry stands; then the log goes on."""
    cut = threading.Event()

    def at(reached: Step) -> None:
        if reached is step and not cut.is_set():
            cut.set()
            end_connections(postgres, database)

    log = PatientLog.open_shared(tmp_path, database, step=at, **OPTIONS)
    answered = {}
    for number in range(6):
        try:
            answered[number] = log.append(draft(number, idempotency_key=f"key-{number}"))
        except (LogUnavailable, OutcomeUnknown):
            time.sleep(0.05)
    again = {
        number: log.append(draft(number, idempotency_key=f"key-{number}")) for number in range(6)
    }
    log.close()

    assert cut.is_set()
    assert len(answered) >= 4
    assert {number: receipt.index for number, receipt in answered.items()}.items() <= {
        number: receipt.index for number, receipt in again.items()
    }.items()
    report = verify(tmp_path, url=database)
    assert report.clean, report.findings
    assert report.size == 6


@pytest.mark.timeout(180)
def test_a_server_that_is_killed_again_and_again(tmp_path: Path) -> None:
    """Every acknowledged entry is there when it comes back, and each once."""
    with postgres_server() as server:
        server.new_database("killed")
        url = server.url("killed", ROLE)
        log = PatientLog.open_shared(tmp_path, url, **OPTIONS)
        answered: dict[int, int] = {}
        ended = threading.Event()

        def ask(first: int) -> None:
            number = first
            while not ended.is_set():
                try:
                    receipt = log.append(draft(number, idempotency_key=f"key-{number}"))
                except GateError:
                    time.sleep(0.05)
                    continue
                answered[number] = receipt.index
                number += 4

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(5):
            time.sleep(0.6)
            server.control("-m", "immediate", "stop")
            server.start()
        time.sleep(1.0)
        ended.set()
        for thread in threads:
            thread.join()
        log.close()

        report = verify(tmp_path, url=url)
        assert report.clean, report.findings
        assert len(set(answered.values())) == len(answered) > 20
        assert max(answered.values()) < report.size


def test_a_commit_that_no_standby_has_is_not_answered(tmp_path: Path) -> None:
    """A cancelled wait makes COMMIT succeed with a warning; the answer waits for a real standby."""
    with postgres_server() as server:
        server.new_database("alone")
        url = server.url("alone", ROLE)
        log = Log.open_shared(tmp_path, url, **OPTIONS)
        log.append(draft(0), seconds=10)
        server.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        server.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)
        canceller = threading.Thread(target=_cancel_waits, args=(server,))
        canceller.start()
        with pytest.raises((OutcomeUnknown, LogUnavailable)):
            log.append(draft(1, idempotency_key="key"), seconds=8)
        canceller.join()
        server.execute("ALTER SYSTEM RESET synchronous_standby_names")
        server.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)
        receipt = log.append(draft(1, idempotency_key="key"), seconds=20)
        log.close()

        assert receipt.index == 1
        assert verify(tmp_path, url=url).size == 2


def _cancel_waits(server) -> None:
    deadline = time.monotonic() + 6
    while time.monotonic() < deadline:
        server.execute(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        )
        time.sleep(0.1)


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ("-c fsync=off", "fsync"),
        ("-c full_page_writes=off", "full_page_writes"),
        ("-c synchronous_commit=off", "synchronous_commit"),
    ],
)
def test_a_server_that_does_not_flush_is_refused(options: str, what: str) -> None:
    """It would lose what was answered."""
    with postgres_server() as server:
        server.new_database("careless")
        server.control("-m", "fast", "stop")
        server.start(options)

        with pytest.raises(Misconfigured, match=what):
            open_for_writing(server.url("careless", ROLE))


def test_a_database_without_tables_is_refused(postgres) -> None:
    """With the command that makes them."""
    postgres.execute(f"CREATE DATABASE bare OWNER {OWNER}")

    with pytest.raises(Misconfigured, match="gate database upgrade"):
        open_for_writing(postgres.url("bare", ROLE))
    assert upgrade_database(postgres.url("bare", OWNER), role=ROLE) == ("", SCHEMA)
    assert upgrade_database(postgres.url("bare", OWNER), role=ROLE) == (SCHEMA, SCHEMA)
    open_for_writing(postgres.url("bare", ROLE)).close()


def test_the_program_knows_the_newest_revision() -> None:
    """What it reads is what an upgrade makes."""
    assert newest_revision() == SCHEMA


def test_a_log_of_another_origin_is_refused(tmp_path: Path, database) -> None:
    """And so are other keys."""
    Log.open_shared(tmp_path / "a", database, **OPTIONS).close()
    with pytest.raises(Misconfigured, match="another origin"):
        Log.open_shared(tmp_path / "b", database, **{**OPTIONS, "origin": "gate.example/other"})
    with pytest.raises(Misconfigured, match="another"):
        Log.open_shared(tmp_path / "c", database, **{**OPTIONS, "log_key": GATE_KEY})


def test_a_database_behind_the_pin_is_refused(tmp_path: Path, postgres, database) -> None:
    """A restored backup never signs a fork."""
    log = Log.open_shared(tmp_path, database, **OPTIONS)
    log.append(draft(0))
    log.close()
    name = database.partition("@/")[2].partition("?")[0]
    postgres.execute(f"CREATE DATABASE {name}_backup TEMPLATE {name}")
    log = Log.open_shared(tmp_path, database, **OPTIONS)
    log.append(draft(1))
    log.close()

    with pytest.raises(Misconfigured, match="an older copy of the database"):
        Log.open_shared(tmp_path, postgres.url(f"{name}_backup", ROLE), **OPTIONS)
