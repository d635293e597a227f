"""What the organisation as a whole has in place."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Day, Items, LongText, ShortText


class Objective(Block):
    """An objective or an improvement, and how it stands."""

    text: LongText
    owner: Person | MISSING = MISSING
    due: Day | MISSING = MISSING
    status: Literal["open", "met", "missed", "closed"] | MISSING = MISSING


class Nonconformity(Block):
    """A finding of an audit that is not yet put right, or was."""

    id: ShortText
    severity: Literal["minor", "major"]
    system_ids: Items[ShortText] | MISSING = MISSING
    opened_at: Day
    due: Day | MISSING = MISSING
    capa_approved: bool | MISSING = MISSING
    closed_at: Day | MISSING = MISSING


class ManagementSystem(Block):
    """The AI management system: its documents, objectives and nonconformities."""

    certificate: EvidenceRef | MISSING = MISSING
    scope: EvidenceRef | MISSING = MISSING
    context: EvidenceRef | MISSING = MISSING
    policy: EvidenceRef | MISSING = MISSING
    policy_alignment: EvidenceRef | MISSING = MISSING
    leadership: EvidenceRef | MISSING = MISSING
    concern_process: EvidenceRef | MISSING = MISSING
    ia_process: EvidenceRef | MISSING = MISSING
    dev_objectives: EvidenceRef | MISSING = MISSING
    dev_process: EvidenceRef | MISSING = MISSING
    data_process: EvidenceRef | MISSING = MISSING
    use_process: EvidenceRef | MISSING = MISSING
    use_objectives: EvidenceRef | MISSING = MISSING
    communication: EvidenceRef | MISSING = MISSING
    kpis: EvidenceRef | MISSING = MISSING
    internal_audit: EvidenceRef | MISSING = MISSING
    management_review: EvidenceRef | MISSING = MISSING
    objectives: Items[Objective] | MISSING = MISSING
    improvements: Items[Objective] | MISSING = MISSING
    nonconformities: Items[Nonconformity] | MISSING = MISSING


class Organisation(Block):
    """The organisation's profile."""

    profile_version: ShortText | MISSING = MISSING
    aims: ManagementSystem | MISSING = MISSING
