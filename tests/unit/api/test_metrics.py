"""What the gate counts about itself."""

import pytest

from gate.api.metrics import Metrics
from gate.errors import EngineUnavailable, Invalid


@pytest.fixture
def metrics():
    return Metrics(lambda: 41)


def lines(metrics):
    return dict(
        line.rsplit(" ", 1)
        for line in metrics.text().decode().splitlines()
        if not line.startswith("#")
    )


def test_decisions_are_counted_by_outcome_and_environment(metrics):
    """Replayed answers are no new decisions."""
    metrics.decided("deny", "prod", replayed=False)
    metrics.decided("deny", "prod", replayed=True)
    found = lines(metrics)

    assert found['gate_decisions_total{environment="prod",outcome="deny"}'] == "1.0"
    assert found['gate_decisions_total{environment="dev",outcome="allow"}'] == "0.0"
    assert found["gate_replayed_answers_total"] == "1.0"


def test_errors_are_counted_by_code(metrics):
    """Those of the engine on their own too."""
    for error in (EngineUnavailable("x"), Invalid("x")):
        with pytest.raises(type(error)), metrics.deciding():
            raise error
    found = lines(metrics)

    assert found['gate_engine_errors_total{code="engine_unavailable"}'] == "1.0"
    assert found['gate_errors_total{code="engine_unavailable"}'] == "1.0"
    assert found['gate_errors_total{code="invalid"}'] == "1.0"


def test_the_time_of_every_question_is_measured(metrics):
    """Of those that end in an error too."""
    with metrics.deciding():
        pass
    with pytest.raises(Invalid), metrics.deciding():
        raise Invalid("x")

    assert lines(metrics)["gate_decision_seconds_count"] == "2.0"


def test_the_size_of_the_log_is_asked_when_it_is_read(metrics):
    """So it is never out of date."""
    assert lines(metrics)["gate_log_entries"] == "41.0"


def test_two_applications_count_for_themselves(metrics):
    """No registry is shared, so tests and embedders do not disturb each other."""
    Metrics(lambda: 0).decided("deny", "prod", replayed=False)

    assert lines(metrics)['gate_decisions_total{environment="prod",outcome="deny"}'] == "0.0"
