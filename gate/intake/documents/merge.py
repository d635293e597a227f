"""Filling a request with what an attached document says.

Three rules hold for every format. Only what the request left empty is filled; nothing that it says
is ever changed. Only models, datasets and tools are filled in, and of them nothing that a request
has to state, which is all that decides a tier; so an import can never lower one. And what would
not fit the schema is left out with a warning, so the request stays valid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.intake.documents.matching import find_element, forms, ids_by_name
from gate.intake.documents.reading import EMPTY, Part, Reading

_WHOLE: Final[Mapping[str, tuple[str, ...]]] = {"licence": ("expression", "custom_uri")}
"""Fields of an object that are filled together or not at all: half of two licences is neither."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The document that fills: its id, its format and the SHA-256 of its bytes in hex."""

    id: str
    format: str
    sha256: str


@dataclass(slots=True)
class Filling:
    """A request that is being filled.

    `document` shares with the original all that was not filled; the original is never changed.
    """

    document: dict[str, JsonValue]
    warnings: list[str] = field(default_factory=list)

    def take(self, reading: Reading, origin: Origin) -> None:
        """Fill in what `reading` says."""
        for part in reading.models:
            self._fill("models", part, origin, self._model_fields(part, reading, origin))
        for part in reading.data:
            self._fill("data", part, origin, part.fields)
        self._add_tools(reading.tooling)
        if reading.runs:
            self.warnings.append(
                "evaluation.runs: results are not added, because the document states neither which "
                "artefact was measured nor when"
            )
        for block in sorted(reading.suggestions):
            self.warnings.append(f"{block}: what the document suggests is left to a person")

    def _fill(self, block: str, part: Part, origin: Origin, fields: JsonObject) -> None:
        elements = _objects(self.document.get(block))
        match = find_element(elements, part.names, origin.sha256)
        if match.remark is not None:
            self.warnings.append(f"{block}: {match.remark}")
        if match.position is None:
            return
        filled = _filled(elements[match.position], fields)
        if filled is None:
            return
        if filled.get("source_ref") in EMPTY:
            filled["source_ref"] = _source(part, origin)
        elements[match.position] = filled
        self.document[block] = elements

    def _model_fields(self, part: Part, reading: Reading, origin: Origin) -> JsonObject:
        fields: dict[str, Any] = dict(part.fields)
        digest = {"alg": "sha256", "value": origin.sha256}
        fields["card"] = {**fields.get("card", {}), "format": origin.format, "digest": digest}
        fields["datasets"] = self._dataset_ids(reading.datasets)
        fields.pop("version", None)  # a request has to state it
        return fields

    def _dataset_ids(self, names: Sequence[str]) -> list[JsonValue]:
        """Ids of those datasets of the request that the document names."""
        known = ids_by_name(_objects(self.document.get("data")))
        ids: dict[str, None] = {}
        for position, name in enumerate(names):
            found = next((known[form] for form in forms(name) if form in known), None)
            if found is None:
                self.warnings.append(f"datasets/{position}: data[] has no dataset of this name")
            else:
                ids[found] = None
        return list(ids)

    def _add_tools(self, tools: Sequence[JsonObject]) -> None:
        resources = self.document.get("resources", {})
        if tools and isinstance(resources, Mapping) and resources.get("tooling") in EMPTY:
            self.document["resources"] = {**resources, "tooling": list(tools)}


def _filled(element: JsonObject, fields: JsonObject) -> dict[str, JsonValue] | None:
    """`element` with those of `fields` that it leaves empty, or None when it leaves none empty."""
    filled: dict[str, JsonValue] = dict(element)
    for name, value in fields.items():
        stated = filled.get(name)
        if value in EMPTY:
            continue
        if stated in EMPTY:
            filled[name] = value
        elif isinstance(stated, Mapping) and isinstance(value, Mapping):
            begun = any(stated.get(key) not in EMPTY for key in _WHOLE.get(name, ()))
            inner = None if begun else _filled(stated, value)
            if inner is not None:
                filled[name] = inner
    return filled if filled != element else None


def _source(part: Part, origin: Origin) -> JsonObject:
    source: dict[str, JsonValue] = {"format": origin.format, "import_id": origin.id}
    return {**source, "pointer": part.pointer} if part.pointer else source


def _objects(value: JsonValue) -> list[JsonObject]:
    stated = value if isinstance(value, list | tuple) else []
    return [element for element in stated if isinstance(element, Mapping)]
