"""An answer is a verdict of this release about this input, or it is nothing."""

import dataclasses
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from gate.canon import canonical_bytes
from gate.errors import EngineAnswerInvalid
from gate.limits import VERDICT_DEPTH_MAX
from gate.model.verdict import Outcome, Severity, Tier
from gate.policy import reading
from gate.policy.reading import read_verdict
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from tests.mini import DECISION_ID, denied_input, mini_input

Answer = dict[str, Any]


@pytest.fixture(scope="module")
def denied(mini_wasm: WasmEngine) -> bytes:
    """A real verdict with findings."""
    return mini_wasm.evaluate(denied_input(), seconds=30)


@pytest.fixture(scope="module")
def allowed(mini_wasm: WasmEngine) -> bytes:
    """A real verdict without any."""
    return mini_wasm.evaluate(mini_input(), seconds=30)


def test_a_verdict_is_read(denied: bytes, mini_release: Release) -> None:
    """Every part of it is there, typed."""
    verdict = read_verdict(denied, release=mini_release, decision_id=DECISION_ID)

    assert verdict.outcome is Outcome.DENY
    assert verdict.tier.effective is Tier.MINIMAL
    assert [finding.rule for finding in verdict.findings] == ["GATE-1", "M.1-1", "M.1-2"]
    assert verdict.findings[0].severity is Severity.DENY
    assert verdict.summary.review == 1
    assert set(verdict.results) == set(mini_release.catalogue.by_rule)


def test_white_space_and_order_do_not_matter(denied: bytes, mini_release: Release) -> None:
    """Engines write JSON differently; the verdict is the same."""
    other = orjson.dumps(orjson.loads(denied), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)

    assert read_verdict(other, release=mini_release, decision_id=DECISION_ID) == read_verdict(
        denied, release=mini_release, decision_id=DECISION_ID
    )


def setting(*path: str | int, to: object) -> Callable[[Answer], None]:
    """Puts a value somewhere into a verdict."""

    def change(verdict: Answer) -> None:
        place: Any = verdict
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def without(*path: str | int) -> Callable[[Answer], None]:
    """Takes something out of a verdict."""

    def change(verdict: Answer) -> None:
        place: Any = verdict
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


