"""Check 4: a text in the wrong field, known by the heading of another one that it opens with."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from gate.intake.plain import Forms, words
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import raw_lists
from gate.limits import PATTERN_CHARS_MAX

_LEADING: Final = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class _Slot:
    """`heading` fits one that is followed by a colon or a dash, `sentence` how a text opens."""

    headings: frozenset[str]
    heading: re.Pattern[str]
    sentence: re.Pattern[str] | None


def slot_flaw(forms: Forms, path: str) -> Flaw | None:
    """`wrong_slot` for what belongs elsewhere."""
    slot = _slots().get(path)
    if slot is None:
        return None
    first = next((found for found in map(words, forms.text.splitlines()) if found), [])
    if " ".join(first) in slot.headings:
        return flaw("wrong_slot")
    form = _LEADING.sub("", forms.plain.casefold()[:PATTERN_CHARS_MAX], count=1)
    opens = slot.heading.match(form) or (slot.sentence and slot.sentence.match(form))
    return flaw("wrong_slot") if opens else None


@cache
def _slots() -> dict[str, _Slot]:
    slots: dict[str, _Slot] = {}
    for entry in raw_lists()["wrong_slot"]:
        headings = sorted(entry["headings"], key=len, reverse=True)
        alternatives = "|".join(re.escape(heading) for heading in headings)
        slot = _Slot(
            headings=frozenset(" ".join(words(heading)) for heading in headings),
            heading=re.compile(rf"(?:{alternatives})\s*[:\-–—](?:\s|\Z)"),
            sentence=re.compile("|".join(entry["sentences"])) if entry["sentences"] else None,
        )
        slots |= dict.fromkeys(entry["slot"], slot)
    return slots
