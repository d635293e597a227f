"""The tables of a release, from `data/*.yaml`: checked against their schemas and put together."""

import json
from collections.abc import Mapping
from typing import Any, Final

import jsonschema
from jsonschema.validators import validator_for
from referencing import Registry

from gate.canon import JsonValue
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.sources import Sources
from gate.strict_yaml import YamlDocument, YamlInvalid, read_yaml

_SCHEMA_FIX: Final = "correct the value, or the schema beside it"


def read_tables(sources: Sources, refusals: Refusals) -> dict[str, JsonValue]:
    """Everything that is `data.tables`; what does not fit its schema goes to `refusals`."""
    tables: dict[str, JsonValue] = {}
    for file in sources.tables:
        schema = sources.schemas.get(file.removesuffix(".yaml") + ".schema.json")
        document = read_document(file, sources.tables[file], refusals)
        if schema is None:
            refusals.add(Place(file, 1), "the tables have no schema", "add it beside them")
        if schema is None or document is None:
            continue
        check_document(file, document, json.loads(schema), refusals)
        if isinstance(document.value, Mapping):
            _merge(tables, document.value, (file, document, ""), refusals)
    return tables


def read_document(file: str, content: bytes, refusals: Refusals) -> YamlDocument | None:
    """The YAML in `content`; None when it is none."""
    try:
        return read_yaml(content.decode())
    except UnicodeDecodeError:
        refusals.add(Place(file, 1), "the file is not UTF-8", "write it as UTF-8")
    except YamlInvalid as error:
        refusals.add(Place(file, error.line), error.reason, "write plain YAML")
    return None


def check_document(
    file: str, document: YamlDocument, schema: Mapping[str, Any], refusals: Refusals
) -> None:
    """Refuses what does not fit `schema`, which may refer to nothing outside itself."""
    validator = validator_for(schema, default=jsonschema.Draft202012Validator)(
        schema,
        registry=Registry(),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    for error in validator.iter_errors(document.value):
        pointer = "".join(f"/{part}" for part in error.absolute_path)
        line = document.lines.get(pointer, 1)
        what = f"{pointer or 'the document'}: {error.message}"
        refusals.add(Place(file, line), what, _SCHEMA_FIX)


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
