"""Hugging Face model and dataset cards: front matter and headings of a README.

The front matter wins where both say the same. A card is a claim of its author; nothing in it can
lower a tier, because nothing in it reaches the blocks that decide one.
"""

import re
from collections.abc import Iterable
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.documents.front_matter import MarkdownFile, split_markdown
from gate.intake.documents.hf_headings import slot_of
from gate.intake.documents.hf_metadata import (
    READ,
    READ_OF_DATASET,
    base_models_of,
    emissions_of,
    is_of_dataset,
    languages_of,
    licence_of,
)
from gate.intake.documents.hf_results import Results, read_results
from gate.intake.documents.hf_sections import heading_path, model_fields, read_sections, suggestions
from gate.intake.documents.markdown import Section, sections
from gate.intake.documents.notes import Notes
from gate.intake.documents.reading import EMPTY, Part, Reading
from gate.intake.quality.placeholders import says_nothing

_TITLE: Final = re.compile(
    r"(?:(?P<dataset>dataset)|model) card(?: for)?\s*[:\-–]?\s*(?P<name>.*)\Z", re.IGNORECASE
)
_TITLE_END: Final = re.compile(r"\s*[-–:]?\s*model card\Z", re.IGNORECASE)


class HfCardImporter:
    """Reads a card. Everything that is not UTF-8 or has an unreadable front matter is refused."""

    name: Final = "hf_card"
    version: Final = "1.0.0"

    def recognises(self, content: bytes, filename: str | None) -> bool:
        """A Markdown file by its name, or text that begins with a front matter or a heading."""
        if filename is not None and filename.lower().endswith((".md", ".markdown")):
            return True
        head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
        return head.startswith((b"---\n", b"---\r", b"# ", b"## "))

    def read(self, content: bytes) -> Reading:
        """What the card says.

        Raises:
            Unreadable: not a card; see `front_matter.split_markdown`.
        """
        file = split_markdown(content)
        notes = Notes(file.warnings)
        found = sections(file.body, lambda label: slot_of(label) is not None)
        titled = _title(found)
        if is_of_dataset(file.metadata) or (titled is not None and titled["dataset"]):
            return _dataset_card(file, found, notes)
        return _model_card(file, found, notes)


def _model_card(file: MarkdownFile, found: list[Section], notes: Notes) -> Reading:
    metadata = file.metadata
    datasets = tuple(notes.shorts("datasets", metadata.get("datasets")))
    results = read_results(metadata.get("model-index"), datasets, notes)
    texts = read_sections(found, notes)
    fields = {**model_fields(texts, notes), **_from_metadata(metadata, notes)}
    _note_unmapped(metadata, READ, notes)
    tool = notes.short("library_name", metadata.get("library_name"))
    return Reading(
        models=(Part(_names(metadata, results, found), fields),),
        datasets=datasets,
        tooling=({"name": tool},) if tool is not None else (),
        runs=results.runs,
        suggestions=suggestions(texts, notes),
        valid=notes.valid,
        warnings=notes.warnings,
        unmapped_fields=notes.unmapped_fields,
    )


def _from_metadata(metadata: JsonObject, notes: Notes) -> dict[str, JsonValue]:
    """Fields of an element of `models[]` that the front matter states; none is empty."""
    tonnes = emissions_of(metadata.get("co2_eq_emissions"), notes)
    fields: dict[str, JsonValue] = {
        "licence": licence_of(metadata, notes),
        "base_models": base_models_of(metadata.get("base_model"), notes),
        "task": notes.short("pipeline_tag", metadata.get("pipeline_tag")),
        "energy": {} if tonnes is None else {"co2e_t": tonnes},
    }
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _dataset_card(file: MarkdownFile, found: list[Section], notes: Notes) -> Reading:
    """A dataset card states a licence and languages; its prose has no place yet."""
    metadata = file.metadata
    licence = licence_of(metadata, notes)
    fields: dict[str, JsonValue] = {
        "licence": licence.get("expression"),
        "languages": languages_of(metadata.get("language"), notes),
    }
    if "custom_uri" in licence:
        notes.unmapped("license_link")
    _note_unmapped(metadata, READ_OF_DATASET, notes)
    for section in found:
        if section.titles[1:] and any(not says_nothing(text) for text in section.texts):
            notes.unmapped(heading_path(section))
    pretty = notes.short("pretty_name", metadata.get("pretty_name"))
    titled = _title(found)
    stated = {name: value for name, value in fields.items() if value not in (None, [])}
    return Reading(
        data=(Part(_saying((pretty or "", titled["name"] if titled else "")), stated),),
        valid=notes.valid,
        warnings=notes.warnings,
        unmapped_fields=notes.unmapped_fields,
    )


def _names(metadata: JsonObject, results: Results, found: list[Section]) -> tuple[str, ...]:
    """What the card calls its model: stated names first, then its title."""
    stated = metadata.get("model_name")
    title = next((section.titles[0] for section in found if section.titles), "")
    titled = _title(found)
    candidates = (
        stated if isinstance(stated, str) else "",
        *results.names,
        titled["name"] if titled else _TITLE_END.sub("", title),
    )
    return _saying(candidates)


def _saying(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name and not says_nothing(name)))


def _title(found: list[Section]) -> re.Match[str] | None:
    """The first heading, if it says that this is a card."""
    title = next((section.titles[0] for section in found if section.titles), "")
    return _TITLE.match(title)


def _note_unmapped(metadata: JsonObject, read: frozenset[str], notes: Notes) -> None:
    for name, value in metadata.items():
        if name not in read and value not in EMPTY:
            notes.unmapped(name)
