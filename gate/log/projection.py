"""What is kept beside a leaf so that entries can be listed: a pure function of the entry.

A decision has a row in one table, an entry of any other kind has one in another.

A projection proves nothing. Verification computes it again from the leaf and compares.
"""

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeAlias

import orjson

from gate.model.entry import DecisionEntry
from gate.model.kinds import Entry


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """The columns of one decision, in the order of the table; the last three are JSON lists."""

    decision_id: str
    outcome: str
    decided_at: str
    system_id: str
    system_version: str
    environment: str
    action: str
    principal: str
    idempotency_key: str | None
    body_hash: str
    digests: str
    denied_by: str
    controls: str

    def columns(self) -> tuple[str | None, ...]:
        """The values, in the order of the table."""
        values: tuple[str | None, ...] = _VALUES(self)
        return values


@dataclass(frozen=True, slots=True)
class EventRow:
    """The columns of one entry that is no decision: its kind, and what it is about."""

    kind: str
    about: str

    def columns(self) -> tuple[str, ...]:
        """The values, in the order of the table."""
        return (self.kind, self.about)


Row: TypeAlias = DecisionRow | EventRow
"""What one entry has beside its leaf."""

COLUMNS = tuple(field.name for field in fields(DecisionRow))
EVENT_COLUMNS = tuple(field.name for field in fields(EventRow))
_VALUES = attrgetter(*COLUMNS)


def project(entry: Entry) -> Row:
    """The row of `entry`."""
    if isinstance(entry, DecisionEntry):
        return _decision(entry)
    return EventRow(entry.kind, entry.about)


def _decision(entry: DecisionEntry) -> DecisionRow:
    return DecisionRow(
        decision_id=entry.decision_id,
        outcome=entry.outcome,
        decided_at=entry.decided_at,
        system_id=entry.system_id,
        system_version=entry.system_version,
        environment=entry.environment,
        action=entry.action,
        principal=entry.principal,
        idempotency_key=entry.idempotency_key,
        body_hash=entry.body_hash,
        digests=_each_once(entry.artifact_digests()),
        denied_by=_each_once(entry.findings["deny"]),
        controls=_each_once(entry.controls),
    )


def _each_once(items: tuple[str, ...]) -> str:
    return orjson.dumps(list(dict.fromkeys(items))).decode()
