"""What the system does to people, groups, society and the environment."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Approval, Person
from gate.model.request.block import Block
from gate.model.request.reference import Digest, EvidenceRef
from gate.model.request.scalars import (
    Count,
    Day,
    Grade,
    Instant,
    Items,
    Level,
    LongText,
    ShortText,
    Uri,
)
from gate.model.request.vocabulary import Reversibility

ImpactCategory = Literal[
    "fairness",
    "accountability",
    "transparency_explainability",
    "security_privacy",
    "safety_health",
    "financial",
    "accessibility",
    "human_rights",
    "environment",
    "economic",
    "governmental",
    "culture_values",
    "other",
]
Methodology = Literal["iso_42005", "canada_aia", "fria", "ms_rai", "uk_dpia", "internal"]


class Impact(Block):
    """One harm or benefit to somebody.

    Likelihood and severity run from 1 (lowest) to 5, before and after the mitigations.
    """

    id: ShortText
    stakeholder: ShortText
    description: LongText
    polarity: Literal["harm", "benefit"]
    category: ImpactCategory
    likelihood: Grade | MISSING = MISSING
    severity: Grade | MISSING = MISSING
    reversibility: Reversibility | MISSING = MISSING
    duration: Literal["brief", "months", "years", "perpetual"] | MISSING = MISSING
    persons_affected: Count | MISSING = MISSING
    vulnerable: bool | MISSING = MISSING
    mitigations: Items[LongText] | MISSING = MISSING
    residual_likelihood: Grade | MISSING = MISSING
    residual_severity: Grade | MISSING = MISSING
    owner: Person | MISSING = MISSING
    not_relevant_reason: LongText | MISSING = MISSING


class Consultation(Block):
    """Whom the team asked, and what came of it."""

    party: ShortText
    type: Literal["internal", "external", "affected_group"]
    date: Day
    concerns: Items[LongText] | MISSING = MISSING
    outcome: LongText | MISSING = MISSING


class ImpactScore(Block):
    """The score of the methodology, where it has one."""

    raw: int | MISSING = MISSING
    mitigation: int | MISSING = MISSING
    net: int | MISSING = MISSING
    level: Level | MISSING = MISSING


class Publication(Block):
    """Where the assessment is published, or why it is not."""

    published: bool | MISSING = MISSING
    uri: Uri | MISSING = MISSING
    withheld_reason: LongText | MISSING = MISSING


class FundamentalRights(Block):
    """The fundamental-rights part of the assessment."""

    processes: LongText | MISSING = MISSING
    period_frequency: LongText | MISSING = MISSING
    affected_categories: Items[ShortText] | MISSING = MISSING
    specific_risks: Items[ShortText] | MISSING = MISSING
    oversight_measures: LongText | MISSING = MISSING
    response_and_complaints: LongText | MISSING = MISSING
    authority_notified_at: Day | MISSING = MISSING


class ImpactAssessment(Block):
    """The impact assessment: method, standing, impacts and consultations."""

    id: ShortText | MISSING = MISSING
    methodology: Methodology | MISSING = MISSING
    methodology_version: ShortText | MISSING = MISSING
    status: Literal["draft", "in_review", "approved", "rejected", "expired"] | MISSING = MISSING
    performed_at: Instant | MISSING = MISSING
    next_review_due: Instant | MISSING = MISSING
    performed_by: Items[Person] | MISSING = MISSING
    approved_by: Approval | MISSING = MISSING
    scope_models: Items[Digest] | MISSING = MISSING
    score: ImpactScore | MISSING = MISSING
    individuals: Items[Impact] | MISSING = MISSING
    groups: Items[Impact] | MISSING = MISSING
    society: Items[Impact] | MISSING = MISSING
    environment: Items[Impact] | MISSING = MISSING
    benefits: Items[Impact] | MISSING = MISSING
    consultations: Items[Consultation] | MISSING = MISSING
    misuse_considered: bool | MISSING = MISSING
    failures_considered: bool | MISSING = MISSING
    triggers_for_reassessment: Items[ShortText] | MISSING = MISSING
    publication: Publication | MISSING = MISSING
    fria: FundamentalRights | MISSING = MISSING
    document: EvidenceRef | MISSING = MISSING
