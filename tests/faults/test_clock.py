"""The clock stands, jumps or goes backwards: the order of the log is that of its indices."""

from datetime import UTC, datetime, timedelta

import pytest

from gate.decide import Gate, Question
from gate.log.fsck import verify
from gate.log.installation import installation_keys
from gate.log.log import Log
from gate.policy.active import ActivePolicy
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine
from tests.service import body

NOW = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOCKS = {
    "an hour back": (NOW, NOW - HOUR, NOW - HOUR + timedelta(seconds=1)),
    "days back, and right again": (NOW, NOW - 3 * DAY, NOW + HOUR),
    "a microsecond back": (NOW, NOW - timedelta(microseconds=1), NOW),
    "to the beginning of time": (NOW, datetime(1970, 1, 1, tzinfo=UTC), NOW),
    "forward, and right again": (NOW, NOW + 30 * DAY, NOW + HOUR),
    "frozen": (NOW, NOW, NOW),
}


@pytest.fixture(scope="module")
def policy():
    release = shipped_release()
    engine = WasmEngine(release)
    yield ActivePolicy(release, engine, NOW)
    engine.close()


def open_log(var):
    keys = installation_keys(var / "keys", production=False)
    return Log.open(var, origin="t.example/log", log_key=keys.log, gate_key=keys.gate)


@pytest.mark.parametrize("clock", CLOCKS)
def test_no_clock_loses_doubles_or_reorders_a_decision(tmp_path, policy, clock):
    """Retries give the same, what was seen of the log still proves the order, and it verifies."""
    instants, answers = CLOCKS[clock], []
    for number, now in enumerate(instants):
        log = open_log(tmp_path)
        gate = Gate(policy, log=log, clock=lambda now=now: now)
        answers.append(gate.decide(asked(number)))
        for earlier, answer in enumerate(answers):
            again = gate.decide(asked(earlier))
            assert again.document == answer.document
            assert again.replayed
        log.close()
    log = open_log(tmp_path)
    entries = [log.entry(index).entry for index in range(len(instants))]
    log.close()

    ids = [answer.document["decision_id"] for answer in answers]
    assert [entry.decision_id for entry in entries] == ids
    assert len(set(ids)) == len(ids)
    assert [entry.log_seen.size for entry in entries] == [0, 1, 2]
    decided = [datetime.fromisoformat(entry.decided_at) for entry in entries]
    assert decided == list(instants)
    report = verify(tmp_path)
    assert (report.findings, report.size) == ((), len(instants))


def test_a_denial_of_an_hour_ahead_still_counts(tmp_path, policy):
    """What was decided before the clock went back is not forgotten because it is in the future."""
    log = open_log(tmp_path)
    denied = Gate(policy, log=log, clock=lambda: NOW).decide(asked(0, environment="prod"))
    assert denied.document["outcome"] == "deny"
    now = NOW - HOUR
    known = log.history(denied.document["subject"]["system"]["id"], now)
    log.close()

    assert sum(known.denied_90d.values()) > 0


def asked(number, **changes):
    return Question(body=body(**changes), principal="ci", idempotency_key=f"key-{number}")
