"""The models against the schema that the request was designed with, field by field."""

import json
from typing import Any

import pytest

from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX, LIST_ITEMS_MAX, URI_CHARS_MAX
from gate.model.request.schema import SCHEMA_ID, request_schema
from tests.shared import shared

LEAVES = 568
"""Fields that hold a value: every field of the root and of the 41 shared types, each type counted
once wherever it is used, less the fields that only group others. A reference to a shared type and
an array count as one field of the object they stand in."""

_BOUNDED_BY_US = {
    "array": {"maxItems": LIST_ITEMS_MAX},
    "uri": {"maxLength": URI_CHARS_MAX},
    "idempotency_key": {
        "minLength": 1,
        "maxLength": IDEMPOTENCY_KEY_CHARS_MAX,
        "pattern": "^[!-~]+$",
    },
}
"""Where the gate bounds what the design left unbounded, and publishes that bound."""


@pytest.fixture(scope="module")
def designed() -> dict[str, Any]:
    """The schema of the design."""
    schema: dict[str, Any] = json.loads((shared("design") / "request.schema.json").read_bytes())
    return schema


def _leaf_count(schema: dict[str, Any]) -> int:
    return sum(
        _leaf_count(field) if "properties" in field else 1
        for field in schema.get("properties", {}).values()
    )


def test_the_design_has_the_fields_that_are_counted(designed):
    """The count is of the design, so that the comparison below cannot miss a part of it."""
    shared_types = designed["$defs"]

    assert len(shared_types) == 41
    assert _leaf_count(designed) + sum(map(_leaf_count, shared_types.values())) == LEAVES


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        place, name = schema["$ref"].rsplit("/", 1)
        assert place == "#/$defs"
        return root["$defs"][name]
    return schema


def _described(schema: dict[str, Any], name: str, *, ours: bool) -> dict[str, Any]:
    """What a schema says of a value itself, both sides written alike."""
    said = {
        keyword: value
        for keyword, value in schema.items()
        if keyword not in ("$defs", "$id", "$schema", "title", "description", "properties", "items")
    }
    if "enum" in said or "const" in said:
        said.setdefault("type", "string")
    said["required"] = sorted(said.get("required", []))
    if said.get("type") == "object" and said.get("additionalProperties") is True:
        del said["additionalProperties"]
    if not ours:
        said.update(_BOUNDED_BY_US.get(said["type"], {}))
        said.update(_BOUNDED_BY_US.get(said.get("format", ""), {}))
        said.update(_BOUNDED_BY_US.get(name, {}))
    return said


def _compare(
    designed: tuple[dict[str, Any], dict[str, Any]],
    ours: tuple[dict[str, Any], dict[str, Any]],
    place: str,
    compared: set[str],
) -> None:
    """Compare two schemas, each given with its root, and everything below them.

    `compared` collects each field at the type that declares it, so that its size is the number of
    fields compared.
    """
    theirs, root = designed
    mine, my_root = ours
    name = place.rsplit(".", 1)[-1]

    assert _described(mine, name, ours=True) == _described(theirs, name, ours=False), place
    assert ("items" in mine) == ("items" in theirs), place
    if "items" in theirs:
        _compare(
            (_resolved(theirs["items"], root), root),
            (_resolved(mine["items"], my_root), my_root),
            _declared(theirs["items"], place + "[]"),
            compared,
        )
    fields, my_fields = theirs.get("properties", {}), mine.get("properties", {})
    assert list(my_fields) == list(fields), place
    for key, field in fields.items():
        if "properties" not in field:
            compared.add(f"{place}.{key}")
        _compare(
            (_resolved(field, root), root),
            (_resolved(my_fields[key], my_root), my_root),
            _declared(field, f"{place}.{key}"),
            compared,
        )


def _declared(schema: dict[str, Any], place: str) -> str:
    name: str = schema.get("$ref", place)
    return name


def test_every_field_is_as_designed(designed):
    """Name, order, type, words, bounds, format, required and closedness of all 568 fields."""
    mine = request_schema()
    compared: set[str] = set()

    _compare((designed, designed), (mine, mine), "", compared)

    assert len(compared) == LEAVES
    assert mine["$id"] == designed["$id"] == SCHEMA_ID


def test_the_type_checker_of_opa_sees_every_field():
    """No union and no reference out of the document, each of which would switch checking off."""

    def keywords(schema: Any) -> set[str]:
        if isinstance(schema, dict):
            return set(schema).union(*map(keywords, schema.values()))
        if isinstance(schema, list):
            return set().union(*map(keywords, schema))
        return set()

    schema = request_schema()
    references = {field["$ref"] for field in _objects(schema) if isinstance(field.get("$ref"), str)}

    assert not keywords(schema) & {"oneOf", "anyOf", "allOf", "not", "if"}
    assert references
    assert all(reference.startswith("#/$defs/") for reference in references)


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(inner for item in value.values() for inner in _objects(item))]
    if isinstance(value, list):
        return [inner for item in value for inner in _objects(item)]
    return []
