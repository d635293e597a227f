"""facts.quality of measured values."""

from datetime import UTC, datetime

import pytest

from gate.intake.quality import quality

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DIGEST = {"alg": "sha256", "value": "a" * 64}
INTERVAL = {"lower": 0.78, "upper": 0.85, "level": 0.95}


def _quality(document):
    return quality(document, [], now=NOW, evidence={})


def _metric(**stated):
    return {"name": "f1", "value": 0.8, "unit": "ratio", "n": 1000, **stated}


def _of(*metrics, **run):
    return {"evaluation": {"runs": [{"model_digest": DIGEST, "metrics": list(metrics), **run}]}}


@pytest.mark.parametrize(
    ("metric", "score", "code"),
    [
        ({"name": "accuracy", "value": 0.9, "unit": "ratio"}, 60, "no_sample_size"),
        (_metric(name="accuracy", value=90, n=100), 0, "out_of_range"),
        (_metric(name="acc", value=90, unit="score"), 40, "scale_unclear"),
        (_metric(value=1.0, n=999), 40, "perfect_score"),
        (_metric(name="error", value=0, unit="percent", higher_is_better=False, n=50), 40,
         "perfect_score"),
        (_metric(ci={"lower": 0.81, "upper": 0.85, "level": 0.95}), 30, "interval_excludes_value"),
        (_metric(ci={"upper": 0.85, "level": 0.95}), 30, "interval_excludes_value"),
        (_metric(value=0.9933, n=5000, ci={"lower": 0.9833, "upper": 1.0033, "level": 0.95}), 60,
         "interval_out_of_range"),
        (_metric(ci={**INTERVAL, "level": 95}), 60, "interval_level"),
        (_metric(ci={"lower": 0.78, "upper": 0.85}), 60, "interval_level"),
        (_metric(name="count", value=3, unit="count", n=0), 0, "bad_sample_size"),
        (_metric(name="count", value=-1, unit="count"), 0, "out_of_range"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_or_cannot_be_compared(metric, score, code):
    """Of a run, and of fairness alike."""
    assert _quality(_of(metric)) == {
        "/evaluation/runs/0/metrics/0": {"score": score, "reasons": [code]}
    }
    assert _quality({"fairness": {"metrics": [metric]}})["/fairness/metrics/0"]["score"] == score


@pytest.mark.parametrize(
    "metric",
    [
        _metric(ci=INTERVAL),
        _metric(value=1.0),
        _metric(name="bleu", value=90, unit="score"),
        _metric(name="acc", value=1, unit="score"),
        _metric(value=-12.5, unit="decibel"),
        _metric(ci={**INTERVAL, "level": 0.5}),
    ],
)
def test_a_sane_value_is_left_alone(metric):
    """At the bounds, too."""
    assert _quality(_of(metric)) == {}


def test_two_values_for_one_thing_contradict_each_other():
    """Names are compared whatever their spelling; a little difference is rounding."""
    found = _quality(_of(_metric(name="F1"), _metric(name="f1", value=0.81)))
    rounded = _quality(_of(_metric(), _metric(value=0.805)))

    assert {each["reasons"][0] for each in found.values()} == {"contradiction"}
    assert list(found) == ["/evaluation/runs/0/metrics/0", "/evaluation/runs/0/metrics/1"]
    assert rounded == {}


@pytest.mark.parametrize(
    "other",
    [{"slice": {"age": "60+"}}, {"unit": "score"}, {"name": "recall"}],
)
def test_values_for_other_things_do_not(other):
    """Another slice, unit or name."""
    assert _quality(_of(_metric(), _metric(value=0.5, **other))) == {}


def test_runs_of_other_data_or_models_do_not():
    """The same metric on two datasets has two values."""
    runs = [
        {"model_digest": DIGEST, "dataset_id": "a", "metrics": [_metric()]},
        {"model_digest": DIGEST, "dataset_id": "b", "metrics": [_metric(value=0.5)]},
    ]

    assert _quality({"evaluation": {"runs": runs}}) == {}


@pytest.mark.parametrize(
    ("sentence", "contradicts"),
    [
        ("The F1 on the holdout set is 0.71.", True),
        ("The f1 is 71 % at night.", True),
        ("The f1 is 0.802.", False),
        ("The f1 was measured on 5000 records.", False),
        ("F1 was not the aim. Of 0.7 nobody spoke.", False),
        ("The recall is 0.71.", False),
    ],
)
def test_a_sentence_of_the_card_may_contradict_a_value(sentence, contradicts):
    """Both are then doubtful."""
    model = {"artifact": {"digest": DIGEST}, "limitations": [sentence]}
    found = _quality({**_of(_metric()), "models": [model]})

    expected = ["/evaluation/runs/0/metrics/0", "/models/0/limitations/0"] if contradicts else []
    assert sorted(found) == expected
