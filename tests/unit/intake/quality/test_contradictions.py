"""Values that cannot both be true."""

import pytest

from tests.quality_documents import quality_of

DIGEST = {"alg": "sha256", "value": "a" * 64}
OTHER = {"alg": "sha256", "value": "b" * 64}


def _metric(value, name="accuracy", unit="ratio", **rest):
    return {"name": name, "value": value, "unit": unit, "n": 500, **rest}


def _run(*metrics, digest=DIGEST, dataset="d"):
    return {"model_digest": digest, "dataset_id": dataset, "metrics": list(metrics)}


def _contradicted(document):
    found = quality_of(document)
    return sorted(place for place, entry in found.items() if "contradiction" in entry["reasons"])


def _in_runs(*runs, **blocks):
    return _contradicted({"evaluation": {"runs": list(runs)}, **blocks})


BOTH = ["/evaluation/runs/0/metrics/0", "/evaluation/runs/1/metrics/0"]


@pytest.mark.parametrize(
    ("unit", "one", "near", "far"),
    [
        ("ratio", 0.9, 0.905, 0.906),
        ("percent", 90, 90.5, 90.6),
        ("seconds", 100, 99, 98.9),
        ("score", -100, -99, -98.9),
        ("count", 0, 0, 1),
    ],
)
def test_two_values_of_one_metric_agree(unit, one, near, far):
    """Within the tolerance of their unit; both are listed when they do not."""
    first = _run(_metric(one, "error", unit))

    assert _in_runs(first, _run(_metric(near, "error", unit))) == []
    assert _in_runs(first, _run(_metric(far, "error", unit))) == BOTH


def test_a_name_is_the_same_in_every_spelling():
    """Case, white space and hyphens make no difference."""
    assert _in_runs(_run(_metric(0.9, "F1 score")), _run(_metric(0.5, "f1_score"))) == BOTH
    assert _in_runs(_run(_metric(0.9, "f1")), _run(_metric(0.5, "f2"))) == []


@pytest.mark.parametrize(
    "other",
    [
        _run(_metric(0.5), digest=OTHER),
        _run(_metric(0.5), dataset="e"),
        _run(_metric(0.5, unit="score")),
        _run(_metric(0.5, slice={"age": "60+"})),
        {"model_digest": DIGEST, "metrics": [_metric(0.5)]},
    ],
)
def test_values_of_something_else_do_not_contradict(other):
    """Another model, dataset, unit or part of the data; what is not stated is not the same."""
    assert _in_runs(_run(_metric(0.9)), other) == []


def test_equal_slices_are_compared():
    """In whatever order their keys stand."""
    one = _run(_metric(0.9, slice={"age": "60+", "sex": "f"}))
    other = _run(_metric(0.5, slice={"sex": "f", "age": "60+"}))

    assert _in_runs(one, other) == BOTH


def test_metrics_of_fairness_are_compared_with_one_another():
    """They name neither run nor dataset."""
    metrics = [_metric(0.9), _metric(0.5), _metric(0.7, slice={"age": "60+"})]

    assert _contradicted({"fairness": {"metrics": metrics}}) == [
        "/fairness/metrics/0",
        "/fairness/metrics/1",
    ]
    assert _in_runs(_run(_metric(0.9)), fairness={"metrics": [_metric(0.5)]}) == []


def test_one_outlier_contradicts_all():
    """And is contradicted by them."""
    runs = [_run(_metric(0.9)) for _ in range(3)]

    assert len(_in_runs(*runs, _run(_metric(0.95)))) == 4


def _model(text, digest=DIGEST, field="limitations"):
    return {"id": "m", "artifact": {"digest": digest} if digest else {}, field: [text]}


@pytest.mark.parametrize("field", ["limitations", "tradeoffs", "out_of_scope_uses"])
@pytest.mark.parametrize(
    ("text", "is_contradicted"),
    [
        ("On our data the accuracy is only 62 %.", True),
        ("Its Accuracy of 0.62 is low.", True),
        ("It reaches an accuracy of 90%.", False),
        ("It reaches an accuracy of about 0.903.", False),
        ("Accuracy was not measured in 2019.", False),
        ("Accuracy is low. It is 0.62 for children.", False),
        ("Accuracy\n0.62", False),
        ("Accuracy, as several of our users told us, is 0.62", False),
        ("Inaccuracy of 0.62", False),
        ("Version 2 has a better accuracy", False),
    ],
)
def test_prose_of_the_model_agrees_with_its_runs(text, is_contradicted, field):
    """A number within 30 characters of the name, in one sentence, that can be such a value."""
    found = _in_runs(_run(_metric(0.9)), models=[_model(text, field=field)])

    assert found == ([BOTH[0], f"/models/0/{field}/0"] if is_contradicted else [])


def test_value_and_prose_are_both_doubtful():
    """Nobody but their authors knows which of them is wrong."""
    text = "The accuracy is 0.62 for recordings that were made in a moving car at night."
    document = {"models": [_model(text)], "evaluation": {"runs": [_run(_metric(0.9))]}}
    contradicted = {"score": 40, "reasons": ["contradiction"]}

    assert quality_of(document) == {BOTH[0]: contradicted, "/models/0/limitations/0": contradicted}


def test_prose_speaks_about_the_runs_of_its_model():
    """A run of another model says nothing against it."""
    models = [_model("It has an accuracy of 0.62 there."), _model("Nothing is said.", OTHER)]

    assert _in_runs(_run(_metric(0.9), digest=OTHER), models=models) == []
    assert _in_runs(_run(_metric(0.9)), models=models) == [BOTH[0], "/models/0/limitations/0"]


def test_several_words_are_a_name():
    """With spaces, hyphens or underscores."""
    run = _run(_metric(0.9, "word_error rate"))

    assert _in_runs(run, models=[_model("A Word-Error-Rate of 0.3 was seen.")]) != []
    assert _in_runs(run, models=[_model("An error rate of 0.3 was seen.")]) == []
