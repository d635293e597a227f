"""Filling a request with what a document says."""

import copy

import pytest

from gate.intake.documents.merge import Filling, Origin
from gate.intake.documents.reading import Part, Reading

ORIGIN = Origin("card", "hf_card", "a" * 64)
CARD = {"format": "hf_card", "digest": {"alg": "sha256", "value": "a" * 64}}


def _filled(document, reading):
    before = copy.deepcopy(document)
    filling = Filling(dict(document))
    filling.take(reading, ORIGIN)
    assert document == before
    return filling


def _model(stated, fields, **reading):
    document = {
        "models": [{"id": "m", "name": "x", **stated}],
        "data": [{"id": "d1", "name": "Beans"}],
    }
    filling = _filled(document, Reading(models=(Part(("x",), fields),), **reading))
    return filling.document["models"][0]


def test_what_is_empty_is_filled():
    """An absent field, an empty text, list or object."""
    fields = {"task": "t", "limitations": ["l"], "licence": {"expression": "MIT"}}

    for empty in ({}, {"task": "", "limitations": [], "licence": {}}):
        model = _model(empty, fields)
        assert {name: model[name] for name in fields} == fields


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        ({"task": "stated"}, {"task": "t"}),
        ({"limitations": ["stated"]}, {"limitations": ["l"]}),
        ({"task": "TBD"}, {"task": "t"}),
        ({"licence": {"custom_uri": "https://x.example"}}, {"licence": {"expression": "MIT"}}),
        ({"parameters": 0}, {"parameters": 5}),
    ],
)
def test_what_is_stated_is_never_changed(stated, fields):
    """Not even a placeholder, a zero, or half a licence: the request speaks for the team."""
    model = _model(stated, fields)

    assert {name: model[name] for name in stated} == stated


def test_the_version_is_stated_by_the_request_alone():
    """Which version is asked about is never read from a document, not even where it is empty."""
    assert _model({"version": ""}, {"version": "1.0"})["version"] == ""


def test_an_object_is_filled_field_by_field():
    """Except where half of it would be wrong."""
    model = _model(
        {"card": {"uri": "https://x.example", "authors": []}, "licence": {"commercial_use": True}},
        {"card": {"authors": ["A"]}, "licence": {"expression": "MIT"}},
    )

    assert model["card"] == {"uri": "https://x.example", "authors": ["A"], **CARD}
    assert model["licence"] == {"commercial_use": True, "expression": "MIT"}


def test_what_was_filled_says_where_it_came_from():
    """A source that is stated stays."""
    assert _model({}, {"task": "t"})["source_ref"] == {"format": "hf_card", "import_id": "card"}
    stated = {"source_ref": {"format": "manual"}}
    assert _model(stated, {"task": "t"})["source_ref"] == {"format": "manual"}


def test_where_nothing_was_filled_nothing_came_from_the_document():
    """A model that states all of it has no source."""
    assert "source_ref" not in _model({"task": "stated", "card": CARD}, {"task": "t"})


def test_the_card_is_recorded_by_its_bytes():
    """Even one that says nothing."""
    assert _model({}, {})["card"] == CARD


def test_datasets_become_ids_of_the_request():
    """A name that no dataset has would be a reference to nothing."""
    reading = {"datasets": ("org/beans", "peas", "BEANS")}
    document = {"models": [{"id": "m"}], "data": [{"id": "d1", "name": "Beans"}]}
    filling = _filled(document, Reading(models=(Part((), {}),), **reading))

    assert filling.document["models"][0]["datasets"] == ["d1"]
    assert any(warning.startswith("datasets/1: ") for warning in filling.warnings)


def test_a_dataset_card_fills_a_dataset():
    """By its name."""
    document = {"data": [{"id": "a", "name": "Peas"}, {"id": "b", "name": "Beans"}]}
    filling = _filled(document, Reading(data=(Part(("beans",), {"licence": "MIT"}),)))

    assert filling.document["data"][0] == {"id": "a", "name": "Peas"}
    assert filling.document["data"][1]["licence"] == "MIT"


def test_tools_are_added_where_none_is_stated():
    """Not beside others: a list of tools is complete or it is not."""
    reading = Reading(tooling=({"name": "timm"},))
    stated = {"resources": {"tooling": [{"name": "k6"}]}}

    assert _filled({}, reading).document == {"resources": {"tooling": [{"name": "timm"}]}}
    assert _filled({"resources": {"compute": {}}}, reading).document == {
        "resources": {"compute": {}, "tooling": [{"name": "timm"}]}
    }
    assert _filled(stated, reading).document == stated


def test_suggestions_and_results_never_enter():
    """They are said, and left to a person."""
    reading = Reading(
        runs=({"id": "r"},), suggestions={"system": {"intended_uses": [1]}, "risk": {"risks": [1]}}
    )
    filling = _filled({"system": {"intended_uses": []}}, reading)

    assert filling.document == {"system": {"intended_uses": []}}
    assert len(filling.warnings) == 3


def test_a_document_about_nobody_fills_nothing():
    """And says so."""
    document = {"models": [{"id": "a"}, {"id": "b"}]}
    filling = _filled(document, Reading(models=(Part(("x",), {"task": "t"}),)))

    assert filling.document == document
    assert filling.warnings


@pytest.mark.parametrize("models", [None, "m", {}, [1], []])
def test_a_request_of_another_shape_is_left_alone(models):
    """The edge refuses it; nothing breaks before."""
    filling = Filling({"models": models})
    filling.take(Reading(models=(Part((), {"task": "t"}),)), ORIGIN)

    assert filling.document["models"] == models
