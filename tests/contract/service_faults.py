"""Parts of a service that fail on purpose, each in one way."""

import threading
from typing import Any

from gate.errors import EngineAnswerInvalid, EngineUnavailable, LogUnavailable, OutcomeUnknown
from gate.log.log import Log


class FailingEngine:
    """An engine that raises, or that answers what it was given."""

    name = "wasm"

    def __init__(self, answer: bytes | Exception) -> None:
        self._answer = answer

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        """See `gate.policy.engine.Engine`."""
        del policy_input, seconds
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer

    def check(self, *, seconds: float) -> None:
        """See `gate.policy.engine.Engine`."""

    def close(self) -> None:
        """See `gate.policy.engine.Engine`."""


class WaitingEngine:
    """Another engine that first waits until the test lets it go on."""

    name = "wasm"

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.asked = threading.Semaphore(0)
        self.go = threading.Event()

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        """See `gate.policy.engine.Engine`."""
        self.asked.release()
        if not self.go.wait(20):
            raise EngineUnavailable("nobody let it go on")
        answer: bytes = self._engine.evaluate(policy_input, seconds=seconds)
        return answer

    def check(self, *, seconds: float) -> None:
        """See `gate.policy.engine.Engine`."""

    def close(self) -> None:
        """See `gate.policy.engine.Engine`."""


class FailingLog:
    """A real log whose `append` raises."""

    def __init__(self, log: Log, error: Exception) -> None:
        self._log = log
        self._error = error

    def append(self, *_arguments: Any, **_named: Any) -> Any:
        """Never writes."""
        raise self._error

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)


ENGINE_ERRORS = (
    (EngineUnavailable("no answer"), 503, "engine_unavailable"),
    (EngineAnswerInvalid("undefined"), 502, "engine_answer_invalid"),
    (b"{}", 502, "engine_answer_invalid"),
    (b"null", 502, "engine_answer_invalid"),
    (b'{"outcome": "allow"}', 502, "engine_answer_invalid"),
)
LOG_ERRORS = (
    (LogUnavailable("disk full"), 503, "log_unavailable"),
    (OutcomeUnknown("perhaps"), 503, "outcome_unknown"),
)
