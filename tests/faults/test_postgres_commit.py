"""COMMIT is sent and its reply is lost: whoever asked is told the truth, or that nobody knows it."""

import threading
import time
from itertools import count
from pathlib import Path

import pytest

from gate.errors import GateError, LogUnavailable, OutcomeUnknown
from gate.limits import LOG_BUSY_SECONDS_MAX, LOG_IDLE_SECONDS_MAX
from gate.log.batches import Step
from gate.log.fsck import verify
from gate.log.log import Appended, Log
from tests.faults.postgres_proxy import Loss, address_through, proxy_before
from tests.faults.test_postgres import OPTIONS
from tests.logs import PatientLog, draft
from tests.postgres_server import ROLE, PostgresServer

PATIENT = 60.0
_databases = count()


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    """The address of an empty database with the gate's tables."""
    name = f"commits_{next(_databases)}"
    postgres.new_database(name)
    return postgres.url(name, ROLE)


def _ask(log: Log, number: int, seconds: float = PATIENT) -> Appended:
    return log.append(draft(number, idempotency_key=f"key-{number}"), seconds=seconds)


def _tell(log: Log, number: int) -> Appended | GateError:
    try:
        return _ask(log, number)
    except GateError as error:
        return error


@pytest.mark.parametrize("together", [1, 6])
@pytest.mark.parametrize("loss", [Loss.REQUEST, Loss.REPLY])
def test_the_reply_to_a_commit_is_lost(
    tmp_path: Path, postgres: PostgresServer, database: str, loss: Loss, together: int
) -> None:
    """The log looks what became of it; a retry gives the receipt that the first would have been."""
    with proxy_before(postgres.socket) as proxy:
        log = PatientLog.open_shared(tmp_path, address_through(proxy, database), **OPTIONS)
        _ask(log, 0)
        proxy.lose(loss)
        told: dict[int, Appended | GateError] = {}
        threads = [
            threading.Thread(target=lambda n=number: told.update({n: _tell(log, n)}))
            for number in range(1, 1 + together)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert proxy.lost.is_set()
        again = {number: _ask(log, number) for number in told}
        log.close()

    for number, answer in told.items():
        if isinstance(answer, Appended):
            assert again[number].text == answer.text
            assert again[number].replayed
        else:
            assert isinstance(answer, LogUnavailable | OutcomeUnknown)
            assert type(answer) is LogUnavailable or loss is not Loss.REQUEST
    report = verify(tmp_path, url=database)
    assert (report.clean, report.size) == (True, 1 + together)


def test_a_server_that_is_not_heard_of_is_waited_for_no_longer_than_asked(
    tmp_path: Path, postgres: PostgresServer, database: str
) -> None:
    """Nobody waits past his time; when it is heard of again, the retry gives the entry."""
    with proxy_before(postgres.socket) as proxy:
        log = PatientLog.open_shared(tmp_path, address_through(proxy, database), **OPTIONS)
        _ask(log, 0)
        proxy.lose(Loss.SILENCE)
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            _ask(log, 1, seconds=1.0)
        with pytest.raises(LogUnavailable):
            _ask(log, 2, seconds=0.5)
        assert time.monotonic() - began < PATIENT
        proxy.ended_silence.set()
        first, second = _ask(log, 1), _ask(log, 2)
        log.close()

    assert (first.index, first.replayed) == (1, True)
    assert (second.index, second.replayed) == (2, False)
    report = verify(tmp_path, url=database)
    assert (report.clean, report.size) == (True, 3)


def test_a_replica_that_stands_still_holds_up_the_others_no_longer_than_its_bound(
    tmp_path: Path, database: str
) -> None:
    """LOG_IDLE_SECONDS_MAX: then the server takes the lock from it, and it finds out when it wakes."""
    holds, goes_on = threading.Event(), threading.Event()

    def stand(step: Step) -> None:
        if step is Step.OPENED and not goes_on.is_set():
            holds.set()
            assert goes_on.wait(PATIENT)

    still = PatientLog.open_shared(tmp_path / "still", database, step=stand, **OPTIONS)
    other = PatientLog.open_shared(tmp_path / "other", database, **OPTIONS)
    told: list[Appended | GateError] = []
    waiting = threading.Thread(target=lambda: told.append(_tell(still, 0)))
    waiting.start()
    assert holds.wait(PATIENT)
    with pytest.raises(LogUnavailable):
        _ask(other, 1, seconds=LOG_BUSY_SECONDS_MAX + PATIENT)
    time.sleep(LOG_IDLE_SECONDS_MAX)
    taken = _ask(other, 1)
    goes_on.set()
    waiting.join()
    again = _ask(still, 0)
    for log in (still, other):
        log.close()

    assert taken.index == 0
    assert isinstance(told[0], LogUnavailable | OutcomeUnknown)
    assert again.index == 1
    report = verify(tmp_path / "other", url=database)
    assert (report.clean, report.size) == (True, 2)
