"""The people file: everybody whom the gate knows, their keys, and who may decide how much.

Authority is the highest tier whose risk somebody may accept. It is a person's own, or delegated by
somebody who has it: for some systems, until a date, and never more than the delegator has. Roles
and keys cannot be delegated: who signs is always the person who decided.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from gate.limits import PERSON_KEYS_MAX
from gate.model.request.approval import ApprovalRole
from gate.people.keys import RELEASE_USE, KeyRecord, check_keys
from gate.people.records import (
    IdentifiedRecord,
    Identifier,
    Instant,
    Record,
    Records,
    covers,
    once_each,
    same_id,
)

Authority: TypeAlias = Literal["minimal", "limited", "high", "critical"]
_TIERS: Final[tuple[Authority, ...]] = ("minimal", "limited", "high", "critical")


class Delegation(Record):
    """Authority that somebody else gave: from whom, how far, for which systems, how long.

    It counts from `valid_from` on and no longer from `valid_until` on; without `systems` it is for
    every system.
    """

    by: Identifier
    authority: Authority
    systems: Annotated[Records[Identifier], Field(min_length=1)] | None = None
    valid_from: Instant
    valid_until: Instant

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_until <= self.valid_from:
            raise PydanticCustomError("order", "expected `valid_until` to be after `valid_from`")
        return self

    def counts(self, system_id: str, now: datetime) -> bool:
        """Whether it is for this system, and in force at `now`."""
        return covers(self.systems, system_id) and self.valid_from <= now < self.valid_until


class Person(IdentifiedRecord):
    """One account of the directory.

    `authority` is the highest tier for which the person may accept a risk by themselves;
    `delegated` is what others gave. Outside `valid_from` and `valid_until` a person counts as not
    active. An account that is no person states the uses of its keys: it approves nothing.
    """

    name: str | None = Field(default=None, max_length=200)
    human: bool
    active: bool
    roles: Records[ApprovalRole] = ()
    authority: Authority | None = None
    delegated: Records[Delegation] = ()
    keys: Annotated[Records[KeyRecord], Field(max_length=PERSON_KEYS_MAX)] = ()
    valid_from: Instant | None = None
    valid_until: Instant | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.human:
            return self
        if any("approve" in key.uses for key in self.keys):
            raise PydanticCustomError(
                "approving_account",
                "an account that is not human approves nothing; give its keys other `uses`",
            )
        if any(RELEASE_USE in key.uses for key in self.keys):
            raise PydanticCustomError(
                "releasing_account",
                "an account that is not human releases no policies; give its keys other `uses`",
            )
        if self.delegated:
            raise PydanticCustomError("delegated_account", "expected a human for `delegated`")
        return self

    def is_active(self, now: datetime) -> bool:
        """Whether the account is marked so and is within its dates at `now`."""
        begun = self.valid_from is None or self.valid_from <= now
        ended = self.valid_until is not None and self.valid_until <= now
        return self.active and begun and not ended


def authority_of(
    person: Person, people: Mapping[str, Person], *, system_id: str, now: datetime
) -> Authority | None:
    """The highest tier whose risk `person` may accept for a system at `now`, or None for none.

    What somebody delegated ends when they are no longer active. `people` has everybody by
    `same_id`.
    """
    held = [person.authority]
    for delegation in person.delegated:
        delegator = people[same_id(delegation.by)]
        if delegation.counts(system_id, now) and delegator.is_active(now):
            held.append(delegation.authority)
    return max((tier for tier in held if tier is not None), key=_TIERS.index, default=None)


def _delegated_by_holders(people: tuple[Person, ...]) -> tuple[Person, ...]:
    known = {same_id(person.id): person for person in people}
    for place, person in enumerate(people):
        for delegation in person.delegated:
            delegator = known.get(same_id(delegation.by))
            if delegator is None or delegator is person or not delegator.human:
                _refuse(place, "delegated by another human of this file")
            elif delegator.authority is None or _above(delegation.authority, delegator.authority):
                _refuse(place, "delegated at most the authority that the delegator has")
    return people


def _above(tier: Authority, limit: Authority) -> bool:
    return _TIERS.index(tier) > _TIERS.index(limit)


def _refuse(place: int, expected: str) -> None:
    raise PydanticCustomError(
        "delegation",
        "expected element {place} (from 0) to be {expected}",
        {"place": place, "expected": expected},
    )


def _keys_once(people: tuple[Person, ...]) -> tuple[Person, ...]:
    check_keys({place: person.keys for place, person in enumerate(people)})
    return people


class PeopleFile(Record):
    """`people.yaml`: everybody whom the gate knows."""

    people: Annotated[
        Records[Person],
        AfterValidator(once_each),
        AfterValidator(_delegated_by_holders),
        AfterValidator(_keys_once),
    ]
