"""What a check finds wrong with a text, a value or a date."""

from typing import NamedTuple

from gate.intake.quality.lists import quality_lists


class Flaw(NamedTuple):
    """A stable code, and the score (0 to 100) that whatever has it gets at most."""

    code: str
    score: int


def flaw(code: str, *, says_more: bool = False) -> Flaw:
    """The flaw `code`, with its higher score where the text says something beside it."""
    low, high = quality_lists().scores[code]
    return Flaw(code, high if says_more else low)
