"""Inputs of any shape: what an engine makes of them is a verdict that can be read, or an error."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gate.errors import EngineAnswerInvalid, EngineUnavailable
from gate.model.verdict import Verdict
from gate.policy.reading import read_verdict
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from tests.mini import DECISION_ID, mini_document, mini_input

PLENTY = 30.0
JUNK = st.binary(max_size=200) | st.text(max_size=200).map(str.encode)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text()
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=15
)

Ask = Callable[[bytes], Verdict]


@pytest.fixture(scope="module")
def ask(mini_wasm: WasmEngine, mini_release: Release) -> Ask:
    """Evaluates and reads, as a decision does."""

    def ask(policy_input: bytes) -> Verdict:
        answer = mini_wasm.evaluate(policy_input, seconds=PLENTY)
        return read_verdict(answer, release=mini_release, decision_id=DECISION_ID)

    return ask


@given(JUNK)
def test_bytes_that_are_no_json_are_no_decision(ask: Ask, junk: bytes) -> None:
    """The gate never hands such bytes over; if it did, there would be no outcome."""
    with pytest.raises((EngineAnswerInvalid, EngineUnavailable)):
        ask(junk)


@given(st.sampled_from(sorted(mini_document())), VALUES)
def test_any_value_anywhere_gives_a_verdict_or_an_error(
    ask: Ask, block: str, value: object
) -> None:
    """A block of any shape at all gives a verdict that agrees with itself, or none."""
    assume(value != mini_document()[block])
    try:
        verdict = ask(mini_input(**{block: value}))
    except (EngineAnswerInvalid, EngineUnavailable):
        return
    assert verdict.input == DECISION_ID
