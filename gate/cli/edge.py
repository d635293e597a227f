"""What comes before the rules, for a policy input that was changed."""

from typing import Any, Final

from pydantic import ValidationError

from gate.canon import JsonObject
from gate.intake.dangling import dangling
from gate.intake.quality import card_scores, quality
from gate.intake.text import measures
from gate.intake.walk import leaves
from gate.model.instant import instant_of
from gate.model.request import DeploymentRequest
from gate.policy.omissions import Edge
from gate.policy.removals import OF_THE_GATE


def accepts(document: JsonObject) -> bool:
    """Whether the blocks of the policy input `document` are a request as the schema has it."""
    try:
        DeploymentRequest.model_validate(_blocks(document))
    except ValidationError:
        return False
    return True


def own_facts(document: JsonObject) -> JsonObject:
    """The facts that follow from what `document` states, at the instant of its clock.

    Args:
        document: a policy input; what its other facts say is not looked into again.
    """
    known: Any = document
    now = instant_of(known["clock"]["now"])
    if now is None:
        return {}
    blocks = _blocks(document)
    found = leaves(blocks)
    scored = quality(blocks, found, now=now, evidence=known["facts"]["evidence"])
    return {
        "text": measures(found),
        "quality": scored,
        "dangling": dangling(blocks, found),
        "card_score": card_scores(blocks, scored, now),
    }


def _blocks(document: JsonObject) -> JsonObject:
    return {name: block for name, block in document.items() if name not in OF_THE_GATE}


EDGE: Final = Edge(accepts, own_facts)
"""The edge of this gate."""
