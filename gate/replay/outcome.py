"""What came of deciding one decision again."""

from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a decision could not be taken again."""

    REDACTED = "redacted"
    RELEASE_MISSING = "release_missing"
    ENGINE_UNAVAILABLE = "engine_unavailable"
    ENTRY_CORRUPT = "entry_corrupt"
    CONTENT_MISSING = "content_missing"
    WITHHELD = "withheld"


class NotReplayable(Exception):
    """The decision cannot be taken again, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Difference:
    """What one rule (or `outcome`, `verdict`) was in the record, and what it is now."""

    rule: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision, taken again.

    Attributes:
        index: of its entry.
        reason: why it could not be taken again; None where it could.
        differences: none where every byte of the verdict is the one of then.
        drift: the parts which the gate itself reads otherwise today: `attachments`, `request`,
            `facts.…` or `clock`. The verdict does not depend on them, because it rests on what was
            recorded.
        versions: what is of another version today: (`engine` or `gate`, then, today).
    """

    index: int
    reason: Reason | None = None
    differences: tuple[Difference, ...] = ()
    drift: tuple[str, ...] = ()
    versions: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def matches(self) -> bool:
        """Whether the same was decided."""
        return self.reason is None and not self.differences
