"""What is kept beside a leaf so that decisions can be listed: a pure function of the entry.

A projection proves nothing. Verification computes it again from the leaf and compares.
"""

from dataclasses import dataclass, fields
from operator import attrgetter

import orjson

from gate.model.entry import DecisionEntry


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


COLUMNS = tuple(field.name for field in fields(DecisionRow))
_VALUES = attrgetter(*COLUMNS)


def project(entry: DecisionEntry) -> DecisionRow:
    """The row of `entry`."""
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
