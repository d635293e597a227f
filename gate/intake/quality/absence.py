"""Check 1, declared absence: a text that says that there is nothing.

It is an answer only with a reason, and only where nothing is a normal answer.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from gate.intake.plain import Forms
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import quality_lists, raw_lists
from gate.intake.text import distinct_words
from gate.limits import PATTERN_CHARS_MAX

_CODE: Final = "declared_absence"


@dataclass(frozen=True, slots=True)
class _Lists:
    """`begins` ends where a reason begins, as does a match of `sentence`."""

    begins: re.Pattern[str]
    sentence: re.Pattern[str]
    allowed: frozenset[str]
    words_min: int


def absence_flaw(forms: Forms, path: str) -> Flaw | None:
    """`declared_absence`, unless a reason follows at a path where it is an answer."""
    form = forms.norm
    if says_none(form):
        return flaw(_CODE)
    reason = _reason(form)
    if reason is None:
        return None
    lists = _lists()
    if distinct_words(reason) < lists.words_min:
        return flaw(_CODE)
    return None if path in lists.allowed else flaw(_CODE, says_more=True)


def says_none(form: str) -> bool:
    """Whether a text, in its normal form, is a word that means none and nothing else."""
    return form in quality_lists().none_words


def _reason(form: str) -> str | None:
    """What follows the statement that there is nothing; None where the text states none."""
    lists = _lists()
    begins = lists.begins.match(form)
    if begins is not None:
        return form[begins.end() :]
    sentence = lists.sentence.match(form[:PATTERN_CHARS_MAX])
    return None if sentence is None else form[sentence.end() :]


@cache
def _lists() -> _Lists:
    raw = raw_lists()
    longest_first = sorted(quality_lists().none_words, key=lambda word: (-len(word), word))
    spoken = [joiner for joiner in raw["none_joiners"] if joiner[0].isalpha()]
    marks = [joiner for joiner in raw["none_joiners"] if not joiner[0].isalpha()]
    # A hyphen between two letters makes one word of them: "non-native" states no absence.
    joiner = (
        rf"(?:\s*(?:{_any(mark for mark in marks if mark != '-')})|\s*-(?!\w)|\s+-"
        rf"|\s+(?:{_any(spoken)})(?!\w))"
    )
    sentences = "|".join(f"(?:{sentence})" for sentence in raw["none_sentences"])
    return _Lists(
        begins=re.compile(rf"(?:{_any(longest_first)})(?!\w){joiner}"),
        sentence=re.compile(sentences),
        allowed=frozenset(raw["absence_allowed"]),
        words_min=raw["absence_min_words"],
    )


def _any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in texts)
