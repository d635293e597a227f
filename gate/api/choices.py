"""How past decisions are chosen: in the query of a list, and in the body that starts a job."""

from typing import Annotated, Literal

from pydantic import MISSING, AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from gate.errors import Invalid, Problem
from gate.limits import JSON_INTEGER_MAX, SHORT_TEXT_CHARS_MAX
from gate.model.entry import instant
from gate.model.instant import instant_of


def _moment(stated: str) -> str:
    moment = instant_of(stated)
    if moment is None:
        raise PydanticCustomError("date_time", "expected a date or date-time of RFC 3339")
    return instant(moment)


def _schema(description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": "date-time", "description": description})


Text = Annotated[str, Field(min_length=1, max_length=SHORT_TEXT_CHARS_MAX)]
Since = Annotated[str, AfterValidator(_moment), _schema("Decided then or later")]
Until = Annotated[str, AfterValidator(_moment), _schema("Decided before then")]
Index = Annotated[int, Field(ge=0, le=JSON_INTEGER_MAX)]


class Scope(BaseModel):
    """What was asked about, and when; what is not stated selects everything."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: Annotated[Text, Field(description="`system.id`")] | MISSING = MISSING
    environment: Literal["dev", "staging", "prod"] | MISSING = MISSING
    since: Since | MISSING = MISSING
    until: Until | MISSING = MISSING


class Choices(Scope):
    """What decisions can be chosen by; what is not stated selects everything."""

    outcome: Literal["allow", "deny", "needs_review"] | MISSING = MISSING
    control: Annotated[Text, Field(description="A control that a finding names")] | MISSING = (
        MISSING
    )


class ReplayBody(Choices):
    """Which decisions to replay; what is not stated selects everything that there is now."""

    model_config = ConfigDict(strict=True)

    first: Index | MISSING = Field(MISSING, alias="from", description="The first entry")
    last: Index | MISSING = Field(MISSING, alias="to", description="The last entry")
    decision: Annotated[Text, Field(description="`decision_id`")] | MISSING = MISSING

    def part(self, size: int) -> tuple[int, int]:
        """The first entry, and one past the last, of a log of this size.

        Raises:
            Invalid: the log does not have these.
        """
        first = 0 if self.first is MISSING else self.first
        end = size if self.last is MISSING else self.last + 1
        problems = tuple(
            Problem(f"/{name}", "out_of_range", "Expected an entry of the log, from before to.")
            for name, wrong in (("from", first > min(end, size)), ("to", end > size))
            if wrong
        )
        if problems:
            raise Invalid("the log does not have the entries asked for", problems)
        return first, end
