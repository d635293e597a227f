"""What is wrong with a document, in words for the team that sent it.

Pydantic's own messages quote the input; none of them gets out. Each kind of error has a stable code
and a sentence that says what was expected, made from the schema alone.
"""

from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gate.errors import Problem
from gate.intake.pointer import pointer_to
from gate.limits import PROBLEMS_MAX

_KINDS: Final[dict[str, tuple[str, str]]] = {
    "missing": ("missing", "This field is required."),
    "unknown_field": (
        "unknown_field",
        "The schema has no such field. The name of a field of your own begins with x_.",
    ),
    "extra_forbidden": ("unknown_field", "The schema has no such field."),
    "string_type": ("wrong_type", "Expected a text."),
    "bool_type": ("wrong_type", "Expected true or false."),
    "int_type": ("wrong_type", "Expected a whole number."),
    "float_type": ("wrong_type", "Expected a number."),
    "tuple_type": ("wrong_type", "Expected an array."),
    "dict_type": ("wrong_type", "Expected an object."),
    "model_type": ("wrong_type", "Expected an object."),
    "literal_error": ("not_in_enum", "Expected {expected}."),
    "enum": ("not_in_enum", "Expected {expected}."),
    "string_too_long": ("too_long", "Expected at most {max_length} characters."),
    "too_long": ("too_long", "Expected at most {max_length} elements."),
    "list_too_long": ("too_long", "Expected arrays of at most {max_length} elements."),
    "content_too_long": ("too_long", "Expected at most {max_length} bytes."),
    "greater_than_equal": ("out_of_range", "Expected a number not below {ge:g}."),
    "less_than_equal": ("out_of_range", "Expected a number not above {le:g}."),
    "bad_format": ("bad_format", "Expected {expected}."),
    "string_pattern_mismatch": ("bad_format", "Expected a text of the form {pattern}."),
}
_OTHER: Final = ("not_valid", "The value does not fit the schema.")
_ABOUT_TYPES: Final = frozenset({"wrong_type", "not_in_enum"})
_NULL: Final = "Leave a field out instead of sending null."


def problems_of(error: ValidationError) -> list[Problem]:
    """The problems of a validation in the order of the schema, no more than an answer can show."""
    return [_problem(found) for found in error.errors(include_url=False)[:PROBLEMS_MAX]]


def listed(problems: list[Problem], total: int) -> tuple[Problem, ...]:
    """`problems` as an answer shows them: at most `PROBLEMS_MAX`, the last saying if more exist.

    Args:
        problems: the first of them, or all.
        total: how many there are.
    """
    if total <= PROBLEMS_MAX:
        return tuple(problems)
    hidden = total - PROBLEMS_MAX + 1
    more = Problem("", "more_problems", f"{hidden} more problems are not listed here.")
    return (*problems[: PROBLEMS_MAX - 1], more)


def _problem(found: ErrorDetails) -> Problem:
    code, sentence = _KINDS.get(found["type"], _OTHER)
    detail = sentence.format(**found.get("ctx", {}))
    if code in _ABOUT_TYPES:
        if found["input"] is None:
            code, detail = "null", f"{detail} {_NULL}"
        elif not isinstance(found["input"], str) and code == "not_in_enum":
            code = "wrong_type"
    return Problem(pointer_to(found["loc"]), code, detail)
