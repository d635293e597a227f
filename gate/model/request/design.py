"""How the system is built, and who reviewed that."""

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Instant, Items, ShortText, Uri
from gate.model.request.vocabulary import LifecycleStage


class StageGate(Block):
    """One stage of the life cycle that somebody approved."""

    stage: LifecycleStage
    at: Instant
    approved_by: Person
    record: EvidenceRef | MISSING = MISSING


class Code(Block):
    """The source code of the system."""

    repo: Uri | MISSING = MISSING
    commit: ShortText | MISSING = MISSING
    signed: bool | MISSING = MISSING


class Design(Block):
    """Design documents, reviews and code."""

    doc: EvidenceRef | MISSING = MISSING
    architecture: EvidenceRef | MISSING = MISSING
    threat_model: EvidenceRef | MISSING = MISSING
    design_reviews: Items[StageGate] | MISSING = MISSING
    code: Code | MISSING = MISSING
