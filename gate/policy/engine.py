"""The port to a policy engine: bytes of a policy input in, bytes of a verdict out."""

from typing import Protocol


class Engine(Protocol):
    """One release, ready to be evaluated.

    Promises of every implementation:

    * It answers for the release it was made with, for nothing else, until it is closed.
    * `evaluate` may be called from many threads at once. It holds no lock that outlives the call,
      and one call never sees another's input, answer or failure.
    * It returns or raises within `seconds`, waiting for a turn included; a thread that is starved
      of the processor may be late by as long as it was starved. It never retries: the caller's
      retry is a new evaluation.
    * What it returns is untrusted. Whoever calls hands it to `gate.policy.reading.read_verdict`,
      which alone says whether it is a verdict.
    * No failure is an answer: there is no default, no cached verdict and no partial one.
    """

    @property
    def name(self) -> str:
        """How decisions name the engine: `wasm` or `opa`."""

    def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
        """The value of `data.gate.decision` for this input, as JSON.

        Args:
            policy_input: the document that policies see as `input`, serialised by the gate (an
                engine's own parser may read malformed JSON as nothing at all).
            seconds: how long the caller waits.

        Raises:
            EngineUnavailable: no answer in time, none within bounds, or the evaluation broke off.
            EngineAnswerInvalid: the decision is undefined, or the answer is not one JSON object.
        """

    def check(self, *, seconds: float) -> None:
        """Finds out whether the engine can answer for this release now.

        Raises:
            EngineUnavailable: it cannot be reached, is not ready, or has another release.
        """

    def close(self) -> None:
        """Lets go of threads, connections and memory. Closing twice is closing once."""
