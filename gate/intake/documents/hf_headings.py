"""Which heading of a model card means what.

Card authors vary the wording, so known words are looked for in a heading rather than whole titles.
Where a heading names a use and a limitation at once, each paragraph decides for itself.
"""

import re
from enum import StrEnum
from typing import Final

from gate.intake.plain import words


class Slot(StrEnum):
    """What the text under a heading is about."""

    INTENDED = "intended use"
    OUT_OF_SCOPE = "out-of-scope use"
    LIMITATION = "limitation"
    MIXED = "uses and limitations"
    RISK = "risk"
    DESCRIPTION = "description"
    MODEL_TYPE = "model type"
    VERSION = "model version"
    ENERGY = "environmental impact"
    AUTHORS = "authors"
    CONTACT = "contact"
    OTHER = "other"


_HEADING_WORDS_MAX: Final = 10
_OUT_OF_SCOPE: Final = re.compile(
    r"out of scope|misuses?\b|malicious use|prohibited use|unintended use|unsuitable use"
    r"|not intended|restricted use|inappropriate use"
)
_LIMITATION: Final = re.compile(r"limitations?\b|caveats?\b|known issues|shortcomings|weaknesses")
_USE: Final = re.compile(r"\b(uses?|usage|use cases?)\b")
_TITLES: Final = {
    **dict.fromkeys(
        (
            *("direct use", "direct uses", "downstream use", "downstream uses", "evaluated use"),
            *("intended use", "intended uses", "intended usage", "intended use cases", "model use"),
            *("primary intended use", "primary intended uses", "primary use", "primary uses"),
            *("primary use cases", "secondary use", "secondary uses", "secondary intended uses"),
            *("suitable uses", "suitable use cases", "use cases", "use case", "uses", "use"),
            *("intended users", "primary intended users", "intended purpose", "applications"),
        ),
        Slot.INTENDED,
    ),
    **dict.fromkeys(
        (
            *("bias", "biases", "bias and fairness", "fairness", "bias and risks", "hallucination"),
            *("bias risks", "biases and risks", "responsible ai considerations"),
        ),
        Slot.LIMITATION,
    ),
    **dict.fromkeys(
        (
            *("risks", "risk", "ethical considerations", "ethical considerations and risks"),
            *("broader implications", "ethics and safety", "potential harms", "harms", "safety"),
        ),
        Slot.RISK,
    ),
    **dict.fromkeys(("model description", "model details", "model information"), Slot.DESCRIPTION),
    **dict.fromkeys(("environmental impact", "carbon footprint", "co2 emissions"), Slot.ENERGY),
    **dict.fromkeys(("model card authors", "card authors", "model card author"), Slot.AUTHORS),
    **dict.fromkeys(
        ("model card contact", "contact", "contacts", "contact information"), Slot.CONTACT
    ),
    "model type": Slot.MODEL_TYPE,
    "model version": Slot.VERSION,
    **dict.fromkeys(
        (
            *("recommendations", "how to use", "how to get started with the model", "citation"),
            *("citation information", "bibtex", "usage", "get started", "quick start", "example"),
            *("training data", "evaluation data", "results", "more information", "glossary"),
        ),
        Slot.OTHER,
    ),
}


def slot_of(title: str) -> Slot | None:
    """What text under the heading `title` is about; None for a heading that says nothing of it.

    Such a heading divides what the heading above it is about. `Slot.OTHER` is a known heading whose
    text has no place in a request.
    """
    found = [
        word for word in " ".join(words(title)).replace("-", " ").split() if word != "optional"
    ]
    if not found or len(found) > _HEADING_WORDS_MAX:
        return None
    name = " ".join(found)
    if name in _TITLES:
        return _TITLES[name]
    if _OUT_OF_SCOPE.search(name):
        return Slot.OUT_OF_SCOPE
    if _LIMITATION.search(name):
        return Slot.MIXED if _USE.search(name) else Slot.LIMITATION
    return None


_AGAINST_USE: Final = re.compile(
    r"\b(?:recommend|caution|advise|warn)(?:s|ed)? against\b"
    r"|\b(?:should|must|may|can|shall) ?not be (?:used|deployed|relied)\b"
    r"|\b(?:do|does|did) not (?:support|recommend)\b|\bdon['’]t (?:support|recommend)\b"
    r"|\bnot (?:been )?(?:intended|suitable|appropriate|designed|meant|recommended)\b"
    r"|\bout[- ]of[- ]scope\b|\bprohibited\b|\bnot be used\b",
    re.IGNORECASE,
)
_LIMITS: Final = re.compile(
    r"\b(?:limitations?|limited|bias(?:es|ed)?|inaccura\w+|errors?|fails?|worse|lower accuracy"
    r"|hallucinat\w+|perform(?:s|ed)? (?:poorly|badly|unevenly)|not (?:reliable|robust\w*))\b",
    re.IGNORECASE,
)


def slot_of_text(slot: Slot, text: str) -> Slot:
    """What a text under a heading of uses is about.

    A sentence against a use is never taken for an intended use, wherever it stands: taking it for
    one would widen the use, taking it out can only narrow it.
    """
    if slot not in {Slot.INTENDED, Slot.MIXED}:
        return slot
    if _AGAINST_USE.search(text):
        return Slot.OUT_OF_SCOPE
    if slot is Slot.MIXED:
        return Slot.LIMITATION if _LIMITS.search(text) else Slot.INTENDED
    return slot
