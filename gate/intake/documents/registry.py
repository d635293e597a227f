"""The formats that the gate can read."""

from typing import Final

from gate.intake.documents.cyclonedx import CycloneDxImporter
from gate.intake.documents.hf_card import HfCardImporter
from gate.intake.documents.reading import Importer, Unreadable
from gate.intake.documents.statements import StatementImporter
from gate.intake.statements import FORMATS

AUTO: Final = "auto"
"""The name under which a document is sent whose format the gate shall find out."""

_IMPORTERS: Final[tuple[Importer, ...]] = (
    *(StatementImporter(name) for name in sorted(FORMATS)),
    CycloneDxImporter(),
    HfCardImporter(),
)


def format_names() -> tuple[str, ...]:
    """The formats that can be named, sorted, without `auto`."""
    return tuple(sorted(importer.name for importer in _IMPORTERS))


def prepare_importers() -> None:
    """Load what the first document of a format would wait for: schemas, about a second."""
    for importer in _IMPORTERS:
        if isinstance(importer, CycloneDxImporter):
            importer.prepare()


def importer_for(format_name: str, content: bytes, filename: str | None) -> Importer:
    """The importer of a named format, or the one that recognises the document.

    Raises:
        Unreadable: there is no such format, or no importer recognises the document.
    """
    if format_name != AUTO:
        for importer in _IMPORTERS:
            if importer.name == format_name:
                return importer
        raise Unreadable("the format", f"expected auto or one of {', '.join(format_names())}")
    for importer in _IMPORTERS:
        if importer.recognises(content, filename):
            return importer
    reason = f"not recognised; name it, one of {', '.join(format_names())}"
    raise Unreadable("the format", reason)
