"""A YAML file among the sources, read and checked against its schema, each refusal at its line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import jsonschema
from jsonschema.validators import validator_for
from referencing import Registry

from gate.canon import JsonValue
from gate.policy.authoring.refusals import Place, Refusals
from gate.strict_yaml import YamlDocument, YamlInvalid, read_yaml

_SCHEMA_FIX: Final = "correct the value, or the schema beside it"


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
    for path, message in violations(document.value, schema):
        pointer = pointer_of(path)
        line = document.lines.get(pointer, 1)
        refusals.add(Place(file, line), f"{pointer or 'the document'}: {message}", _SCHEMA_FIX)


def violations(
    value: JsonValue, schema: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """What of `value` does not fit `schema`: where, as steps, and the reason.

    A key that the schema does not have is the last step of its path.
    """
    validator = validator_for(schema, default=jsonschema.Draft202012Validator)(
        schema,
        registry=Registry(),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    for error in validator.iter_errors(value):
        path = tuple(map(str, error.absolute_path))
        unknown = _unknown_keys(error) if error.validator == "additionalProperties" else []
        for key in unknown:
            yield (*path, key), error.message
        if not unknown:
            yield path, error.message


def pointer_of(path: Iterable[str]) -> str:
    """The JSON pointer (RFC 6901) of these steps."""
    return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in path)


def _unknown_keys(error: jsonschema.ValidationError) -> list[str]:
    schema: Any = error.schema
    instance: Any = error.instance
    patterns = schema.get("patternProperties", {})
    return [
        key
        for key in instance
        if key not in schema.get("properties", {})
        and not any(re.search(pattern, key) for pattern in patterns)
    ]
