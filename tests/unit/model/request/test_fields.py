"""Every one of the fields, with every kind of wrong value, at its bounds and one past them."""

from copy import deepcopy

import pytest
from pydantic import MISSING, ValidationError

from gate.intake.problems import problems_of
from gate.limits import LIST_ITEMS_MAX
from gate.model.request import DeploymentRequest
from gate.model.request.body import DecisionBody
from tests.request_example import (
    example_of,
    fields,
    full_request,
    minimal_request,
    objects,
    replaced,
    value_at,
)

FIELDS = list(fields())
FULL = full_request()
OBJECTS = list(dict.fromkeys(objects()))


def problems(request):
    """(pointer, code) of every problem that the models find in `request`."""
    try:
        DecisionBody.model_validate({"request": request})
    except ValidationError as error:
        return [(problem.pointer, problem.code) for problem in problems_of(error)]
    return []


def with_value(field, value):
    return problems(replaced(FULL, field.steps, value))


def of_type(*types):
    chosen = [field for field in FIELDS if field.shape.get("type") in types]
    return pytest.mark.parametrize("field", chosen, ids=lambda field: field.pointer)


def having(keyword):
    chosen = [field for field in FIELDS if keyword in field.shape]
    return pytest.mark.parametrize("field", chosen, ids=lambda field: field.pointer)


def every(chosen):
    return pytest.mark.parametrize("field", chosen, ids=lambda field: field.pointer)


def test_the_full_and_the_minimal_request_are_valid():
    """All fields at once, and the required ones alone."""
    assert problems(FULL) == []
    assert problems(minimal_request()) == []


@every(FIELDS)
def test_null_is_no_value(field):
    """JSON's null is a wrong type for every field, required or not."""
    assert with_value(field, None) == [(field.pointer, "null")]


@every([field for field in FIELDS if field.required])
def test_a_required_field_is_missed(field):
    """The pointer names the field that is absent."""
    request = deepcopy(FULL)
    del value_at(request, field.steps[:-1])[field.steps[-1]]

    assert problems(request) == [(field.pointer, "missing")]


@every([field for field in FIELDS if not field.required])
def test_an_optional_field_may_be_absent(field):
    """What else a system needs is policy."""
    request = deepcopy(FULL)
    del value_at(request, field.steps[:-1])[field.steps[-1]]

    assert problems(request) == []


@of_type("string")
def test_a_text_is_a_text(field):
    """No number, truth value, array or object passes for a text."""
    for wrong in (1, True, [], {}):
        assert with_value(field, wrong) == [(field.pointer, "wrong_type")]


@having("maxLength")
def test_a_text_is_bounded(field):
    """At the bound a text passes, one character on it does not."""
    bound = field.shape["maxLength"]
    head = "https://example.org/" if field.shape.get("format") == "uri" else ""

    assert with_value(field, head.ljust(bound, "a")) == []
    assert with_value(field, head.ljust(bound + 1, "a")) == [(field.pointer, "too_long")]


@having("format")
def test_a_format_is_checked(field):
    """A format is more than a text."""
    for wrong in ("", "soon", "2026-13-01", "2026-11-23 09:00", "example.org/report"):
        assert with_value(field, wrong) == [(field.pointer, "bad_format")]


@having("enum")
def test_a_word_is_one_of_the_list(field):
    """Every word of the list passes; another word, another case and another type do not."""
    words = field.shape["enum"]

    assert [with_value(field, word) for word in words] == [[] for _ in words]
    for wrong in ("", "no such word", words[0].upper() + " "):
        assert with_value(field, wrong) == [(field.pointer, "not_in_enum")]
    assert with_value(field, 1) == [(field.pointer, "wrong_type")]


@having("const")
def test_only_this_version_of_the_schema_is_read(field):
    """Another version is another schema."""
    assert with_value(field, "1.0.1") == [(field.pointer, "not_in_enum")]


