"""Check 3: texts that were copied, from a licence or from the template of a card.

No licence and no template is stored. Licences are known by terms of art, templates by their
headings and by fingerprints of five-word runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gate.intake.plain import Forms, fingerprint, grams, words
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import quality_lists, raw_lists

_OPTIONAL: Final = "optional"


@dataclass(frozen=True, slots=True)
class _Licences:
    """Terms by their first word, and how much of a text they have to be."""

    terms: dict[str, list[tuple[str, ...]]]
    hits: int
    coverage: float
    single_hit_coverage: float
    upper_share: float
    upper_words: int


def licence_flaw(forms: Forms) -> Flaw | None:
    """`licence_text` for the words of a licence."""
    lists, found = _licences(), forms.words
    if lists.terms.keys().isdisjoint(found):
        return None
    hits, covered = _occurrences(found, lists.terms)
    coverage = covered / len(found)
    is_licence = (
        (hits >= lists.hits and coverage >= lists.coverage)
        or (hits >= 1 and coverage >= lists.single_hit_coverage)
        or (
            hits >= 1
            and len(found) >= lists.upper_words
            and _upper_share(forms.plain) >= lists.upper_share
        )
    )
    return flaw("licence_text") if is_licence else None


def template_flaw(forms: Forms) -> Flaw | None:
    """`template` for a heading alone or the sentences of a template, `template_partly` for some."""
    lists = quality_lists()
    if _is_heading(forms):
        return flaw("template")
    runs = grams(forms.words, lists.template_gram)
    if not runs:
        return None
    share = sum(fingerprint(run) in lists.template_fingerprints for run in runs) / len(runs)
    if share > lists.template_share:
        return flaw("template")
    return flaw("template_partly") if share > raw_lists()["template_part"] else None


def _is_heading(forms: Forms) -> bool:
    """Whether a line is a heading of the templates and the others say next to nothing."""
    lists = quality_lists()
    has_heading, others = False, 0
    lines = forms.text.splitlines()
    for found in [forms.words] if len(lines) < 2 else map(words, lines):
        said = found[:-1] if found and found[-1] == _OPTIONAL else found
        if " ".join(said) in lists.headings:
            has_heading = True
        else:
            others += len(found)
    return has_heading and others < lists.rest_words


@cache
def _licences() -> _Licences:
    raw = raw_lists()
    terms: dict[str, list[tuple[str, ...]]] = {}
    for term in raw["licence_terms"]:
        sequence = tuple(words(term))
        terms.setdefault(sequence[0], []).append(sequence)
    return _Licences(terms, **raw["licence_numbers"])


def _occurrences(found: Sequence[str], terms: dict[str, list[tuple[str, ...]]]) -> tuple[int, int]:
    """How many different terms occur, and how many words their occurrences cover."""
    hits: set[tuple[str, ...]] = set()
    covered = until = 0
    for place, word in enumerate(found):
        for term in terms.get(word, ()):
            if tuple(found[place : place + len(term)]) == term:
                hits.add(term)
                end = place + len(term)
                covered += max(0, end - max(place, until))
                until = max(until, end)
    return len(hits), covered


def _upper_share(shown: str) -> float:
    letters = [character for character in shown if character.isalpha()]
    return sum(character.isupper() for character in letters) / len(letters) if letters else 0.0
