"""The organisation's profile: the block `organisation` of a request, registered once.

What the management system has in place is the same for every system, so it is written down once,
by those who answer for it, with the evidence it rests on. A request that leaves it out gets it.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from gate.canon import JsonObject, JsonValue
from gate.limits import LIST_ITEMS_MAX
from gate.model.request.evidence import Evidence
from gate.model.request.organisation import Organisation as OrganisationBlock
from gate.people.records import Record, Records


def _ids_differ(items: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    if len({item.id for item in items}) != len(items):
        raise PydanticCustomError("id_twice", "the ids of two elements are the same")
    return items


class ProfileFile(Record):
    """`profile.yaml`: the block `organisation`, and the evidence that it names."""

    organisation: OrganisationBlock
    evidence: Annotated[
        Records[Evidence], Field(max_length=LIST_ITEMS_MAX), AfterValidator(_ids_differ)
    ] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        known = {item.id for item in self.evidence}
        named = dict(_references(self.block, "/organisation"))
        for pointer, identifier in named.items():
            if identifier not in known:
                raise PydanticCustomError(
                    "evidence_missing",
                    "expected {pointer} to name an element of `evidence`",
                    {"pointer": pointer},
                )
        for place, item in enumerate(self.evidence):
            if item.id not in named.values():
                raise PydanticCustomError(
                    "evidence_unused",
                    "expected element {place} (from 0) of `evidence` to be named in `organisation`",
                    {"place": place},
                )
        return self

    @cached_property
    def block(self) -> JsonObject:
        """The block as a request would state it."""
        return self.organisation.model_dump(mode="json")

    @cached_property
    def items(self) -> tuple[JsonObject, ...]:
        """The evidence as a request would state it."""
        return tuple(item.model_dump(mode="json") for item in self.evidence)


def _references(value: JsonValue, pointer: str) -> Iterator[tuple[str, str]]:
    """Where an `evidence_id` stands inside `value`, and which id it is."""
    if isinstance(value, dict):
        stated = value.get("evidence_id")
        if isinstance(stated, str):
            yield pointer, stated
        for name, inner in value.items():
            yield from _references(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _references(inner, f"{pointer}/{place}")
