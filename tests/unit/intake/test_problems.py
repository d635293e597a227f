"""What is said about wrong input."""

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from gate.errors import Invalid, Problem
from gate.intake.problems import listed, problems_of
from gate.intake.submission import read_submission
from gate.limits import PROBLEMS_MAX
from tests.contract.poison import body_of
from tests.request_example import full_request, minimal_request, replaced


def problem_with(steps, value):
    """The one problem of a full request with `value` at `steps`."""
    with pytest.raises(Invalid) as caught:
        read_submission(body_of(replaced(full_request(), steps, value)))
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("steps", "value", "code", "detail"),
    [
        (("system", "name"), 1, "wrong_type", "Expected a text."),
        (
            ("system", "name"),
            None,
            "null",
            "Expected a text. Leave a field out instead of sending null.",
        ),
        (
            ("system", "name"),
            "a" * 2001,
            "too_long",
            "Expected at most 2000 characters.",
        ),
        (
            ("system", "type"),
            "magic",
            "not_in_enum",
            "Expected 'predictive_ml', 'generative', 'agentic', 'rule_based' or 'hybrid'.",
        ),
        (("system", "generates_content"), "no", "wrong_type", "Expected true or false."),
        (("system", "intended_uses"), {}, "wrong_type", "Expected an array."),
        (("system", "intended_uses"), ["a"], "wrong_type", "Expected an object."),
        (
            ("system", "vulnerable_groups"),
            ["a"] * 501,
            "too_long",
            "Expected at most 500 elements.",
        ),
        (("models", 0, "parameters"), 1.5, "wrong_type", "Expected a whole number."),
        (("models", 0, "parameters"), -1, "out_of_range", "Expected a number not below 0."),
        (("models", 0, "energy", "co2e_t"), "1", "wrong_type", "Expected a number."),
        (
            ("data", 0, "labelling", "iaa_value"),
            1.01,
            "out_of_range",
            "Expected a number not above 1.",
        ),
        (("evidence", 0, "fields"), [], "wrong_type", "Expected an object."),
        (
            ("evidence", 0, "fields"),
            {"a": [0] * 501},
            "too_long",
            "Expected arrays of at most 500 elements.",
        ),
        (
            ("request", "created_at"),
            "today",
            "bad_format",
            "Expected a date and time with offset as in RFC 3339, such as 2026-11-23T09:00:00Z.",
        ),
        (
            ("request", "id"),
            "42",
            "bad_format",
            "Expected a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12.",
        ),
        (
            ("system", "owner_email"),
            "a",
            "unknown_field",
            "The schema has no such field. The name of a field of your own begins with x_.",
        ),
    ],
)
def test_each_kind_of_problem_says_what_is_expected(steps, value, code, detail):
    """A delivery team reads what to send instead."""
    pointer = "/request" + "".join(f"/{step}" for step in steps)
    if steps[-1] == "intended_uses" and isinstance(value, list):
        pointer += "/0"

    assert problem_with(steps, value) == Problem(pointer, code, detail)


def test_all_problems_come_at_once():
    """Problems of the request, of its attachments and beside them are in one answer."""
    request = minimal_request()
    del request["classification"]
    request["system"].update({"purpose": None, "type": "magic"})

    with pytest.raises(Invalid) as caught:
        read_submission(body_of(request, attachments=[{"id": "a b", "format": "x"}], extra=1))

    assert {(problem.pointer, problem.code) for problem in caught.value.problems} == {
        ("/request/classification", "missing"),
        ("/request/system/purpose", "null"),
        ("/request/system/type", "not_in_enum"),
        ("/attachments/0/id", "bad_format"),
        ("/attachments/0", "one_content"),
        ("/extra", "unknown_field"),
    }
    assert str(caught.value) == "The body has 6 problems."


def test_the_list_of_problems_is_bounded():
    """At the bound all are listed; past it the last one says how many are not."""
    problems = [Problem(f"/{number}", "missing", "") for number in range(PROBLEMS_MAX + 1)]

    assert listed(problems[:-1], PROBLEMS_MAX) == tuple(problems[:-1])
    shortened = listed(problems, PROBLEMS_MAX + 1)
    assert len(shortened) == PROBLEMS_MAX
    assert shortened[:-1] == tuple(problems[: PROBLEMS_MAX - 1])
    assert shortened[-1] == Problem("", "more_problems", "2 more problems are not listed here.")


def test_a_body_of_nothing_but_problems_has_a_short_answer():
    """As many wrong values as a body can hold give a bounded list."""
    request = {**minimal_request(), "models": [{"inputs": [1] * 180}] * 500}

    with pytest.raises(Invalid) as caught:
        read_submission(body_of(request))

    assert len(caught.value.problems) == PROBLEMS_MAX


def test_an_error_nobody_foresaw_says_nothing_about_the_input():
    """Another kind of validation error gives a sentence without its message and its input."""

    class Strange(BaseModel):
        model_config = ConfigDict(strict=True)

        when: complex

    with pytest.raises(ValidationError) as caught:
        Strange.model_validate({"when": "secret"})

    assert problems_of(caught.value) == [
        Problem("/when", "not_valid", "The value does not fit the schema.")
    ]
