"""Results of a model-index."""

import pytest

from gate.intake.documents.hf_results import read_results
from gate.intake.documents.notes import Notes


def _read(metrics, datasets=(), **result):
    notes = Notes()
    stated = {"task": {"type": "t"}, "dataset": {"name": "d", "type": "d"}, "metrics": metrics}
    found = read_results([{"name": "m", "results": [{**stated, **result}]}], datasets, notes)
    return found, notes


def _metric(value, name="f1"):
    found, notes = _read([{"type": name, "value": value}])
    return (found.runs[0]["metrics"][0] if found.runs else None), notes


@pytest.mark.parametrize(
    ("value", "name", "measured"),
    [
        (0.9, "accuracy", (0.9, "ratio")),
        (1, "f1", (1, "ratio")),
        (1.0, "F1", (1, "ratio")),
        (0.5, "roc-auc", (0.5, "ratio")),
        (90.5, "accuracy", (90.5, "score")),
        (0.5, "perplexity", (0.5, "score")),
        (-3, "loss", (-3, "score")),
        ("0.66", "f1", (0.66, "ratio")),
        ("87.5%", "accuracy", (87.5, "percent")),
        ("20.0 +- 1.2", "score", (20, "score")),
        ("20.0 ± 1.2", "score", (20, "score")),
    ],
)
def test_values_and_units_are_not_guessed(value, name, measured):
    """A share only for a known ratio between 0 and 1, a percentage only with its sign."""
    metric, _ = _metric(value, name)

    assert (metric["value"], metric["unit"]) == measured
    assert metric["name"] == name


@pytest.mark.parametrize(
    "value", [None, True, "high", "", "1,5", [0.9], {"value": 1}, ".nan", "9" * 20, "1e99", "1 2"]
)
def test_a_value_that_is_no_number_is_dropped_and_noted(value):
    """It is not turned into something."""
    metric, notes = _metric(value)

    assert metric is None
    assert any("number" in warning for warning in notes.warnings)
    assert notes.valid


def test_a_spread_is_no_interval():
    """It is left out, and that is said."""
    metric, notes = _metric("20.0 +- 1.2")

    assert "ci" not in metric
    assert any("spread" in warning for warning in notes.warnings)


def test_a_run_says_what_the_card_says_and_no_more():
    """Neither artefact nor time nor status are invented."""
    found, _ = _read(
        [{"type": "f1", "value": 0.5}], dataset={"name": "d", "type": "d", "split": "test"}
    )

    assert found.names == ("m",)
    assert found.runs == (
        {
            "id": "result-1",
            "kind": "performance",
            "metrics": [{"name": "f1", "value": 0.5, "unit": "ratio"}],
            "split": "test",
            "source": {"format": "hf_card", "pointer": "/model-index/0/results/0"},
        },
    )


@pytest.mark.parametrize(
    ("dataset", "found"),
    [
        ({"type": "beans", "name": "Beans"}, "beans"),
        ({"type": "other", "name": "Beans"}, "beans"),
        ({"type": "owner/Speech-Corpus"}, "speech_corpus"),
        ({"type": "other", "name": "Others"}, None),
        ({}, None),
        ({"type": 3, "name": None}, None),
    ],
)
def test_a_result_is_of_a_dataset_that_the_card_names(dataset, found):
    """Under its type, the name on the hub, or its name; no other dataset is invented."""
    results, _ = _read(
        [{"type": "f1", "value": 0.5}], datasets=("beans", "speech_corpus"), dataset=dataset
    )

    assert results.runs[0].get("dataset_id") == found


@pytest.mark.parametrize(
    "index",
    [
        {},
        "text",
        [1],
        [{"name": "m"}],
        [{"name": "m", "results": {}}],
        [{"name": "m", "results": [1]}],
        [{"name": "m", "results": [{"metrics": [{"type": "f1", "value": 0.9}]}]}],
        [{"name": "m", "results": [{"dataset": {"name": "d"}}]}],
        [{"name": "m", "results": [{"dataset": {"name": "d"}, "metrics": [3]}]}],
        [{"name": "m", "results": [{"dataset": {"name": "d"}, "metrics": [{"value": 3}]}]}],
    ],
)
def test_what_breaks_the_rules_of_the_format_is_noted(index):
    """The metrics of a result without a dataset are left out, as every reader of cards does."""
    notes = Notes()

    assert read_results(index, (), notes).runs == ()
    assert not notes.valid
    assert notes.warnings


def test_an_empty_list_of_results_is_valid():
    """Trainers write it; it says nothing."""
    notes = Notes()

    assert read_results([{"name": "m", "results": []}], (), notes).runs == ()
    assert notes.valid


def test_no_index_is_nothing():
    """And no warning."""
    notes = Notes()

    assert read_results(None, (), notes).runs == ()
    assert notes.warnings == ()


def test_a_verified_mark_is_a_claim():
    """Anybody can write it."""
    _, notes = _read([{"type": "f1", "value": 0.5, "verified": True}])

    assert any("claim" in warning for warning in notes.warnings)
