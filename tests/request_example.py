"""A request with every field of the schema filled, and where each field stands in it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from gate.model.request.schema import request_schema

_FORMATS = {
    "date-time": "2026-11-23T09:00:00Z",
    "date": "2026-11-23",
    "uuid": "6f0c1c3e-3c2e-4c0e-8a56-0a4d6a0f1d11",
    "uri": "https://example.org/report",
}


@dataclass(frozen=True)
class Field:
    """One field of the schema, at the first place where the full request has it.

    Attributes:
        steps: the keys and indices that lead there from the request.
        schema: its own schema, `$ref` as it stands.
        required: whether its object cannot be without it.
    """

    steps: tuple[str | int, ...]
    schema: dict[str, Any]
    required: bool

    @property
    def pointer(self) -> str:
        """Its place in a body."""
        return "/request/" + "/".join(map(str, self.steps))

    @property
    def shape(self) -> dict[str, Any]:
        """Its schema, a `$ref` resolved."""
        return resolved(self.schema)


@cache
def _schema() -> dict[str, Any]:
    return request_schema()


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, or what its `$ref` points at."""
    if "$ref" in schema:
        found: dict[str, Any] = _schema()["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema


def full_request() -> dict[str, Any]:
    """A valid request in which no field is absent and every array has one element."""
    example: dict[str, Any] = example_of(_schema())
    return example


def minimal_request() -> dict[str, Any]:
    """A valid request of required fields alone."""
    return _pruned(full_request(), _schema())


def example_of(schema: dict[str, Any]) -> Any:
    """A valid value for `schema`."""
    schema = resolved(schema)
    if "properties" in schema:
        return {name: example_of(field) for name, field in schema["properties"].items()}
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "array":
        return [example_of(schema["items"])]
    if schema["type"] == "string":
        return _FORMATS.get(schema.get("format", ""), "text")
    return {"object": {"key": "value"}, "boolean": True, "integer": 1, "number": 1}[schema["type"]]


def fields() -> Iterator[Field]:
    """Every field of the request once: those of a shared object at its first place."""
    yield from _fields(_schema(), (), set())


def objects() -> Iterator[tuple[str | int, ...]]:
    """The way to every closed object: the root, and whatever a field or a list in it holds."""
    yield ()
    yield from (
        (*field.steps, 0) if field.shape.get("type") == "array" else field.steps
        for field in fields()
        if "properties" in resolved(field.shape.get("items", field.shape))
    )


def value_at(document: Any, steps: tuple[str | int, ...]) -> Any:
    """What stands at `steps` in `document`."""
    for step in steps:
        document = document[step]
    return document


def replaced(document: Any, steps: tuple[str | int, ...], value: Any) -> Any:
    """A copy of `document` with `value` at `steps`."""
    changed = deepcopy(document)
    value_at(changed, steps[:-1])[steps[-1]] = value
    return changed


def _fields(
    schema: dict[str, Any], steps: tuple[str | int, ...], seen: set[str]
) -> Iterator[Field]:
    for name, field in schema["properties"].items():
        here = (*steps, name)
        yield Field(here, field, name in schema.get("required", []))
        shape = resolved(field)
        inside = shape.get("items", field)
        reference = inside.get("$ref")
        if reference in seen:
            continue
        if reference:
            seen.add(reference)
        if "properties" in resolved(inside):
            step = (*here, 0) if inside is not field else here
            yield from _fields(resolved(inside), step, seen)


def _pruned(value: Any, schema: dict[str, Any]) -> Any:
    schema = resolved(schema)
    if "properties" in schema:
        return {
            name: _pruned(value[name], schema["properties"][name])
            for name in schema.get("required", [])
        }
    if schema.get("type") == "array":
        return [_pruned(item, schema["items"]) for item in value]
    return value
