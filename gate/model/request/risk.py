"""What can go wrong, and what is done about it."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Approval, Person
from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Day, Grade, Instant, Items, LongText, ShortText, Uri

RiskSource = Literal[
    "data", "model", "human", "environment", "third_party", "security", "legal", "other"
]


class RiskCriteria(Block):
    """The criteria that risks are measured by."""

    version: ShortText | MISSING = MISSING
    acceptance_level: Literal["low", "medium", "high"] | MISSING = MISSING


class Risk(Block):
    """One risk, its treatment and what remains.

    Likelihood and impact run from 1 (lowest) to 5.
    """

    id: ShortText
    description: LongText
    source: RiskSource
    likelihood: Grade
    impact: Grade
    treatment: Literal["avoid", "mitigate", "transfer", "accept"]
    controls: Items[ShortText] | MISSING = MISSING
    residual_level: Literal["low", "medium", "high", "critical"] | MISSING = MISSING
    owner: Person
    accepted_by: Approval | MISSING = MISSING
    due: Day | MISSING = MISSING
    closed_at: Day | MISSING = MISSING


class SoaEntry(Block):
    """One line of the statement of applicability."""

    control_id: ShortText
    applicable: bool
    justification: LongText | MISSING = MISSING
    implemented: Literal["yes", "partial", "planned", "no"]


class StatementOfApplicability(Block):
    """Which controls apply, and how far they are implemented."""

    evidence: EvidenceRef | MISSING = MISSING
    version: ShortText | MISSING = MISSING
    date: Day | MISSING = MISSING
    entries: Items[SoaEntry] | MISSING = MISSING


class RiskManagement(Block):
    """The risk assessment, its register and the treatment plan."""

    assessment: EvidenceRef | MISSING = MISSING
    performed_at: Instant | MISSING = MISSING
    register_uri: Uri | MISSING = MISSING
    risk_criteria: RiskCriteria | MISSING = MISSING
    risks: Items[Risk] | MISSING = MISSING
    treatment_plan: EvidenceRef | MISSING = MISSING
    soa: StatementOfApplicability | MISSING = MISSING
