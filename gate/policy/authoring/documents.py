"""The shape of every document that a policy reads: `input` by its schema, `data` by its values.

A reference to something that neither has is always undefined. OPA takes that for an ordinary
"does not hold", so a typing error would silence a rule; here it is found before.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from gate.canon import JsonValue

Schema: TypeAlias = Mapping[str, Any] | bool

_LOCAL: Final = "#/$defs/"


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """What may stand at one place of a document; equal to another when the schemas are the same."""

    schemas: tuple[Schema, ...]
    definitions: Mapping[str, Schema]

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Nodes) and self._identity == other._identity

    @property
    def _identity(self) -> frozenset[int]:
        return frozenset(map(id, self.schemas))

    @property
    def is_open(self) -> bool:
        """May anything stand there?"""
        return any(_is_open(each) for each in self._resolved())

    @property
    def kinds(self) -> frozenset[str]:
        """The JSON types that may stand there; empty where anything may."""
        kinds: set[str] = set()
        for each in self._resolved():
            kinds |= _types(each)
        return frozenset(kinds)

    def key(self, name: str) -> "Nodes | None":
        """What stands under a constant key; None when nothing ever does."""
        found = [
            schema
            for each in self._resolved()
            if "object" in _types(each) or _is_open(each)
            for schema in _under(each, name)
        ]
        return Nodes(tuple(found), self.definitions) if found else None

    def element(self) -> "Nodes | None":
        """What stands at an index or under a key that varies; None when nothing ever does."""
        found: list[Schema] = []
        for each in self._resolved():
            if _is_open(each):
                found.append(True)
            elif isinstance(each, Mapping):
                found += _elements(each)
        return Nodes(tuple(found), self.definitions) if found else None

    def _resolved(self) -> Iterable[Schema]:
        pending = list(self.schemas)
        while pending:
            schema = pending.pop(0)
            if isinstance(schema, Mapping) and "$ref" in schema:
                pending.append(self.definitions[str(schema["$ref"]).removeprefix(_LOCAL)])
            elif isinstance(schema, Mapping) and ("anyOf" in schema or "oneOf" in schema):
                pending += schema.get("anyOf", schema.get("oneOf"))
            else:
                yield schema


def input_schema(
    request: Mapping[str, Any], facts: Mapping[str, Any], clock: Mapping[str, Any]
) -> dict[str, Any]:
    """The schema of the policy input: the blocks of the request, `facts` and `clock`."""
    return {**request, "properties": {**request["properties"], "facts": facts, "clock": clock}}


def nodes_of(schema: Mapping[str, Any]) -> Nodes:
    """The place at the top of a document with this schema."""
    return Nodes((schema,), schema.get("$defs", {}))


def schema_of_value(value: JsonValue) -> Schema:
    """The narrowest schema of a value that is known already, such as the tables of a release."""
    if isinstance(value, Mapping):
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {key: schema_of_value(item) for key, item in value.items()},
        }
    if isinstance(value, list | tuple):
        return {"type": "array", "items": {"anyOf": [schema_of_value(item) for item in value]}}
    return {"const": value}


def _is_open(schema: Schema) -> bool:
    return schema is True or (isinstance(schema, Mapping) and not _types(schema))


def _types(schema: Schema) -> frozenset[str]:
    if not isinstance(schema, Mapping):
        return frozenset()
    if "type" in schema:
        types = schema["type"]
        return frozenset([types] if isinstance(types, str) else types)
    values = schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else []
    return frozenset("scalar" for _ in values)


def _under(schema: Schema, name: str) -> list[Schema]:
    if not isinstance(schema, Mapping):
        return [True]
    if name in schema.get("properties", {}):
        return [schema["properties"][name]]
    patterns = schema.get("patternProperties", {})
    matching = [each for pattern, each in patterns.items() if re.search(pattern, name)]
    if matching:
        return matching
    rest = schema.get("additionalProperties", True)
    return [] if rest is False else [rest]


def _elements(schema: Mapping[str, Any]) -> list[Schema]:
    found: list[Schema] = []
    if "array" in _types(schema):
        found.append(schema.get("items", True))
    if "object" in _types(schema):
        found += schema.get("properties", {}).values()
        rest = schema.get("additionalProperties", True)
        if rest is not False:
            found.append(rest)
    return found
