"""What every object of the request has in common."""

from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict

from gate.model.request.open_value import OWN_PREFIX, check_open_value, check_own_field

OwnField: TypeAlias = Annotated[str, AfterValidator(check_own_field)]
OwnValue: TypeAlias = Annotated[Any, AfterValidator(check_open_value)]


def _closed(schema: dict[str, Any]) -> None:
    schema["additionalProperties"] = False
    schema["patternProperties"] = {f"^{OWN_PREFIX}": {}}


class Block(BaseModel):
    """An object of the request: frozen, strict, and closed but for keys that begin with `x_`.

    A field that was not sent is `MISSING`, never `None`: JSON's null is a wrong type everywhere.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        strict=True, frozen=True, extra="allow", json_schema_extra=_closed
    )

    __pydantic_extra__: dict[OwnField, OwnValue]
