"""What the gate counts about itself, in the text form that Prometheus reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from gate.errors import EngineAnswerInvalid, EngineUnavailable, GateError
from gate.model.verdict import Outcome

ENVIRONMENTS = ("dev", "staging", "prod")

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Metrics:
    """The counters of one application; every label has few values, so memory stays bounded."""

    def __init__(
        self, log_size: Callable[[], int], jobs_unfinished: Callable[[], int] = lambda: 0
    ) -> None:
        self._registry = CollectorRegistry()
        self._decisions = Counter(
            "gate_decisions",
            "Decisions that were logged and answered.",
            ("outcome", "environment"),
            registry=self._registry,
        )
        self._replays = Counter(
            "gate_replayed_answers",
            "Decisions that were answered again for the same idempotency key.",
            registry=self._registry,
        )
        self._seconds = Histogram(
            "gate_decision_seconds",
            "Seconds from the last byte of a question to its answer, or to its error.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._engine_errors = Counter(
            "gate_engine_errors",
            "Questions that the policy engine did not answer, or not usably.",
            ("code",),
            registry=self._registry,
        )
        self._errors = Counter(
            "gate_errors",
            "Questions that ended in an error instead of a decision, by its code.",
            ("code",),
            registry=self._registry,
        )
        size = Gauge("gate_log_entries", "Entries in the log.", registry=self._registry)
        size.set_function(log_size)
        jobs = Gauge("gate_jobs", "Jobs that wait or are being done.", registry=self._registry)
        jobs.set_function(jobs_unfinished)
        for outcome in Outcome:
            for environment in ENVIRONMENTS:
                self._decisions.labels(outcome.value, environment)
        for code in (EngineUnavailable.code, EngineAnswerInvalid.code):
            self._engine_errors.labels(code)

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """Measure one question, and count how it failed if it does."""
        with self._seconds.time():
            try:
                yield
            except GateError as error:
                self._errors.labels(error.code).inc()
                if isinstance(error, EngineUnavailable | EngineAnswerInvalid):
                    self._engine_errors.labels(error.code).inc()
                raise

    def decided(self, outcome: str, environment: str, *, replayed: bool) -> None:
        """Count one answered decision."""
        if replayed:
            self._replays.inc()
        else:
            self._decisions.labels(outcome, environment).inc()

    def text(self) -> bytes:
        """Everything counted, in the text format of Prometheus (version 0.0.4)."""
        return generate_latest(self._registry)
