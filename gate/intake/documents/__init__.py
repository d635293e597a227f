"""Documents that teams already have, read into the request: one module per format."""

from gate.intake.documents.imported import Imported, ImportedAttachment, import_documents
from gate.intake.documents.partial import partial_request
from gate.intake.documents.reading import Unreadable
from gate.intake.documents.registry import AUTO, format_names, prepare_importers

__all__ = [
    "AUTO",
    "Imported",
    "ImportedAttachment",
    "Unreadable",
    "format_names",
    "import_documents",
    "partial_request",
    "prepare_importers",
]
