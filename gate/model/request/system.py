"""The AI system: what it is for, what it decides, whom it affects."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.scalars import Count, Items, LongText, ShortText, Uri
from gate.model.request.vocabulary import LifecycleStage, PersonalData, Reversibility

DecisionPart = Literal["informs", "recommends", "decides_with_review", "decides_autonomously"]
Domain = Literal[
    "none",
    "biometrics",
    "critical_infrastructure",
    "education",
    "employment",
    "essential_services",
    "credit_insurance",
    "law_enforcement",
    "migration",
    "justice_democracy",
    "health",
    "safety_component",
    "other",
]
SystemType = Literal["predictive_ml", "generative", "agentic", "rule_based", "hybrid"]


class IntendedUse(Block):
    """One use that the system is made for: by whom, where, in which setting."""

    id: ShortText
    description: LongText
    users: Items[ShortText] | MISSING = MISSING
    context: LongText | MISSING = MISSING
    domain: ShortText | MISSING = MISSING
    regions: Items[ShortText] | MISSING = MISSING


class Misuse(Block):
    """A misuse that can be foreseen, and what is done against it."""

    description: LongText
    mitigation: LongText | MISSING = MISSING


class DecisionRole(Block):
    """What part the system has in decisions about people."""

    role: DecisionPart
    domain: Domain
    legal_effect: bool | MISSING = MISSING
    reversibility: Reversibility | MISSING = MISSING
    affected_persons_per_year: Count | MISSING = MISSING


class Autonomy(Block):
    """What the system may do without being asked."""

    continuous_learning: bool | MISSING = MISSING
    tools: Items[ShortText] | MISSING = MISSING
    max_action_scope: LongText | MISSING = MISSING


class System(Block):
    """The system as its owner describes it; `version` is a semantic version."""

    id: ShortText
    name: ShortText
    version: ShortText
    description: LongText
    type: SystemType
    lifecycle_stage: LifecycleStage | MISSING = MISSING
    org_unit: ShortText
    owner: Person
    accountable_executive: Person | MISSING = MISSING
    inventory_ref: Uri | MISSING = MISSING
    purpose: LongText
    intended_uses: Items[IntendedUse]
    prohibited_uses: Items[LongText] | MISSING = MISSING
    foreseeable_misuse: Items[Misuse] | MISSING = MISSING
    decision: DecisionRole | MISSING = MISSING
    interacts_with_public: bool
    generates_content: bool
    vulnerable_groups: Items[ShortText] | MISSING = MISSING
    personal_data: PersonalData
    autonomy: Autonomy | MISSING = MISSING
