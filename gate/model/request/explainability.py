"""How a result can be explained."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import ShortText


class Explainability(Block):
    """The level and method of explanation."""

    level: Literal["none", "global", "local", "local_counterfactual"] | MISSING = MISSING
    method: ShortText | MISSING = MISSING
    decision_reasons_available: bool | MISSING = MISSING
    tested_with_users: bool | MISSING = MISSING
    doc: EvidenceRef | MISSING = MISSING
