"""CycloneDX bills of materials for machine learning, versions 1.5 to 1.7, in JSON.

Whether a bill keeps its schema is asked of the project's own library; a bill that does not is read
as far as it goes and recorded as not valid, so that no rule rests on it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.errors import Malformed
from gate.intake.documents.licences import all_of
from gate.intake.documents.notes import Notes
from gate.intake.documents.reading import Part, Reading, Unreadable
from gate.intake.spdx import is_licence_expression
from gate.intake.stated import object_at, objects_at, text_at
from gate.intake.strict_json import parse
from gate.limits import IMPORT_TEXTS_MAX

_FORMAT: Final = "CycloneDX"
_VERSIONS: Final = ("1.5", "1.6", "1.7")
_MODEL: Final = "machine-learning-model"
_DATA: Final = "data"
_READ: Final = frozenset(
    {"$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components"}
)

_NOT_MAPPED: Final = frozenset(
    {"useCases", "users", "ethicalConsiderations", "fairnessAssessments", "quantitativeAnalysis"}
)


class CycloneDxImporter:
    """Reads the models and datasets of a bill of materials."""

    name: Final = "cyclonedx"
    version: Final = "1.0.0"

    def prepare(self) -> None:
        """Load the schemas."""
        for version in _VERSIONS:
            _validator(version)

    def recognises(self, content: bytes, filename: str | None) -> bool:
        """JSON that says so near its beginning."""
        del filename
        return content.lstrip()[:1] == b"{" and b'"CycloneDX"' in content[:2_000]

    def read(self, content: bytes) -> Reading:
        """What the bill says of models and data.

        Raises:
            Unreadable: not JSON, not CycloneDX, or of a version that is not read here.
        """
        bill = _bill(content)
        notes = Notes()
        _validate(content, text_at(bill, "specVersion"), notes)
        for name, value in bill.items():
            if name not in _READ and value not in (None, [], {}, ""):
                notes.unmapped(name)
        models, data = [], []
        for place, component in _components(bill):
            if component.get("type") == _MODEL:
                models.append(_model(component, place, notes))
            elif component.get("type") == _DATA:
                data.append(Part(_names(component, place, notes), {}, place))
        return Reading(
            models=tuple(models),
            data=tuple(data),
            valid=notes.valid,
            warnings=notes.warnings,
            unmapped_fields=notes.unmapped_fields,
        )


def _bill(content: bytes) -> JsonObject:
    try:
        bill = parse(content)
    except Malformed as error:
        raise Unreadable("the document", f"expected JSON; {error.detail}") from error
    if not isinstance(bill, dict) or bill.get("bomFormat") != _FORMAT:
        raise Unreadable("/bomFormat", f"expected {_FORMAT}")
    if bill.get("specVersion") not in _VERSIONS:
        raise Unreadable("/specVersion", f"expected one of {', '.join(_VERSIONS)}")
    return bill


def _validate(content: bytes, version: str, notes: Notes) -> None:
    """Note that the bill does not keep the schema of its version; values are never repeated."""
    found: Any = _validator(version).validate_str(content.decode())
    if found is not None:
        path = "/".join(str(step) for step in getattr(found.data, "absolute_path", ()))
        notes.invalid(f"/{path}", f"does not keep the schema of {_FORMAT} {version}")


@cache
def _validator(version: str) -> Any:
    # The library and its schemas are large, and most requests have no bill.
    from cyclonedx.schema import SchemaVersion  # noqa: PLC0415
    from cyclonedx.validation.json import JsonStrictValidator  # noqa: PLC0415

    return JsonStrictValidator(SchemaVersion.from_version(version))


def _components(bill: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """The component that the bill is about, and those it lists, one level deep in each."""
    about = object_at(object_at(bill, "metadata"), "component")
    if about:
        yield "/metadata/component", about
    for index, component in enumerate(objects_at(bill, "components")[:IMPORT_TEXTS_MAX]):
        yield f"/components/{index}", component
        for inner, part in enumerate(objects_at(component, "components")[:IMPORT_TEXTS_MAX]):
            yield f"/components/{index}/components/{inner}", part


def _model(component: JsonObject, place: str, notes: Notes) -> Part:
    card = object_at(component, "modelCard")
    parameters = object_at(card, "modelParameters")
    considerations = object_at(card, "considerations")
    fields: dict[str, JsonValue] = {
        "version": notes.short(f"{place}/version", component.get("version")),
        "licence": _licence(component, place, notes),
        "task": notes.short(f"{place}/modelCard/modelParameters/task", parameters.get("task")),
        "architecture_family": notes.short(
            f"{place}/modelCard/modelParameters/architectureFamily",
            parameters.get("architectureFamily"),
        ),
        "limitations": _texts(considerations, "technicalLimitations", place, notes),
        "tradeoffs": _texts(considerations, "performanceTradeoffs", place, notes),
    }
    for name, value in (*considerations.items(), *card.items()):
        if name in _NOT_MAPPED and value not in (None, [], {}, ""):
            notes.unmapped(name)
    kept = {name: value for name, value in fields.items() if value not in (None, [], {})}
    return Part(_names(component, place, notes), kept, place)


def _names(component: JsonObject, place: str, notes: Notes) -> tuple[str, ...]:
    name = notes.short(f"{place}/name", component.get("name"))
    return () if name is None else (name,)


def _texts(block: JsonObject, name: str, place: str, notes: Notes) -> list[JsonValue]:
    stated = block.get(name)
    texts = [text for text in stated if isinstance(text, str)] if isinstance(stated, list) else []
    return [*notes.longs(f"{place}/modelCard/considerations/{name}", texts)]


def _licence(component: JsonObject, place: str, notes: Notes) -> JsonObject:
    """The expression of the component, or its ids joined; names that are no id are left out."""
    stated = objects_at(component, "licenses")
    found = [
        text_at(entry, "expression") or text_at(object_at(entry, "license"), "id")
        for entry in stated
    ]
    known = [text for text in found if is_licence_expression(text)]
    if stated and not known:
        notes.warn(f"{place}/licenses", "expected an SPDX id or expression")
    return {"expression": all_of(known)} if known else {}
