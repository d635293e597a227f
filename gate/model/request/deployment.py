"""The whole request."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Approval
from gate.model.request.block import Block
from gate.model.request.classification import Classification
from gate.model.request.data import Dataset
from gate.model.request.design import Design
from gate.model.request.evaluation import Evaluation
from gate.model.request.evidence import Attestation, Evidence, Import
from gate.model.request.explainability import Explainability
from gate.model.request.fairness import Fairness
from gate.model.request.impact_assessment import ImpactAssessment
from gate.model.request.models import Model
from gate.model.request.operations import Operations
from gate.model.request.organisation import Organisation
from gate.model.request.oversight import Oversight
from gate.model.request.parties import Customer, Responsibility, Supplier
from gate.model.request.request import Request
from gate.model.request.requirements import Requirements
from gate.model.request.resources import Resources
from gate.model.request.risk import RiskManagement
from gate.model.request.scalars import Items
from gate.model.request.security import Security
from gate.model.request.system import System
from gate.model.request.transparency import Transparency
from gate.model.request.waiver import Waiver


class DeploymentRequest(Block):
    """A request to deploy an AI system, version 1.0.0.

    Five blocks are required; what else a system needs is policy, so an absent block is a finding
    with a remedy and not an error.
    """

    schema_version: Literal["1.0.0"]
    request: Request
    system: System
    classification: Classification
    models: Items[Model]
    data: Items[Dataset] | MISSING = MISSING
    requirements: Requirements | MISSING = MISSING
    design: Design | MISSING = MISSING
    impact_assessment: ImpactAssessment | MISSING = MISSING
    risk: RiskManagement | MISSING = MISSING
    evaluation: Evaluation | MISSING = MISSING
    fairness: Fairness | MISSING = MISSING
    security: Security | MISSING = MISSING
    explainability: Explainability | MISSING = MISSING
    transparency: Transparency | MISSING = MISSING
    oversight: Oversight | MISSING = MISSING
    operations: Operations | MISSING = MISSING
    resources: Resources | MISSING = MISSING
    suppliers: Items[Supplier] | MISSING = MISSING
    customers: Items[Customer] | MISSING = MISSING
    responsibility_matrix: Items[Responsibility] | MISSING = MISSING
    organisation: Organisation | MISSING = MISSING
    evidence: Items[Evidence] | MISSING = MISSING
    approvals: Items[Approval] | MISSING = MISSING
    waivers: Items[Waiver] | MISSING = MISSING
    attestations: Items[Attestation] | MISSING = MISSING
    imports: Items[Import] | MISSING = MISSING
