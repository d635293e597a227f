"""What the system has to do."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Items, LongText, ShortText


class Requirement(Block):
    """One requirement, the measure that decides it and the tests that cover it."""

    id: ShortText
    text: LongText
    objective: ShortText | MISSING = MISSING
    metric: ShortText | MISSING = MISSING
    op: Literal[">=", ">", "<=", "<", "=="] | MISSING = MISSING
    threshold: float | MISSING = MISSING
    unit: ShortText | MISSING = MISSING
    tests: Items[ShortText] | MISSING = MISSING


class Requirements(Block):
    """The specification and its requirements."""

    spec: EvidenceRef | MISSING = MISSING
    items: Items[Requirement] | MISSING = MISSING
