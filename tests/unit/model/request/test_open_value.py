"""Values that the schema says nothing about."""

import pytest
from pydantic import ValidationError

from gate.intake.problems import problems_of
from gate.limits import LIST_ITEMS_MAX, LONG_TEXT_CHARS_MAX, SHORT_TEXT_CHARS_MAX
from gate.model.request.body import DecisionBody
from tests.request_example import full_request, minimal_request, replaced

FIELDS = ("evidence", 0, "fields")
SLICE = ("fairness", "metrics", 0, "slice")


def code(request):
    """The codes and pointers of the problems of `request`."""
    try:
        DecisionBody.model_validate({"request": request})
    except ValidationError as error:
        return [(problem.pointer, problem.code) for problem in problems_of(error)]
    return []


@pytest.mark.parametrize("steps", [FIELDS, SLICE])
@pytest.mark.parametrize(
    ("at_bound", "past"),
    [
        ("a" * LONG_TEXT_CHARS_MAX, "a" * (LONG_TEXT_CHARS_MAX + 1)),
        ({"a" * LONG_TEXT_CHARS_MAX: 1}, {"a" * (LONG_TEXT_CHARS_MAX + 1): 1}),
        ([None] * LIST_ITEMS_MAX, [None] * (LIST_ITEMS_MAX + 1)),
    ],
    ids=["text", "key", "array"],
)
def test_an_open_object_is_bounded_at_every_depth(steps, at_bound, past):
    """Its texts and arrays keep to the bounds of all others, however deep they stand."""
    pointer = "/request/" + "/".join(map(str, steps))

    assert code(replaced(full_request(), steps, {"a": [{"b": at_bound}]})) == []
    assert code(replaced(full_request(), steps, {"a": [{"b": past}]})) == [(pointer, "too_long")]


def test_an_own_field_is_bounded_too():
    """What begins with x_ is free in shape, not in size."""
    request = minimal_request()

    assert code({**request, "x_note": "a" * LONG_TEXT_CHARS_MAX}) == []
    assert code({**request, "x_note": ["a" * (LONG_TEXT_CHARS_MAX + 1)]}) == [
        ("/request/x_note", "too_long")
    ]


def test_the_name_of_an_own_field_is_bounded():
    """At the bound a name passes; one character on, the pointer names the object that has it."""
    name = "x_".ljust(SHORT_TEXT_CHARS_MAX, "a")

    assert code({**minimal_request(), name: 1}) == []
    assert code({**minimal_request(), name + "a": 1}) == [("/request", "too_long")]
