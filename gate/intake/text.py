"""How long the texts of a request are, measured for rules that may not count themselves.

`facts.text` of `policies`: no rule folds case or splits words, because the two engines would not
agree on every script.
"""

from collections.abc import Iterable
from functools import lru_cache

from gate.canon import JsonObject
from gate.intake.walk import Leaf
from gate.limits import (
    QUALITY_REMEMBERED_CHARS_MAX,
    QUALITY_REMEMBERED_TEXTS_MAX,
    TEXT_MEASURED_CHARS_MIN,
)


def measures(leaves: Iterable[Leaf]) -> JsonObject:
    """`{pointer: {"chars": code points, "words": distinct case-folded words}}` of the longer texts.

    Words are what stands between white space. Texts under `TEXT_MEASURED_CHARS_MIN` are left out.
    """
    return {
        pointer: {"chars": len(text), "words": distinct_words(text)}
        for pointer, _, text in leaves
        if len(text) >= TEXT_MEASURED_CHARS_MIN
    }


def distinct_words(text: str) -> int:
    """Distinct case-folded words of `text`, split on white space."""
    return (_counted if len(text) <= QUALITY_REMEMBERED_CHARS_MAX else _counted.__wrapped__)(text)


@lru_cache(maxsize=QUALITY_REMEMBERED_TEXTS_MAX)
def _counted(text: str) -> int:
    return len(set(text.casefold().split()))
