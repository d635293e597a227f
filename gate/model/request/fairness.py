"""How the system treats groups."""

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.metric import Metric
from gate.model.request.scalars import Items, LongText, ShortText


class Fairness(Block):
    """Protected attributes, the criteria of fairness and what was measured."""

    protected_attributes: Items[ShortText] | MISSING = MISSING
    criteria: Items[ShortText] | MISSING = MISSING
    metrics: Items[Metric] | MISSING = MISSING
    justification: LongText | MISSING = MISSING
