"""The policy input that the gate makes of a body, so that both sides evaluate the same document."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from fixtures.render import render_organisation
from gate.cli.local import local_policy
from gate.decide import Gate, Question
from gate.people.source import OrganisationSource
from gate.policy.engine import Engine


def policy_input(body: bytes) -> bytes:
    """The canonical policy input for `body`, with the organisation of the sample cases."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        render_organisation(folder / "organisation", datetime.now(UTC))
        with local_policy(None, folder / "cache") as active:
            recorder = _Recorder(active.engine)
            gate = Gate(
                replace(active, engine=recorder),
                organisation=OrganisationSource(folder / "organisation"),
            )
            gate.dry_run(Question(body=body, principal="bench"))
    return recorder.asked


def opa_question(body: bytes) -> bytes:
    """The body of OPA's data API for the same document."""
    return b'{"input": ' + policy_input(body) + b"}"


class _Recorder:
    """An engine that remembers what it was asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.asked = b""

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        self.asked = policy_input
        return self._engine.evaluate(policy_input, seconds=seconds)

    def check(self, *, seconds: float) -> None:
        self._engine.check(seconds=seconds)

    def close(self) -> None:
        self._engine.close()
