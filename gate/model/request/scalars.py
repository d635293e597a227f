"""The kinds of values that fields of the request have, each with its bounds."""

from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, Strict, StringConstraints, WithJsonSchema

from gate.limits import (
    IDEMPOTENCY_KEY_CHARS_MAX,
    LIST_ITEMS_MAX,
    LONG_TEXT_CHARS_MAX,
    SHORT_TEXT_CHARS_MAX,
    URI_CHARS_MAX,
)
from gate.model.request.formats import (
    check_day,
    check_idempotency_key,
    check_instant,
    check_uri,
    check_uuid,
)
from gate.model.request.open_value import check_open_value

T = TypeVar("T")

ShortText: TypeAlias = Annotated[str, StringConstraints(max_length=SHORT_TEXT_CHARS_MAX)]
LongText: TypeAlias = Annotated[str, StringConstraints(max_length=LONG_TEXT_CHARS_MAX)]

Instant: TypeAlias = Annotated[
    str,
    AfterValidator(check_instant),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day: TypeAlias = Annotated[
    str,
    AfterValidator(check_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Uuid: TypeAlias = Annotated[
    str,
    AfterValidator(check_uuid),
    WithJsonSchema({"type": "string", "format": "uuid"}),
]
Uri: TypeAlias = Annotated[
    str,
    AfterValidator(check_uri),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": URI_CHARS_MAX}),
]
IdempotencyKey: TypeAlias = Annotated[
    str,
    AfterValidator(check_idempotency_key),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": IDEMPOTENCY_KEY_CHARS_MAX,
            "pattern": "^[!-~]+$",
        }
    ),
]

Count: TypeAlias = Annotated[int, Field(ge=0)]
Positive: TypeAlias = Annotated[int, Field(ge=1)]
Grade: TypeAlias = Annotated[int, Field(ge=1, le=5)]
Level: TypeAlias = Annotated[int, Field(ge=1, le=4)]
Score: TypeAlias = Annotated[int, Field(ge=0, le=100)]
Amount: TypeAlias = Annotated[float, Field(ge=0)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Percentage: TypeAlias = Annotated[float, Field(ge=0, le=100)]

Items: TypeAlias = Annotated[tuple[T, ...], Strict(False), Field(max_length=LIST_ITEMS_MAX)]
"""A list. Parsed JSON has lists where a frozen model has tuples; its elements stay strict."""

OpenObject: TypeAlias = Annotated[dict[str, Any], AfterValidator(check_open_value)]
"""An object whose keys the schema does not know: facts of one kind of evidence, or a slice."""