@of_type("integer", "number")
def test_a_number_is_a_number(field):
    """No text and no truth value passes for a number, and no fraction for an integer."""
    for wrong in ("1", True, [1], {}):
        assert with_value(field, wrong) == [(field.pointer, "wrong_type")]
    fraction = [] if field.shape["type"] == "number" else [(field.pointer, "wrong_type")]
    lowest = field.shape.get("minimum", 0)
    assert with_value(field, lowest + 0.5) == fraction


@having("minimum")
def test_a_number_has_a_lowest_value(field):
    """At the bound a number passes, below it it does not."""
    lowest = field.shape["minimum"]

    assert with_value(field, lowest) == []
    assert with_value(field, lowest - 1) == [(field.pointer, "out_of_range")]


@having("maximum")
def test_a_number_has_a_highest_value(field):
    """At the bound a number passes, above it it does not."""
    highest = field.shape["maximum"]

    assert with_value(field, highest) == []
    assert with_value(field, highest + 1) == [(field.pointer, "out_of_range")]


@of_type("boolean")
def test_a_truth_value_is_true_or_false(field):
    """No word and no number passes for true or false."""
    assert with_value(field, False) == []
    for wrong in ("true", "yes", 1, 0, []):
        assert with_value(field, wrong) == [(field.pointer, "wrong_type")]


@of_type("array")
def test_an_array_is_an_array(field):
    """No single element, object or text passes for an array."""
    for wrong in ({}, "text", 1, True):
        assert with_value(field, wrong) == [(field.pointer, "wrong_type")]


@of_type("array")
def test_an_array_is_bounded(field):
    """At the bound an array passes, one element on it does not; an empty one is an array."""
    element = example_of(field.shape["items"])

    assert with_value(field, []) == []
    assert with_value(field, [element] * LIST_ITEMS_MAX) == []
    assert with_value(field, [element] * (LIST_ITEMS_MAX + 1)) == [(field.pointer, "too_long")]


@of_type("array")
def test_an_element_is_named(field):
    """A wrong element is named by its index, and only that one."""
    element = example_of(field.shape["items"])

    assert with_value(field, [element, None]) == [(f"{field.pointer}/1", "null")]


@of_type("object")
def test_an_object_is_an_object(field):
    """No array and no text passes for an object."""
    for wrong in ([], "text", 1, True):
        assert with_value(field, wrong) == [(field.pointer, "wrong_type")]


@pytest.mark.parametrize("steps", OBJECTS, ids=lambda steps: "/".join(map(str, steps)))
def test_objects_are_closed_but_for_own_fields(steps):
    """Every object refuses a field it does not have, and keeps one that begins with x_."""
    request = deepcopy(FULL)
    value_at(request, steps)["x_own"] = {"any": [1, "thing", None]}
    assert problems(request) == []

    value_at(request, steps)["no_such_field"] = 1
    pointer = "".join(f"/{step}" for step in ("request", *steps, "no_such_field"))
    assert problems(request) == [(pointer, "unknown_field")]


def test_every_object_of_the_schema_was_tried():
    """The root, the 63 objects that only group, and the 133 places that refer to a shared type."""
    assert len(OBJECTS) == 1 + 63 + 133


def test_absent_is_not_null():
    """A field that was not sent is `MISSING`, and is not written again."""
    request = DeploymentRequest.model_validate(minimal_request())

    assert request.oversight is MISSING
    assert "oversight" not in request.model_dump()


def test_own_fields_are_kept():
    """A field that begins with x_ comes out as it went in."""
    request = DeploymentRequest.model_validate({**minimal_request(), "x_cost": {"centre": 7}})

    assert request.model_dump()["x_cost"] == {"centre": 7}


def test_a_request_does_not_change():
    """Models are frozen, and their arrays are tuples."""
    request = DeploymentRequest.model_validate(FULL)

    with pytest.raises(ValidationError):
        request.schema_version = "2.0.0"
    assert isinstance(request.models, tuple)


def test_a_request_written_again_is_the_same():
    """Nothing is added, dropped or converted on the way through the models."""
    written = DeploymentRequest.model_validate(FULL).model_dump(mode="json", by_alias=True)

    assert written == FULL
