"""What comes before the rules is the same for a policy input that was changed."""

from typing import Any

import orjson
import pytest

from fixtures.inputs import asked_case
from fixtures.render import INSTANT
from gate.cli.edge import EDGE
from gate.log.installation import installation_keys
from gate.log.log import Log
from gate.policy.active import ActivePolicy
from gate.policy.release import Release, shipped_release


class _Asked(Exception):
    """Carries what the engine was asked."""


class _Listening:
    name = "wasm"

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        raise _Asked(policy_input)

    def check(self, *, seconds: float) -> None:
        """Is ready."""

    def close(self) -> None:
        """Has nothing to let go of."""


@pytest.fixture(scope="module")
def policy_input(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the rules see of a case."""
    folder = tmp_path_factory.mktemp("case")
    release: Release = shipped_release()
    policy = ActivePolicy(release, _Listening(), INSTANT)
    keys = installation_keys(folder / "keys", production=False)
    log = Log.open(folder / "log", origin="gate.example/edge", log_key=keys.log, gate_key=keys.gate)
    name = "manual_search_dev_allow"
    with (
        asked_case(policy, folder / "files", name, INSTANT, log=log) as asked,
        pytest.raises(_Asked) as caught,
    ):
        asked.answer()
    return orjson.loads(caught.value.args[0])


def test_the_facts_are_those_of_the_gate(policy_input: Any) -> None:
    """Of a policy input that nothing was taken from, they are the ones in it."""
    facts = EDGE.facts_of(policy_input)

    assert set(facts) == {"text", "quality", "dangling", "card_score"}
    assert facts == {name: policy_input["facts"][name] for name in facts}


def test_the_facts_follow_the_request(policy_input: Any) -> None:
    """A copied text is found, and a reference that leads nowhere."""
    use = policy_input["system"]["intended_uses"][0]
    copied = {**policy_input, "system": {**policy_input["system"], "purpose": use["description"]}}
    without_evidence = {**policy_input, "evidence": []}

    assert EDGE.facts_of(copied)["quality"] != policy_input["facts"]["quality"]
    assert EDGE.facts_of(without_evidence)["dangling"] != []


def test_what_the_schema_requires_cannot_be_left_out(policy_input: Any) -> None:
    """The facts and the clock of a policy input are no part of the request."""
    system = {name: value for name, value in policy_input["system"].items() if name != "id"}

    assert EDGE.accepts(policy_input)
    assert not EDGE.accepts({**policy_input, "system": system})
