"""The headings of a card: what their texts say, in terms of the request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.documents.hf_headings import Slot, slot_of, slot_of_text
from gate.intake.documents.hf_metadata import tonnes_of_text
from gate.intake.documents.licences import spdx_of
from gate.intake.documents.markdown import Section
from gate.intake.documents.notes import Notes
from gate.intake.quality.placeholders import says_nothing

_TEXT_SLOTS = (Slot.INTENDED, Slot.OUT_OF_SCOPE, Slot.LIMITATION, Slot.RISK)
_TAKEN = frozenset(
    {*_TEXT_SLOTS, Slot.MIXED, Slot.AUTHORS, Slot.CONTACT, Slot.MODEL_TYPE, Slot.VERSION}
)

_NAME_CHARS_MAX: Final = 200  # what is longer describes and does not name


@dataclass(slots=True)
class SectionTexts:
    """What the headings of one card say; `texts` in the order of the card."""

    texts: dict[Slot, list[str]] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)

    def of(self, slot: Slot) -> list[str]:
        """The texts of one slot."""
        return self.texts.get(slot, [])


def read_sections(found: Iterable[Section], notes: Notes) -> SectionTexts:
    """Sort the texts of a card by what they are about, and note the headings without a place."""
    read = SectionTexts()
    for section in found:
        slot = _slot(section)
        if slot in _TAKEN:
            for text in section.texts:
                read.texts.setdefault(slot_of_text(slot, text), []).append(text)
        elif slot in {Slot.DESCRIPTION, Slot.ENERGY}:
            for label, text in section.pairs:
                read.pairs.setdefault(label.lower(), text)
        elif section.titles and _has_content(section):
            notes.unmapped(heading_path(section))
        if section.has_more and slot in _TAKEN:
            notes.warn(slot.value, "a table or code under this heading is left out")
    return read


def heading_path(section: Section) -> str:
    """The headings above and of a section, without the title of the card."""
    return " > ".join(section.titles[1:] or section.titles)


def model_fields(read: SectionTexts, notes: Notes) -> dict[str, JsonValue]:
    """Fields of an element of `models[]` that the headings state; none is empty."""
    authors = _people(read.of(Slot.AUTHORS)) or _people(read.of(Slot.CONTACT))
    fields: dict[str, JsonValue] = {
        "limitations": notes.longs("limitation", read.of(Slot.LIMITATION)),
        "out_of_scope_uses": notes.longs("out-of-scope use", read.of(Slot.OUT_OF_SCOPE)),
        "card": {"authors": notes.shorts("authors", authors)} if authors else {},
        **_described(read, notes),
    }
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def suggestions(read: SectionTexts, notes: Notes) -> JsonObject:
    """What a person may take over: intended uses of the model, and risks of the system.

    They are never filled in: that a model may be used for something does not say that this system
    is, and who owns a risk stands on no card.
    """
    uses = notes.longs("intended use", read.of(Slot.INTENDED))
    risks = notes.longs("risk", read.of(Slot.RISK))
    found: dict[str, JsonValue] = {}
    if uses:
        found["system"] = {"intended_uses": _numbered("use", uses)}
    if risks:
        found["risk"] = {"risks": _numbered("risk", risks)}
    return found


def _described(read: SectionTexts, notes: Notes) -> dict[str, JsonValue]:
    """What the bullets under Model Description and Environmental Impact state."""
    fields: dict[str, JsonValue] = {}
    model_type = read.pairs.get("model type") or next(iter(read.of(Slot.MODEL_TYPE)), "")
    if model_type and len(model_type) <= _NAME_CHARS_MAX:
        fields["architecture_family"] = notes.short("model type", model_type)
    version = next(iter(read.of(Slot.VERSION)), "")
    if version and len(version) <= _NAME_CHARS_MAX:
        fields["version"] = notes.short("model version", version)
    licence = spdx_of(read.pairs.get("license", ""))
    if licence is not None and not says_nothing(licence):
        fields["licence"] = {"expression": licence}
    base = read.pairs.get("finetuned from model", read.pairs.get("finetuned from", ""))
    if len(base) <= _NAME_CHARS_MAX:
        fields["base_models"] = [{"name": name} for name in notes.shorts("base model", base)]
    emitted = next((text for key, text in read.pairs.items() if key.startswith("carbon emi")), "")
    if emitted and not says_nothing(emitted):
        tonnes = tonnes_of_text("carbon emitted", emitted, notes)
        fields["energy"] = {} if tonnes is None else {"co2e_t": tonnes}
    return fields


def _slot(section: Section) -> Slot:
    """What the section is about: its own heading decides, else the one above it."""
    for title in (section.label, *reversed(section.titles)):
        slot = slot_of(title)
        if slot is not None:
            return slot
    return Slot.OTHER


def _has_content(section: Section) -> bool:
    return section.has_more or any(not says_nothing(text) for text in section.texts)


def _people(texts: list[str]) -> list[JsonValue]:
    """Names and addresses, one by one: cards write them in a list or in one line."""
    stated = (text for text in texts if not says_nothing(text))
    return [name for text in stated for name in map(str.strip, text.split(",")) if name]


def _numbered(prefix: str, texts: list[str]) -> list[JsonValue]:
    return [{"id": f"{prefix}-{n}", "description": text} for n, text in enumerate(texts, 1)]
