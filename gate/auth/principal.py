"""Who is asking, and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a token may be used for; a token has one or more."""

    SUBMIT = "submit"
    GOVERN = "govern"
    AUDIT = "audit"
    OPERATE = "operate"


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever holds a valid token. `name` owns idempotency keys and decisions."""

    name: str
    roles: frozenset[Role]

    def may(self, any_of: Iterable[Role]) -> bool:
        """Whether at least one of these roles is held; no role at all is never enough."""
        return not self.roles.isdisjoint(any_of)
