"""Step 4 of a decision: import the attached documents.

What a document is and what it says is recorded with the decision, so that it can be checked later
that nothing came in which no document said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from gate.canon import JsonObject, JsonValue, sha256_hex
from gate.errors import DocumentInvalid, Problem
from gate.intake.documents.merge import Filling, Origin
from gate.intake.documents.reading import Importer, Reading, Unreadable, bounded_notes
from gate.intake.documents.registry import importer_for
from gate.limits import LIST_ITEMS_MAX


class AttachedDocument(Protocol):
    """A document as it was sent."""

    @property
    def id(self) -> str:
        """Its id, unique among the attached documents."""

    @property
    def format(self) -> str:
        """The format it is said to have, or `auto`."""

    @property
    def filename(self) -> str | None:
        """The name of its file, a hint for `auto`."""

    @property
    def content(self) -> bytes:
        """Its bytes."""


@dataclass(frozen=True, slots=True)
class ImportedAttachment:
    """The record of one import.

    Attributes:
        digest: `sha256:…` over the bytes of the document.
        format: the format as which it was read, never `auto`.
        valid: whether it keeps the rules of its format.
        warnings: what could not be carried over, and why.
        unmapped_fields: what it says that has no place in a request.
    """

    id: str
    digest: str
    format: str
    importer: str
    importer_version: str
    valid: bool
    warnings: tuple[str, ...]
    unmapped_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The request after the import, and what was imported, in the order of the attachments."""

    document: JsonObject
    attachments: tuple[ImportedAttachment, ...]


def import_documents(document: JsonObject, attachments: Iterable[AttachedDocument]) -> Imported:
    """Fill what the request left empty with what the attached documents say.

    A document that comes earlier is asked first. The request is not changed; without attachments it
    is returned as it is.

    Raises:
        DocumentInvalid: a document cannot be read as its format; `problems` names each of them by
            its place among the attachments, and the place inside it.
    """
    readings: list[tuple[AttachedDocument, Importer, Reading]] = []
    problems: list[Problem] = []
    for index, attached in enumerate(attachments):
        try:
            importer = importer_for(attached.format, attached.content, attached.filename)
            readings.append((attached, importer, importer.read(attached.content)))
        except Unreadable as error:
            detail = f"{error.place}: {error.reason}"
            problems.append(Problem(f"/attachments/{index}", "unreadable", detail))
    if not problems and len(readings) + _stated_imports(document) > LIST_ITEMS_MAX:
        detail = f"expected at most {LIST_ITEMS_MAX} imports with those of the attachments"
        problems.append(Problem("/request/imports", "too_long", detail))
    if problems:
        first = problems[0]
        raise DocumentInvalid(f"{first.pointer}: {first.detail}", tuple(problems))
    filling = Filling(dict(document))
    records = tuple(_take(filling, *reading) for reading in readings)
    return Imported(filling.document if records else document, records)


def _take(
    filling: Filling, attached: AttachedDocument, importer: Importer, reading: Reading
) -> ImportedAttachment:
    sha256 = sha256_hex(attached.content)
    said_before = len(filling.warnings)
    filling.take(reading, Origin(attached.id, importer.name, sha256))
    warnings = [*reading.warnings, *filling.warnings[said_before:]]
    if not _can_enter(filling.document, attached.id, sha256):
        warnings.append("imports: an element has this id and names another document")
    record = ImportedAttachment(
        id=attached.id,
        digest=f"sha256:{sha256}",
        format=importer.name,
        importer=importer.name,
        importer_version=importer.version,
        valid=reading.valid,
        warnings=bounded_notes(warnings),
        unmapped_fields=reading.unmapped_fields,
    )
    _enter(filling.document, record, sha256)
    return record


def _enter(document: dict[str, JsonValue], record: ImportedAttachment, sha256: str) -> None:
    """Add the import to `imports[]`; one that the request states itself is not changed."""
    imports = _imports(document)
    if any(_id_of(entry) == record.id for entry in imports):
        return
    entry: JsonObject = {
        "id": record.id,
        "format": record.format,
        "digest": {"alg": "sha256", "value": sha256},
        "importer": record.importer,
        "importer_version": record.importer_version,
        "warnings": list(record.warnings),
        "unmapped_fields": list(record.unmapped_fields),
    }
    document["imports"] = [*imports, entry]


def _can_enter(document: JsonObject, identifier: str, sha256: str) -> bool:
    """Whether no import of that id names other bytes."""
    digest = {"alg": "sha256", "value": sha256}
    return all(
        not isinstance(entry, dict) or _id_of(entry) != identifier or entry.get("digest") == digest
        for entry in _imports(document)
    )


def _imports(document: JsonObject) -> list[JsonValue]:
    stated = document.get("imports")
    return list(stated) if isinstance(stated, list | tuple) else []


def _stated_imports(document: JsonObject) -> int:
    return len(_imports(document))


def _id_of(entry: JsonValue) -> JsonValue:
    return entry.get("id") if isinstance(entry, dict) else None
