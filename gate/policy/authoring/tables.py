"""The tables of a release, from `data/*.yaml`: checked against their schemas and put together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gate.canon import JsonValue
from gate.policy.authoring.overrides import Overrides, check_patched, patched, shares
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.sources import Sources
from gate.policy.authoring.yaml_files import check_document, pointer_of, read_document
from gate.strict_yaml import YamlDocument


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that is `data.tables`, and the place of each value by its JSON pointer."""

    value: dict[str, JsonValue]
    places: Mapping[str, Place]

    def at(self, *path: str) -> JsonValue:
        """The value at `path`; None where there is none."""
        value: JsonValue = self.value
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else None
        return value

    def place(self, *path: str) -> Place:
        """Where the value at `path` is written."""
        return self.places.get(pointer_of(path), Place("data", 1))


@dataclass(frozen=True, slots=True)
class _File:
    document: YamlDocument
    schema: Mapping[str, Any]


def read_tables(sources: Sources, overrides: Overrides, refusals: Refusals) -> Tables:
    """The tables of all files with what is overridden; what does not fit goes to `refusals`."""
    files = _read_files(sources, refusals)
    shared = shares(
        overrides, {file: each.document.value for file, each in files.items()}, refusals
    )
    tables: dict[str, JsonValue] = {}
    places: dict[str, Place] = {}
    for file, each in files.items():
        lines = each.document.lines.items()
        places |= {pointer: Place(file, line) for pointer, line in lines}
        value = each.document.value
        if shared[file]:
            value = patched(value, shared[file])
            check_patched(value, each.schema, overrides, "tables", refusals)
        if isinstance(value, Mapping):
            _merge(tables, value, (file, each.document, ""), refusals)
    for pointer, line in overrides.lines.items():
        if pointer.startswith("/tables/"):
            places[pointer.removeprefix("/tables")] = Place(overrides.file, line)
    return Tables(tables, places)


def _read_files(sources: Sources, refusals: Refusals) -> dict[str, _File]:
    files = {}
    for file, content in sources.tables.items():
        schema = sources.schemas.get(file.removesuffix(".yaml") + ".schema.json")
        document = read_document(file, content, refusals)
        if schema is None:
            refusals.add(Place(file, 1), "the tables have no schema", "add it beside them")
        if schema is None or document is None:
            continue
        files[file] = _File(document, json.loads(schema))
        check_document(file, document, files[file].schema, refusals)
    return files


def _merge(
    into: dict[str, JsonValue],
    more: Mapping[str, JsonValue],
    at: tuple[str, YamlDocument, str],
    refusals: Refusals,
) -> None:
    file, document, pointer = at
    for name, value in more.items():
        place = f"{pointer}/{name}"
        known = into.get(name)
        if name not in into:
            into[name] = dict(value) if isinstance(value, Mapping) else value
        elif isinstance(known, dict) and isinstance(value, Mapping):
            _merge(known, value, (file, document, place), refusals)
        else:
            refusals.add(
                Place(file, document.lines.get(place, 1)),
                f"the table {place[1:].replace('/', '.')} is in another file, too",
                "keep it in one",
            )
