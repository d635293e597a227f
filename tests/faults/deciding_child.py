"""A process that takes one decision and is killed on its way; started by the test beside it.

Arguments: the folder, the folder of compiled policies, and the step (K1 to K10) at which to die, or
`-` to live. What the client gets is written to `answer`, durably, after the last step.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import orjson

import gate.decide
from gate.decide import Gate, Question, utc_now
from gate.log.batches import Step
from gate.log.installation import installation_keys
from gate.log.log import Log
from gate.policy.active import ActivePolicy
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine
from tests.service import body

KEY = "key"


def main() -> None:
    """Decide, and write what was answered."""
    folder, compiled, fatal = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

    def reached(step: str) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    log, answer = decided(folder, compiled, reached)
    reached("K10")
    (folder / "answer").write_bytes(orjson.dumps(answer))
    log.close()


def decided(
    folder: Path, compiled: Path, reached: Callable[[str], None]
) -> tuple[Log, dict[str, Any]]:
    """The log, and the answer to the one question; `reached` is told of every step."""

    def after(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def done(*given: Any, **options: Any) -> Any:
            result = work(*given, **options)
            reached(step)
            return result

        return done

    def at(step: Step) -> None:
        reached(step.value)

    keys = installation_keys(folder / "keys", production=False)
    release = shipped_release()
    engine = WasmEngine(release, cache=compiled)
    log = Log.open(folder, origin="t.example/log", log_key=keys.log, gate_key=keys.gate, step=at)
    parse = gate.decide.read_submission
    evaluate = engine.evaluate

    def evaluated(*given: Any, **options: Any) -> bytes:
        reached("K3")
        return evaluate(*given, **options)

    gate.decide.read_submission = after("K1", parse)  # type: ignore[assignment]
    log.find = after("K2", log.find)  # type: ignore[method-assign]
    engine.evaluate = after("K4", evaluated)  # type: ignore[method-assign]
    asked = Question(body=body(), principal="ci", idempotency_key=KEY, seconds=60)
    try:
        answer = Gate(ActivePolicy(release, engine, utc_now()), log=log).decide(asked)
    finally:
        gate.decide.read_submission = parse
        engine.close()
    return log, answer.document


if __name__ == "__main__":
    main()
