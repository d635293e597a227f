"""What the organisation's own files say, record by record.

Frozen and strict: an unknown key, a value of another type and an id that stands twice are refused,
because a typo in a register must not read as "nothing is open".
"""

from datetime import datetime
from typing import Annotated, Literal, Self, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gate.model.disclosure import ELEMENT, MEMBERS
from gate.model.instant import instant_of

T = TypeVar("T")
R = TypeVar("R", bound="IdentifiedRecord")


def _instant(value: object) -> datetime:
    found = instant_of(value) if isinstance(value, str) else None
    if found is None:
        raise PydanticCustomError("instant", "expected a date or date-time of RFC 3339")
    return found


def _identifier(text: str) -> str:
    if not text or text != text.strip():
        raise PydanticCustomError("identifier", "expected an id without white space at its ends")
    if text in {MEMBERS, ELEMENT}:
        raise PydanticCustomError("identifier", "expected an id that commitments leave free")
    return text


def same_id(text: str) -> str:
    """The form in which two ids are compared: trimmed and in lower case."""
    return text.strip().lower()


def covers(systems: tuple[str, ...] | None, system_id: str) -> bool:
    """Whether a limit to `systems` lets a system in; no limit lets every system in."""
    return systems is None or same_id(system_id) in {same_id(name) for name in systems}


Identifier: TypeAlias = Annotated[str, Field(max_length=200), AfterValidator(_identifier)]
Instant: TypeAlias = Annotated[datetime, BeforeValidator(_instant)]
Records: TypeAlias = Annotated[tuple[T, ...], Strict(False)]


class Record(BaseModel):
    """The rules that every record keeps."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class IdentifiedRecord(Record):
    """A record that other records and requests name by its id."""

    id: Identifier


class OpenAndClosed(IdentifiedRecord):
    """Something about a system that is open until it is closed."""

    system: Identifier
    opened: Instant
    closed: Instant | None = None
    title: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closed is not None and self.closed < self.opened:
            raise PydanticCustomError("order", "expected `closed` not to be before `opened`")
        return self

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at `now`; one that closes later is."""
        return self.closed is None or self.closed > now


def once_each(records: tuple[R, ...]) -> tuple[R, ...]:
    """`records`, whose ids differ; a validator, so what it raises becomes a problem of the file."""
    first_at: dict[str, int] = {}
    for index, record in enumerate(records):
        earlier = first_at.setdefault(same_id(record.id), index)
        if earlier != index:
            raise PydanticCustomError(
                "id_twice",
                "the ids of elements {earlier} and {index} (from 0) are the same",
                {"earlier": earlier, "index": index},
            )
    return records


class Incident(OpenAndClosed):
    """One incident of a system. `breach` marks a breached monitoring threshold."""

    severity: Literal["sev1", "sev2", "sev3", "sev4"]
    breach: bool = False


class Concern(OpenAndClosed):
    """One concern that somebody raised about a system."""

    severity: Literal["low", "medium", "high", "critical"]


class SystemRecord(IdentifiedRecord):
    """What other tools found about a system; what is not stated is not known."""

    critical_vulnerabilities: int | None = Field(default=None, ge=0)
    image_digest: str | None = Field(default=None, pattern=r"^sha256:[0-9a-f]{64}$")
    monitor_probe_ok: bool | None = None
    code_signed: bool | None = None


class IncidentsFile(Record):
    """`incidents.yaml`: every incident of every system, open and closed."""

    incidents: Annotated[Records[Incident], AfterValidator(once_each)]


class ConcernsFile(Record):
    """`concerns.yaml`: every concern about every system, open and closed."""

    concerns: Annotated[Records[Concern], AfterValidator(once_each)]


class SystemsFile(Record):
    """`systems.yaml`: what other tools found about each system."""

    systems: Annotated[Records[SystemRecord], AfterValidator(once_each)]
