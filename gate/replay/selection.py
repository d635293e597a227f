"""Which past decisions are looked at."""

from dataclasses import dataclass

from gate.model.entry import DecisionEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """All decisions that fit; None fits any. `since` is included, `until` is not.

    `first` and `end` are indices of the log (`end` is not included); instants are as entries write
    them (`gate.model.entry.instant`).
    """

    first: int | None = None
    end: int | None = None
    decision: str | None = None
    system: str | None = None
    environment: str | None = None
    outcome: str | None = None
    control: str | None = None
    since: str | None = None
    until: str | None = None

    def has(self, entry: DecisionEntry) -> bool:
        """Whether the decision of `entry` is meant, whatever its index."""
        return (
            self.decision in (None, entry.decision_id)
            and self.system in (None, entry.system_id)
            and self.environment in (None, entry.environment)
            and self.outcome in (None, entry.outcome)
            and (self.control is None or self.control in entry.controls)
            and (self.since is None or entry.decided_at >= self.since)
            and (self.until is None or entry.decided_at < self.until)
        )
