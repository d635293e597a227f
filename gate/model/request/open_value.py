"""Values that the schema says nothing about: own fields (`x_…`), facts of evidence, slices of data.

They are kept as they are. Only their size is bounded; depth and count are the parser's business.
"""

from typing import Final, TypeVar

from pydantic_core import PydanticCustomError, PydanticKnownError

from gate.limits import LIST_ITEMS_MAX, LONG_TEXT_CHARS_MAX, SHORT_TEXT_CHARS_MAX

OWN_PREFIX: Final = "x_"
"""How the name of a field begins that belongs to whoever sends the request."""

V = TypeVar("V")


def check_own_field(name: str) -> str:
    """`name`, if it may be used for a field that the schema does not have."""
    if not name.startswith(OWN_PREFIX):
        raise PydanticCustomError("unknown_field", "unknown field")
    if len(name) > SHORT_TEXT_CHARS_MAX:
        raise PydanticKnownError("string_too_long", {"max_length": SHORT_TEXT_CHARS_MAX})
    return name


def check_open_value(value: V) -> V:
    """`value`, if its keys, texts and lists keep to the bounds of all other texts and lists."""
    pending: list[object] = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, str):
            if len(found) > LONG_TEXT_CHARS_MAX:
                raise PydanticKnownError("string_too_long", {"max_length": LONG_TEXT_CHARS_MAX})
        elif isinstance(found, dict):
            pending.extend(found)
            pending.extend(found.values())
        elif isinstance(found, list):
            if len(found) > LIST_ITEMS_MAX:
                raise PydanticCustomError(
                    "list_too_long", "too many elements", {"max_length": LIST_ITEMS_MAX}
                )
            pending.extend(found)
    return value
