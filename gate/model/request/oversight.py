"""Who watches the system, and how they intervene."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Amount, Count, Day, Instant, Items, LongText, ShortText

OversightMode = Literal["none", "human_in_command", "human_on_the_loop", "human_in_the_loop"]


class Training(Block):
    """A course that a person completed."""

    course: ShortText
    completed_at: Day
    expires_at: Day | MISSING = MISSING
    certificate: EvidenceRef | MISSING = MISSING


class OversightRole(Block):
    """A role in human oversight: who holds it, with which authority, training and load."""

    role: ShortText
    persons: Items[Person]
    authority: Items[Literal["observe", "override", "stop", "approve"]]
    training: Items[Training] | MISSING = MISSING
    max_decisions_per_hour: Amount | MISSING = MISSING
    observed_decisions_per_hour: Amount | MISSING = MISSING


class Override(Block):
    """Whether a person can override a result."""

    available: bool | MISSING = MISSING
    logged: bool | MISSING = MISSING


class Stop(Block):
    """Whether a person can stop the system, and how fast."""

    available: bool | MISSING = MISSING
    mean_seconds_to_stop: Amount | MISSING = MISSING
    last_tested_at: Instant | MISSING = MISSING


class Escalation(Block):
    """Whom to turn to, and how soon they answer."""

    contact: ShortText | MISSING = MISSING
    sla_minutes: Count | MISSING = MISSING


class Appeal(Block):
    """How an affected person can appeal."""

    available: bool | MISSING = MISSING
    channel: ShortText | MISSING = MISSING
    sla_days: Count | MISSING = MISSING
    human_reviewer: bool | MISSING = MISSING


class Oversight(Block):
    """Human oversight of the running system."""

    mode: OversightMode | MISSING = MISSING
    roles: Items[OversightRole] | MISSING = MISSING
    override: Override | MISSING = MISSING
    stop: Stop | MISSING = MISSING
    escalation: Escalation | MISSING = MISSING
    automation_bias_measures: Items[LongText] | MISSING = MISSING
    appeal: Appeal | MISSING = MISSING