CHANGES: dict[str, Callable[[Answer], object]] = {
    **{
        f"no {field}": without(field)
        for field in (
            "release",
            "input",
            "outcome",
            "tier",
            "summary",
            "results",
            "findings",
            "waivers",
        )
    },
    **{
        f"{field} is null": setting(field, to=None)
        for field in (
            "release",
            "input",
            "outcome",
            "tier",
            "summary",
            "results",
            "findings",
            "waivers",
        )
    },
    "a field more": setting("extra", to=1),
    "another release": setting("release", to="mini/2/sha256:" + "0" * 64),
    "a release that only begins alike": lambda v: v.update(release=v["release"][:-1]),
    "an empty release": setting("release", to=""),
    "another input": setting("input", to="0192f0aa-0000-7000-8000-000000000002"),
    "another spelling of the input": setting("input", to=DECISION_ID.upper()),
    "an unknown outcome": setting("outcome", to="error"),
    "an outcome in capitals": setting("outcome", to="ALLOW"),
    "an outcome that is true": setting("outcome", to=True),
    "outcomes": setting("outcome", to=["allow"]),
    "allow although denied": setting("outcome", to="allow"),
    "review although denied": setting("outcome", to="needs_review"),
    "an unknown tier": setting("tier", "effective", to="extreme"),
    "no effective tier": setting("tier", "effective", to=None),
    "an unknown declared tier": setting("tier", "declared", to="none"),
    "no reasons": without("tier", "reasons"),
    "a tier that is a text": setting("tier", to="high"),
    "an odd reason": setting("tier", "reasons", to=[{}]),
    "a reason with an unknown finding": setting(
        "tier",
        "reasons",
        to=[{"code": "c", "source": "s", "value": 1, "tier": "high", "finding": "warn"}],
    ),
    "a reason with a huge number": setting(
        "tier",
        "reasons",
        to=[{"code": "c", "source": "s", "value": 2**53 + 1, "tier": "high", "finding": None}],
    ),
    "results that are a list": setting("results", to=[]),
    "no result of one rule": without("results", "M.2-1"),
    "a result of another rule": setting("results", "M.9-9", to={"status": "pass", "reason": None}),
    "an unknown status": setting("results", "M.2-1", "status", to="passed"),
    "a status that is true": setting("results", "M.2-1", "status", to=True),
    "a result that is a text": setting("results", "M.2-1", to="pass"),
    "an unknown reason": setting("results", "M.2-1", "reason", to="because"),
    "a failing rule reported as passed": setting("results", "GATE-1", "status", to="pass"),
    "a count too many": setting("summary", "passed", to=2),
    "a count too few": setting("summary", "deny", to=0),
    "a negative count": setting("summary", "off", to=-1),
    "a count that is a fraction": setting("summary", "off", to=0.5),
    "a count that is a text": setting("summary", "off", to="0"),
    "a count that is true": setting("summary", "review", to=True),
    "a count more": setting("summary", "unknown", to=0),
    "a count missing": without("summary", "waived"),
    "a finding left out": without("findings", 0),
    "no findings": setting("findings", to=[]),
    "findings by rule": setting("findings", to={}),
    "a finding twice": lambda v: v["findings"].append(v["findings"][0]),
    "an unknown severity": setting("findings", 0, "severity", to="block"),
    "a softened severity": setting("findings", 0, "severity", to="warn"),
    "an unknown mode": setting("findings", 0, "mode", to="audit"),
    "a mode that does not fit": setting("findings", 0, "mode", to="observe"),
    "would_be that does not fit": setting("findings", 0, "would_be", to="warn"),
    "an invented waiver": setting(
        "findings",
        0,
        "waiver",
        to={"index": 0, "state": "active", "codes": [], "ends_in_days": 1},
    ),
    "a waived finding": setting("findings", 0, "status", to="waived"),
    "an odd waiver": setting("waivers", to=[{"index": 0}]),
    "a waiver that starts at one": setting(
        "waivers", to=[{"index": 1, "state": "active", "codes": [], "unused": True}]
    ),
    "found is nested without end": setting(
        "findings", 0, "found", to=orjson.loads(b"[" * 100 + b"]" * 100)
    ),
    "found is a number that is not exact": setting("findings", 0, "found", to=[2**53 + 1]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_anything_unexpected_is_refused(
    change: Callable[[Answer], object], denied: bytes, mini_release: Release
) -> None:
    """One change to a real verdict, and there is no verdict."""
    verdict = orjson.loads(denied)
    change(verdict)

    with pytest.raises(EngineAnswerInvalid):
        read_verdict(orjson.dumps(verdict), release=mini_release, decision_id=DECISION_ID)


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "null": lambda _: b"null",
    "true": lambda _: b"true",
    "a text": lambda _: b'"allow"',
    "an empty object": lambda _: b"{}",
    "an empty list": lambda _: b"[]",
    "the verdict in a list": lambda answer: b"[" + answer + b"]",
    "the verdict in an envelope": lambda answer: b'{"result":' + answer + b"}",
    "cut off": lambda answer: answer[:-1],
    "two verdicts": lambda answer: answer + answer,
    "a key twice": lambda answer: answer.replace(b'"outcome":', b'"outcome":"allow","outcome":'),
    "not UTF-8": lambda answer: answer.replace(b"deny", b"den\xff"),
    "NaN": lambda answer: answer.replace(b'"off":0', b'"off":NaN'),
    "beyond a double": lambda answer: answer.replace(b'"found":null', b'"found":1e999', 1),
    "HTML": lambda _: b"<!doctype html><title>502</title>",
}


@pytest.mark.parametrize("change", BYTES.values(), ids=BYTES)
def test_bytes_that_are_no_verdict_are_refused(
    change: Callable[[bytes], bytes], denied: bytes, mini_release: Release
) -> None:
    """Not JSON with one reading, or JSON of something else."""
    changed = change(denied)
    assert changed != denied

    with pytest.raises(EngineAnswerInvalid):
        read_verdict(changed, release=mini_release, decision_id=DECISION_ID)


def test_a_verdict_of_another_catalogue_is_refused(allowed: bytes, mini_release: Release) -> None:
    """The release decides which rules there are, not the answer."""
    fewer = mini_release.catalogue.model_copy(update={"rules": mini_release.catalogue.rules[:3]})
    fewer.__dict__.pop("by_rule", None)
    release = dataclasses.replace(mini_release, catalogue=fewer)

    with pytest.raises(EngineAnswerInvalid, match="catalogue"):
        read_verdict(allowed, release=release, decision_id=DECISION_ID)


def test_an_answer_may_be_as_large_as_its_bound(
    allowed: bytes, mini_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it is read, one byte past it is not."""
    monkeypatch.setattr(reading, "ENGINE_ANSWER_BYTES_MAX", len(allowed))
    read_verdict(allowed, release=mini_release, decision_id=DECISION_ID)
    with pytest.raises(EngineAnswerInvalid, match="bound"):
        read_verdict(allowed + b" ", release=mini_release, decision_id=DECISION_ID)


@pytest.mark.parametrize(
    ("depth", "is_read"), [(VERDICT_DEPTH_MAX - 1, True), (VERDICT_DEPTH_MAX, False)]
)
def test_what_was_found_may_be_as_deep_as_its_bound(
    depth: int, is_read: bool, denied: bytes, mini_release: Release
) -> None:
    """At the bound it is read, one level past it is not."""
    verdict = orjson.loads(denied)
    verdict["findings"][0]["found"] = orjson.loads(b"[" * depth + b"1" + b"]" * depth)
    answer = orjson.dumps(verdict)

    if is_read:
        read_verdict(answer, release=mini_release, decision_id=DECISION_ID)
    else:
        with pytest.raises(EngineAnswerInvalid, match="deeply"):
            read_verdict(answer, release=mini_release, decision_id=DECISION_ID)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (b"9007199254740991", 2**53 - 1),
        (b"-9007199254740991", -(2**53) + 1),
        (b"9007199254740992", 2.0**53),
        (b"-9007199254740992", -(2.0**53)),
        (b"3100000000000000000", 3.1e18),
        (b"3.1e+18", 3.1e18),
        (b"3141592653589793300", 3.1415926535897933e18),
        (b"1e+25", 1e25),
        (b"1e300", 1e300),
    ],
)
def test_numbers_that_were_found_are_as_the_request_has_them(
    written: bytes, number: float, denied: bytes, mini_release: Release
) -> None:
    """Training compute lies beyond whole numbers; an engine may write a float without exponent."""
    verdict = orjson.loads(denied)
    verdict["findings"][0]["found"] = {"deep": ["NUMBER"]}
    answer = orjson.dumps(verdict).replace(b'"NUMBER"', written)

    read = read_verdict(answer, release=mini_release, decision_id=DECISION_ID)

    [found] = dict(read.findings[0].found)["deep"]  # type: ignore[arg-type]
    assert (found, type(found)) == (number, type(number))
    assert canonical_bytes(read.model_dump(mode="json"))


@pytest.mark.parametrize(
    "written", [b"9007199254740993", b"3100000000000000001", b"-9007199254740993", b"1" * 400]
)
def test_whole_numbers_that_no_float_is_are_refused(
    written: bytes, denied: bytes, mini_release: Release
) -> None:
    """Only what every JSON reader keeps can be hashed and logged."""
    verdict = orjson.loads(denied)
    verdict["findings"][0]["found"] = {"deep": ["NUMBER"]}
    answer = orjson.dumps(verdict).replace(b'"NUMBER"', written)

    with pytest.raises(EngineAnswerInvalid, match=r"exact|JSON"):
        read_verdict(answer, release=mini_release, decision_id=DECISION_ID)


def test_no_value_of_the_answer_is_repeated(denied: bytes, mini_release: Release) -> None:
    """An error says what was expected, not what was sent."""
    verdict = orjson.loads(denied)
    verdict["outcome"] = "canary-7141"

    with pytest.raises(EngineAnswerInvalid) as caught:
        read_verdict(orjson.dumps(verdict), release=mini_release, decision_id=DECISION_ID)
    assert "canary" not in caught.value.detail
