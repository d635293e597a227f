"""Whether a measured value can be what it says: each unit, interval and sample at its bounds."""

import pytest

from gate.intake.quality.lists import raw_lists
from tests.quality_documents import found_at

METRICS = "evaluation.runs[].metrics[]"


def _found(value, unit="ratio", name="accuracy", path=METRICS, **rest):
    return found_at(path, {"name": name, "value": value, "unit": unit, "n": 5_000, **rest})


@pytest.mark.parametrize("unit", raw_lists()["units"])
def test_each_unit_has_its_bounds(unit):
    """At the bound a value is in order, past it it is not."""
    low, high = raw_lists()["units"][unit]
    for value, inside in (
        *(() if low is None else ((low, True), (low - 0.001, False))),
        *(() if high is None else ((high, True), (high + 0.001, False))),
        *(((-1_000, True), (1_000, True)) if (low, high) == (None, None) else ()),
    ):
        assert _found(value, unit, "error") == ((100, []) if inside else (0, ["out_of_range"]))


def test_a_metric_of_fairness_is_asked_the_same():
    """At its own place."""
    assert _found(1.2, path="fairness.metrics[]") == (0, ["out_of_range"])


@pytest.mark.parametrize(
    ("name", "unit", "value", "score"),
    [
        ("F1", "score", 1.001, 40),
        ("Balanced Accuracy", "other", 80, 40),
        ("roc-auc", "score", 80, 40),
        ("f1", "score", 1, 100),
        ("bleu", "score", 80, 100),
        ("f1", "percent", 80, 100),
    ],
)
def test_a_share_above_one_has_an_unclear_scale(name, unit, value, score):
    """Under whichever spelling; where the unit says percent it is clear."""
    assert _found(value, unit, name)[0] == score


@pytest.mark.parametrize(
    ("interval", "reasons"),
    [
        ({"level": 0.95, "lower": 0.8, "upper": 0.9}, []),
        ({"level": 0.95, "lower": 0.85, "upper": 0.85}, []),
        ({"level": 0.95, "lower": 0.86, "upper": 0.9}, ["interval_excludes_value"]),
        ({"level": 0.95, "lower": 0.9, "upper": 0.8}, ["interval_excludes_value"]),
        ({"level": 0.95, "lower": 0.8}, ["interval_excludes_value"]),
        ({"level": 0.95, "upper": 0.9}, ["interval_excludes_value"]),
        ({"level": 0.95, "lower": -0.01, "upper": 0.9}, ["interval_out_of_range"]),
        ({"level": 0.5, "lower": 0.8, "upper": 0.9}, []),
        ({"level": 0.49, "lower": 0.8, "upper": 0.9}, ["interval_level"]),
        ({"level": 1, "lower": 0.8, "upper": 0.9}, ["interval_level"]),
        ({"lower": 0.8, "upper": 0.9}, ["interval_level"]),
        ({}, ["interval_excludes_value", "interval_level"]),
    ],
)
def test_an_interval_holds_its_value_at_a_level(interval, reasons):
    """0.95 and not 95."""
    assert _found(0.85, ci=interval)[1] == reasons


@pytest.mark.parametrize(
    ("samples", "found"),
    [
        ({"n": 1}, (100, [])),
        ({"n": 0}, (0, ["bad_sample_size"])),
        ({"n": -1}, (0, ["bad_sample_size"])),
        ({"n": None}, (60, ["no_sample_size"])),
    ],
)
def test_a_value_was_measured_on_something(samples, found):
    """Nothing is no sample."""
    assert _found(0.85, **samples) == found


@pytest.mark.parametrize(
    ("value", "unit", "lower_is_better", "is_perfect"),
    [
        (1, "ratio", False, True),
        (100, "percent", False, True),
        (0, "ratio", True, True),
        (0, "percent", True, True),
        (0, "ratio", False, False),
        (1, "ratio", True, False),
        (1, "score", False, False),
    ],
)
def test_a_perfect_value_needs_many_samples(value, unit, lower_is_better, is_perfect):
    """A thousand are enough."""
    direction = {"higher_is_better": False} if lower_is_better else {}

    assert _found(value, unit, n=999, **direction)[0] == (40 if is_perfect else 100)
    assert _found(value, unit, n=1_000, **direction)[0] == 100
