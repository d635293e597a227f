"""Rules that somebody with authority sets aside for a time."""

from pydantic import MISSING

from gate.model.request.approval import Approval
from gate.model.request.block import Block
from gate.model.request.scalars import Instant, Items, LongText, ShortText


class Waiver(Block):
    """One control or rule that is waived, why, and what stands in for it."""

    control_id: ShortText
    rule_id: ShortText | MISSING = MISSING
    reason: LongText
    compensating_controls: Items[LongText]
    granted_by: Approval
    expires_at: Instant
