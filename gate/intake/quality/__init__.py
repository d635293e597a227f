"""The quality of what a request says, established before any rule reads it."""

from gate.intake.quality.assessment import quality
from gate.intake.quality.card import card_scores

__all__ = ["card_scores", "quality"]
