"""What one document would give a request: the output of `gate import`."""

from gate.canon import JsonObject, JsonValue
from gate.intake.documents.reading import Part
from gate.intake.documents.registry import importer_for


def partial_request(format_name: str, content: bytes, filename: str | None = None) -> JsonObject:
    """`{"request": {…}, "warnings": […], "unmapped_fields": […]}` for one document.

    The request is a beginning for a person to complete: fields that a document of this format never
    states are absent, even where the schema asks for them.

    Raises:
        Unreadable: it is not of that format, or there is no such format.
    """
    importer = importer_for(format_name, content, filename)
    reading = importer.read(content)
    source: JsonObject = {"format": importer.name}
    request: dict[str, JsonValue] = {
        "models": [_element(part, source, "model") for part in reading.models],
        "data": [
            *(_element(part, source, "dataset") for part in reading.data),
            *(_training_set(name) for name in reading.datasets),
        ],
        "evaluation": {"runs": list(reading.runs)} if reading.runs else {},
        "resources": {"tooling": list(reading.tooling)} if reading.tooling else {},
        **reading.suggestions,
    }
    return {
        "request": {block: value for block, value in request.items() if value},
        "warnings": list(reading.warnings),
        "unmapped_fields": list(reading.unmapped_fields),
    }


def _element(part: Part, source: JsonObject, identifier: str) -> JsonObject:
    name: JsonObject = {"name": part.names[0]} if part.names else {}
    return {"id": identifier, **name, **part.fields, "source_ref": source}


def _training_set(name: str) -> JsonObject:
    return {"id": name, "name": name, "role": ["train"]}
