"""A sample case under a release that introduces its control step by step.

The rollout belongs to the release and not to a request, so no case can carry it: the same request
is decided by releases that differ in nothing else.
"""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from fixtures.render import INSTANT
from gate.policy.active import ActivePolicy
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine
from tests.cases import asked_case

CASE = "recommendation_without_way_back_deny"
RULE, CONTROL = "A.6.2.5-5", "A.6.2.5"
TOMORROW = (INSTANT + timedelta(days=1)).date().isoformat()
TODAY = INSTANT.date().isoformat()


@pytest.fixture(name="decide", scope="module")
def _decide(tmp_path_factory):
    """Decides the case under a release with some rollout; the code is compiled once."""
    cache = tmp_path_factory.mktemp("compiled")

    def decide(rollout, now=INSTANT):
        release = _release(rollout)
        with closing(WasmEngine(release, cache=cache, instances=1)) as engine:
            policy = ActivePolicy(release, engine, INSTANT)
            with asked_case(policy, tmp_path_factory.mktemp("case"), CASE, now) as asked:
                return asked.answer()

    return decide


def _release(rollout):
    release = shipped_release()
    data = orjson.loads(release.data)
    data["policy"]["rollout"] = rollout
    return replace(release, data=orjson.dumps(data))


def _finding(answer):
    return next((each for each in answer["findings"] if each["rule"] == RULE), None)


@pytest.mark.parametrize(
    ("setting", "severity", "in_force"),
    [
        ({"mode": "warn"}, "warn", "warn"),
        ({"mode": "observe"}, "off", "observe"),
        ({"mode": "enforce", "from": TOMORROW}, "warn", "warn"),
        ({"mode": "warn", "from": TOMORROW}, "off", "observe"),
    ],
    ids=str,
)
def test_a_control_that_is_being_introduced_stops_nothing(decide, setting, severity, in_force):
    """The finding is there, says how far the rollout has come, and what it will be."""
    answer = decide({CONTROL: setting})
    finding = _finding(answer)

    assert answer["would_be"] == "allow"
    assert (finding["severity"], finding["mode"], finding["would_be"]) == (
        severity,
        in_force,
        "deny",
    )
    blocks = setting["mode"] == "enforce"
    assert finding["blocks_from"] == (TOMORROW if blocks else None)


@pytest.mark.parametrize("rollout", [{CONTROL: {"mode": "off"}}, {"*": {"mode": "off"}}], ids=str)
def test_a_control_that_is_off_says_nothing(decide, rollout):
    """Whether it is named or falls under all others."""
    answer = decide(rollout)

    assert answer["would_be"] == "allow"
    assert _finding(answer) is None


@pytest.mark.parametrize(
    "rollout",
    [
        {},
        {CONTROL: {"mode": "enforce", "from": TODAY}},
        {"*": {"mode": "warn"}, CONTROL: {"mode": "enforce"}},
    ],
    ids=str,
)
def test_from_its_day_on_a_control_blocks(decide, rollout):
    """As it does when nothing is said about it; its own entry goes before that for all."""
    answer = decide(rollout)

    assert answer["would_be"] == "deny"
    assert _finding(answer)["severity"] == "deny"


def test_the_day_begins_at_midnight_utc(decide):
    """A second earlier the same release only warns."""
    setting = {CONTROL: {"mode": "enforce", "from": TOMORROW}}
    midnight = datetime.fromisoformat(TOMORROW).replace(tzinfo=UTC)
    before = decide(setting, midnight - timedelta(seconds=1))
    after = decide(setting, midnight)

    assert (before["would_be"], after["would_be"]) == ("allow", "deny")
