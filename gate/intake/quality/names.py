"""Check 2: names that name nothing, fragments of sentences, and addresses that lead nowhere."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from gate.intake.plain import Forms, norm, norm_of_plain
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import every_language, raw_lists

_NAME_LETTERS_MIN: Final = 3
_FRAGMENT_WORDS_MAX: Final = 3
_DATASET_ADDRESS: Final = re.compile(r"/datasets/([^/?#\s]+)/?\Z")


@dataclass(frozen=True, slots=True)
class _Lists:
    stop_words: frozenset[str]
    generic_names: frozenset[str]
    fragment_starts: frozenset[str]


def name_flaws(forms: Forms, *, short_allowed: bool) -> list[Flaw]:
    """What is wrong with a name; a short one is allowed where something else identifies it."""
    lists = _lists()
    form, text = forms.norm, forms.text
    found = []
    if sum(each.isalnum() for each in text) < _NAME_LETTERS_MIN and not short_allowed:
        found.append(flaw("too_short"))
    if form in lists.stop_words:
        found.append(flaw("stop_word"))
    if not any(each.isalpha() for each in text):
        found.append(flaw("not_a_name"))
    if form in lists.generic_names or _without_number(form) in lists.generic_names:
        found.append(flaw("generic_name"))
    return found


def fragment_flaw(forms: Forms) -> Flaw | None:
    """`fragment` for a sentence without its beginning."""
    found = forms.words
    if not forms.plain[:1].islower() or not found or found[0] not in _lists().fragment_starts:
        return None
    return flaw("fragment", says_more=len(found) > _FRAGMENT_WORDS_MAX)


def address_flaw(text: str) -> Flaw | None:
    """`stop_word_uri` for the address of a dataset that is called like a stop word."""
    match = _DATASET_ADDRESS.search(text)
    if match is None or match[1].casefold() not in _lists().stop_words:
        return None
    return flaw("stop_word_uri")


def _without_number(form: str) -> str:
    return norm_of_plain(form.rstrip("0123456789"))


@cache
def _lists() -> _Lists:
    raw = raw_lists()
    return _Lists(
        stop_words=frozenset(norm(word) for word in every_language(raw["stop_words"])),
        generic_names=frozenset(norm(name) for name in raw["generic_names"]),
        fragment_starts=frozenset(raw["fragment_starts"]),
    )
