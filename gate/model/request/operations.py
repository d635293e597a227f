"""How the system is run."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import (
    Amount,
    Count,
    Instant,
    Items,
    LongText,
    Positive,
    ShortText,
    Uri,
)
from gate.model.request.vocabulary import Comparison

MonitorKind = Literal[
    "performance",
    "data_drift",
    "concept_drift",
    "fairness",
    "safety",
    "security",
    "cost",
    "latency",
    "override_rate",
]
EventKind = Literal[
    "use_start",
    "use_end",
    "input_ref",
    "output",
    "out_of_range",
    "override",
    "error",
    "config_change",
    "access",
]


class MonitorMetric(Block):
    """One measured value that is watched, and who is alerted."""

    name: ShortText
    kind: MonitorKind
    method: ShortText | MISSING = MISSING
    threshold: float | MISSING = MISSING
    op: Comparison | MISSING = MISSING
    window_minutes: Positive | MISSING = MISSING
    check_interval_minutes: Positive
    alert_to: Items[ShortText]
    dashboard: Uri | MISSING = MISSING
    objective: ShortText | MISSING = MISSING


class Monitoring(Block):
    """What is watched while the system runs."""

    plan: EvidenceRef | MISSING = MISSING
    owner: Person | MISSING = MISSING
    started: bool | MISSING = MISSING
    metrics: Items[MonitorMetric] | MISSING = MISSING


class EventLogging(Block):
    """What the system records about its use."""

    enabled: bool | MISSING = MISSING
    events: Items[EventKind] | MISSING = MISSING
    fields: Items[ShortText] | MISSING = MISSING
    retention_days: Count | MISSING = MISSING
    tamper_evident: bool | MISSING = MISSING
    pii_redacted: bool | MISSING = MISSING
    sink: Uri | MISSING = MISSING
    tested_at: Instant | MISSING = MISSING


class IncidentResponse(Block):
    """How incidents are handled; notice periods in hours."""

    plan: EvidenceRef | MISSING = MISSING
    contacts: Items[ShortText] | MISSING = MISSING
    customer_notice_hours: Amount | MISSING = MISSING
    authority_notice_hours: Amount | MISSING = MISSING
    fatal_notice_hours: Amount | MISSING = MISSING
    widespread_notice_hours: Amount | MISSING = MISSING
    drill_at: Instant | MISSING = MISSING


class Rollback(Block):
    """The way back to the version before."""

    available: bool | MISSING = MISSING
    target_version: ShortText | MISSING = MISSING
    max_minutes: Amount | MISSING = MISSING
    tested_at: Instant | MISSING = MISSING


class FailSafe(Block):
    """What the system does when it fails."""

    description: LongText | MISSING = MISSING
    tested_at: Instant | MISSING = MISSING


class Support(Block):
    """Who helps users, and when."""

    hours: ShortText | MISSING = MISSING
    contact: ShortText | MISSING = MISSING


class Retirement(Block):
    """How and when the system is taken out of use."""

    plan: EvidenceRef | MISSING = MISSING
    criteria: Items[LongText] | MISSING = MISSING
    data_disposal: LongText | MISSING = MISSING


class Operations(Block):
    """Monitoring, records, incidents, fallback, support and retirement."""

    monitoring: Monitoring | MISSING = MISSING
    logging: EventLogging | MISSING = MISSING
    incident: IncidentResponse | MISSING = MISSING
    rollback: Rollback | MISSING = MISSING
    failsafe: FailSafe | MISSING = MISSING
    support: Support | MISSING = MISSING
    update_policy: LongText | MISSING = MISSING
    retirement: Retirement | MISSING = MISSING
