"""`facts.quality`: what is wrong with the texts, values and dates of a request.

The score of a place is the lowest that any check gives it. Nothing here raises a score, and no
score but those of dates depends on the clock.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.intake.plain import forms_of
from gate.intake.quality.absence import absence_flaw
from gate.intake.quality.borrowed import licence_flaw, template_flaw
from gate.intake.quality.dates import date_flaws
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import quality_lists
from gate.intake.quality.metrics import metric_flaws
from gate.intake.quality.names import address_flaw, fragment_flaw, name_flaws
from gate.intake.quality.placeholders import flaw_of
from gate.intake.quality.places import places, value_at
from gate.intake.quality.repetition import repetition_flaws
from gate.intake.quality.slots import slot_flaw
from gate.intake.stated import objects_at
from gate.intake.walk import Leaf
from gate.limits import QUALITY_REMEMBERED_CHARS_MAX, QUALITY_REMEMBERED_TEXTS_MAX

_TOOLS: Final = ("resources.tooling[]", "evaluation.runs[].tool")


def quality(
    document: JsonObject, leaves: Iterable[Leaf], *, now: datetime, evidence: JsonObject
) -> dict[str, JsonValue]:
    """`{pointer: {"score": 0..99, "reasons": [code]}}` of every place that is not in order.

    Looked at are the places that `lists.yaml` names. An empty text is left out, because a rule that
    needs it sees that.

    Args:
        document: the blocks of the request, after import.
        leaves: its texts, from `gate.intake.walk.leaves`.
        now: the instant of the decision, aware.
        evidence: `facts.evidence`.
    """
    class_of_path = quality_lists().class_of_path
    read = [
        (kind, leaf)
        for leaf in leaves
        if (kind := class_of_path.get(leaf.path)) is not None and leaf.text
    ]
    found: dict[str, set[Flaw]] = {}
    for pointer, each in (
        *_text_flaws(document, read),
        *metric_flaws(document),
        *date_flaws(document, now),
        *_assertion_flaws(document, evidence),
        *repetition_flaws(leaf for kind, leaf in read if kind == "prose"),
    ):
        found.setdefault(pointer, set()).add(each)
    below = quality_lists().report_below
    return {
        pointer: {
            "score": min(each.score for each in flaws),
            "reasons": [*sorted({each.code for each in flaws if each.score < below})],
        }
        for pointer, flaws in found.items()
        if min(each.score for each in flaws) < below
    }


def score_at(scored: Mapping[str, JsonValue], pointer: str) -> int:
    """The score of a place, from what `quality` gave."""
    entry: Any = scored.get(pointer)
    return 100 if entry is None else int(entry["score"])


def _text_flaws(document: JsonObject, read: list[tuple[str, Leaf]]) -> Iterator[tuple[str, Flaw]]:
    """Checks 1 to 4."""
    identified = _identified_tools(document)
    for kind, leaf in read:
        is_short = len(leaf.text) <= QUALITY_REMEMBERED_CHARS_MAX
        checks = _checks if is_short else _checks.__wrapped__
        for each in checks(kind, leaf.path, leaf.text, leaf.pointer in identified):
            yield leaf.pointer, each


@lru_cache(maxsize=QUALITY_REMEMBERED_TEXTS_MAX)
def _checks(kind: str, path: str, text: str, is_identified: bool) -> tuple[Flaw, ...]:
    """What is wrong with a text; most texts of a system come again with its next release."""
    if kind == "uri":
        return _stated(address_flaw(text))
    forms = forms_of(text)
    always = (flaw_of(forms), absence_flaw(forms, path))
    if kind == "licence":
        return _stated(*always)
    if kind == "name":
        return _stated(*always, *name_flaws(forms, short_allowed=is_identified))
    return _stated(
        *always,
        fragment_flaw(forms),
        licence_flaw(forms),
        template_flaw(forms),
        slot_flaw(forms, path),
    )


def _stated(*flaws: Flaw | None) -> tuple[Flaw, ...]:
    return tuple(each for each in flaws if each is not None)


def _identified_tools(document: JsonObject) -> frozenset[str]:
    """Pointers of the names of tools that a purl or a version identifies as well."""
    return frozenset(
        f"{place.pointer}/name"
        for path in _TOOLS
        for place in places(document, path)
        if value_at(place.value, "purl") or value_at(place.value, "version")
    )


def _assertion_flaws(document: JsonObject, evidence: JsonObject) -> Iterator[tuple[str, Flaw]]:
    """Check 8: only the gate can say that the gate verified something."""
    for index, item in enumerate(objects_at(document, "evidence")):
        if item.get("assertion") != "gate_verified":
            continue
        checked = evidence.get(str(item.get("id")))
        if (
            value_at(checked, "digest_ok") is not True
            or value_at(checked, "signature_ok") is not True
        ):
            yield f"/evidence/{index}/assertion", flaw("claimed_gate_verified")
