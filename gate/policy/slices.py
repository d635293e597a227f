"""One control of a release by itself, asked about many changes of one document at a time.

Whether a rule stands depends on its own control, on the library and on the machinery, and on no
other control: `policies/gate/proofs.rego` alone looks into controls. So a release with a single
control in it gives the same severity, in a fraction of the time; and a document that is read once
can be changed many times. Reading a large document takes most of the time of an evaluation.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gate.canon import JsonObject, canonical_bytes
from gate.limits import OPA_TEST_SECONDS_MAX
from gate.policy.absences import Steps
from gate.policy.authoring.catalogue import catalogue_data, paths_data
from gate.policy.authoring.checked import CheckedPolicies
from gate.policy.authoring.compiled import compile_wasm, data_of
from gate.policy.release import Release
from gate.policy.removals import is_approval, moved_facts
from gate.policy.toolchain import Opa
from gate.policy.wasm import WasmEngine

_DECISION: Final = "gate/decision.rego"
_STANDING: Final = b"""\
package gate

import data.gate.findings

# METADATA
# entrypoint: true
decision := {"severities": [_severity(change, input.rule) | some change in input.changes]}

_severity(change, rule) := severity if {
	document := object.union(json.remove(input.document, change.remove), change.put)
	severity := findings.all[rule].severity with input as document
} else := "off"
"""


@dataclass(frozen=True, slots=True)
class Change:
    """Places that are removed from a document, and what is then put into it, merged by key."""

    remove: tuple[tuple[str, ...], ...]
    put: JsonObject


UNCHANGED: Final = Change((), {})


def removal_of(document: JsonObject, steps: Steps) -> Change:
    """The value at `steps` goes; `gate.policy.removals.without_value` does the same."""
    dropped, moved = moved_facts(document, steps)
    remove = [tuple(map(str, steps)), *(("facts", "text", pointer) for pointer in dropped)]
    if is_approval(steps):
        remove.append(("facts", *map(str, steps)))
    return Change(tuple(remove), {"facts": {"text": moved}} if moved else {})


class Slice:
    """An engine that knows one control of `release`. Any number of threads may ask."""

    def __init__(self, policies: CheckedPolicies, control: str, release: Release, opa: Opa) -> None:
        """Compiles `control`.

        Args:
            policies: what `release` was built from.
            control: the id of the control.
            release: lends what a slice has no own of.
            opa: the compiler.

        Raises:
            Misconfigured: it does not compile.
        """
        chosen = [each for each in policies.controls if each.control == control]
        others = {each.module.file for each in policies.controls} - {chosen[0].module.file}
        rego = {file: text for file, text in policies.sources.rego.items() if file not in others}
        sliced = dataclasses.replace(
            policies,
            sources=dataclasses.replace(policies.sources, rego={**rego, _DECISION: _STANDING}),
            data={
                **policies.data,
                "catalogue": catalogue_data(chosen),
                "paths": paths_data(chosen),
            },
        )
        self._engine = WasmEngine(
            dataclasses.replace(
                release, wasm=compile_wasm(sliced, opa), data=canonical_bytes(data_of(sliced))
            ),
        )

    def severities(
        self, rule: str, document: JsonObject, changes: Iterable[Change]
    ) -> Sequence[str]:
        """How grave the finding of `rule` is after each change; `off` where there is none.

        What cannot be evaluated has no finding either: `off` is for the whole release to decide.

        Raises:
            EngineUnavailable, EngineAnswerInvalid: the engine cannot say.
        """
        asked: dict[str, Any] = {"rule": rule, "document": document, "changes": list(changes)}
        answer = self._engine.evaluate(orjson.dumps(asked), seconds=OPA_TEST_SECONDS_MAX)
        severities: Sequence[str] = orjson.loads(answer)["severities"]
        return severities

    def close(self) -> None:
        """Lets go of the engine."""
        self._engine.close()
