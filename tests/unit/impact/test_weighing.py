"""One decision under a candidate: how it turns out, which rules make it so, what is not weighed."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from gate.canon import digest_of
from gate.errors import EngineAnswerInvalid, EngineUnavailable
from gate.impact.weighing import NOT_STATED, weigh
from gate.policy.release import Release, shipped_release
from gate.policy.wasm import WasmEngine
from gate.replay.content import checked, read_object
from gate.replay.outcome import NotReplayable
from gate.replay.releases import Ready
from tests.logs import decision_id, entry
from tests.unit.impact.weighed import weighed


@pytest.mark.parametrize(
    ("before", "after", "turn", "causes"),
    [
        ({"A": "deny"}, {"A": "deny"}, None, ()),
        ({"A": "deny", "B": "warn"}, {"B": "deny"}, None, ()),
        ({"A": "deny", "B": "review", "C": "warn"}, {"C": "warn"}, "loosened", ("A", "B")),
        ({"A": "review", "B": "waived"}, {"A": "waived"}, "loosened", ("A",)),
        ({"A": "deny", "B": "review"}, {"A": "review", "B": "review"}, "eased", ("A",)),
        ({"A": "review"}, {"A": "review", "B": "deny"}, "hardened", ("B",)),
        ({"A": "warn"}, {"A": "review", "B": "deny", "C": "warn"}, "tightened", ("A", "B")),
        ({}, {"A": "review"}, "tightened", ("A",)),
    ],
)
def test_a_turn_has_its_causes(
    before: dict[str, str], after: dict[str, str], turn: str | None, causes: tuple[str, ...]
) -> None:
    """All rules that stood in the way, where nothing does any more; and the other way round."""
    told = weighed(before, after)

    assert told.turn == turn
    assert told.causes() == causes


def test_a_record_without_reasons_is_loosened_all_the_same() -> None:
    """Under a name that nobody approves by accident."""
    told = weighed({"A": "deny"}, {})
    bare = type(told)(
        index=0, entry=told.entry, team="", now="allow", tier_now="", before={}, after={}
    )

    assert (bare.turn, bare.causes()) == ("loosened", (NOT_STATED,))


@pytest.mark.parametrize(
    ("was", "now", "move"),
    [
        (None, "warn", "added"),
        ("deny", None, "removed"),
        ("warn", "deny", "harder"),
        ("review", "waived", "softer"),
        ("waived", "warn", "harder"),
    ],
)
def test_findings_move(was: str | None, now: str | None, move: str) -> None:
    """They come, go, or weigh more or less."""
    before, after = ({} if each is None else {"A": each} for each in (was, now))

    assert weighed({**before, "S": "warn"}, {**after, "S": "warn"}).moves() == {"A": move}


class Contents:
    """A history that has these contents."""

    first, end = 0, 1

    def __init__(self, *contents: bytes) -> None:
        self._kept = {digest_of(content): content for content in contents}

    def leaves(self, _first: int, _end: int) -> list[tuple[int, bytes]]:
        return []

    def content(self, digest: str) -> bytes | None:
        return self._kept.get(digest)

    def document(self, digest: str, _index: int) -> dict[str, Any]:
        return read_object(checked(self, digest))


class Silent:
    """An engine that fails as it is told."""

    name = "wasm"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def evaluate(self, _policy_input: bytes, *, seconds: float) -> bytes:
        raise self._error

    def check(self, *, seconds: float) -> None: ...

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def shipped() -> Iterator[Ready]:
    """The shipped release, ready to run."""
    release = shipped_release()
    engine = WasmEngine(release, instances=1)
    yield Ready(release, engine)
    engine.close()


def policy_input(number: int = 0, **blocks: Any) -> bytes:
    return orjson.dumps(
        {
            "request": {"environment": "dev", "action": "deploy"},
            "classification": {"declared_tier": "minimal"},
            "facts": {"decision_id": decision_id(number), "quality": {}},
            "clock": {"now": "2026-11-23T09:00:00Z", "days_since": {}},
            **blocks,
        }
    )


@pytest.mark.parametrize(
    ("system", "team"),
    [
        ({"org_unit": " Lending "}, "Lending"),
        ({"org_unit": " "}, NOT_STATED),
        ({"org_unit": 7}, NOT_STATED),
        ({}, NOT_STATED),
        (None, NOT_STATED),
    ],
)
def test_the_team_is_the_unit_that_the_request_names(
    shipped: Ready, system: Any, team: str
) -> None:
    """Or none."""
    content = policy_input(system=system)

    told = weigh(0, entry(policy_input=digest_of(content)), Contents(content), shipped)

    assert told.team == team
    assert told.now != "allow"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "content_missing"),
        (b"no json", "entry_corrupt"),
        (b"[]", "entry_corrupt"),
        (policy_input(1), "entry_corrupt"),
    ],
    ids=["missing", "not JSON", "no document", "of another decision"],
)
def test_what_is_not_the_policy_input_is_not_weighed(
    shipped: Ready, content: bytes | None, reason: str
) -> None:
    """Neither by its shape nor by its decision."""
    kept = Contents() if content is None else Contents(content)
    named = entry(policy_input=digest_of(content or b""))

    with pytest.raises(NotReplayable) as caught:
        weigh(0, named, kept, shipped)

    assert caught.value.reason == reason


def test_an_engine_that_fails_is_not_a_verdict() -> None:
    """No answer, and an answer that is none, are told apart."""
    release: Release = shipped_release()
    content = policy_input()
    named = entry(policy_input=digest_of(content))

    with pytest.raises(NotReplayable) as caught:
        weigh(0, named, Contents(content), Ready(release, Silent(EngineUnavailable("late"))))
    assert caught.value.reason == "engine_unavailable"
    with pytest.raises(EngineAnswerInvalid):
        weigh(0, named, Contents(content), Ready(release, Silent(EngineAnswerInvalid("none"))))
