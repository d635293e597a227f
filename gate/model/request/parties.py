"""Who else has a part in the system: suppliers, customers, and who answers for what."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Day, Items, ShortText

SupplierRole = Literal["model", "data", "tool", "hosting", "integrator", "annotation"]
AiClause = Literal["incident_notice", "audit", "data_use", "change_notice", "ip", "sub_processors"]
AssessmentOutcome = Literal["accept", "accept_with_conditions", "reject", "pending"]


class Certificate(Block):
    """A certificate that a supplier holds."""

    scheme: ShortText
    number: ShortText | MISSING = MISSING
    valid_to: Day


class Supplier(Block):
    """Somebody who supplies a model, data, a tool or a service."""

    id: ShortText
    name: ShortText
    role: Items[SupplierRole]
    contract: EvidenceRef | MISSING = MISSING
    contract_valid_to: Day | MISSING = MISSING
    ai_clauses: Items[AiClause] | MISSING = MISSING
    assessed_at: Day | MISSING = MISSING
    assessment_outcome: AssessmentOutcome | MISSING = MISSING
    assessment: EvidenceRef | MISSING = MISSING
    certificates: Items[Certificate] | MISSING = MISSING
    pinned_version: ShortText | MISSING = MISSING
    deprecation_date: Day | MISSING = MISSING
    exit_plan: bool | MISSING = MISSING


class Customer(Block):
    """A segment of customers, and what they were given."""

    segment: ShortText
    obligations: Items[ShortText] | MISSING = MISSING
    instructions: EvidenceRef | MISSING = MISSING
    limitations_delivered_at: Day | MISSING = MISSING
    feedback_channel: ShortText | MISSING = MISSING


class Responsibility(Block):
    """Who answers for one activity: the organisation, a supplier or a customer segment."""

    activity: ShortText
    accountable: ShortText
    gdpr_role: Literal["none", "controller", "joint_controller", "processor"] | MISSING = MISSING
