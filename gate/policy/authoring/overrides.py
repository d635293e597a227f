"""An organisation's own values for the tables and the release file, in a file of its own.

The file is a JSON merge patch (RFC 7396) in YAML, with two parts:

    tables:   {AGE: {policy: [180, 180, 180, 90]}}     over `data/*.yaml`
    release:  {name: acme, version: 4}                 over `release.yaml`

What comes out is checked against the schema of the file that was patched, so an override can do
nothing that an edit of that file could not do.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.sources import Sources
from gate.policy.authoring.yaml_files import pointer_of, read_document, violations

_Path = tuple[str, ...]

_PARTS: Final = ("tables", "release")
_SCHEMA_FIX: Final = "correct it: the schema of the file that is overridden refuses it"
_UNKNOWN_FIX: Final = "use the name of a table in policies/data, and of a key that it has"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What an organisation overrides, and the line of each value in `file`; often nothing."""

    file: str
    tables: JsonObject
    release: JsonObject
    lines: Mapping[str, int]

    def place(self, *path: str) -> Place:
        """Where the value at `path`, or the nearest one above it, is written."""
        while path and pointer_of(path) not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(pointer_of(path), 1))


def read_overrides(sources: Sources, refusals: Refusals) -> Overrides:
    """The overrides of `sources`; nothing is overridden where there are none."""
    if sources.overrides is None:
        return Overrides("", {}, {}, {})
    file, content = sources.overrides
    document = read_document(file, content, refusals)
    value = document.value if document is not None else {}
    lines = document.lines if document is not None else {}
    overrides = Overrides(file, _part(value, "tables"), _part(value, "release"), lines)
    if not isinstance(value, dict):
        refusals.add(Place(file, 1), "overrides are no list", "write tables: and release:")
        return overrides
    for name, part in value.items():
        if name not in _PARTS:
            fix = "write tables: or release: above it"
            refusals.add(overrides.place(name), f"overrides have no part {name}", fix)
        elif not isinstance(part, dict):
            refusals.add(overrides.place(name), f"{name} has no keys", "write it as key: value")
    return overrides


def shares(
    overrides: Overrides, files: Mapping[str, JsonValue], refusals: Refusals
) -> dict[str, JsonObject]:
    """What is overridden in each file; a key that no table has goes to `refusals`.

    A group may stand in several files; a key then belongs to the one that has it.
    """
    shared: dict[str, JsonObject] = {file: {} for file in files}
    for path, item, owners in _owned((), overrides.tables, files, tuple(files)):
        if len(owners) != 1:
            what = f"no table has {'.'.join(path)}"
            refusals.add(overrides.place("tables", *path), what, _UNKNOWN_FIX)
            continue
        part: Any = shared[owners[0]]
        for step in path[:-1]:
            part = part.setdefault(step, {})
        part[path[-1]] = item
    return shared


def patched(value: JsonValue, patch: JsonValue) -> JsonValue:
    """`value` under a JSON merge patch: objects are merged, null takes a key away."""
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for name, item in patch.items():
        if item is None:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name), item)
    return result


def check_patched(
    value: JsonValue, schema: Mapping[str, Any], overrides: Overrides, part: str, refusals: Refusals
) -> None:
    """Refuses what of a patched file does not fit its schema, at its line in the overrides."""
    for path, message in violations(value, schema):
        what = f"{pointer_of(path) or 'the document'}: {message}"
        refusals.add(overrides.place(part, *path), what, _SCHEMA_FIX)


def _part(value: JsonValue, name: str) -> JsonObject:
    part = value.get(name) if isinstance(value, dict) else None
    return part if isinstance(part, dict) else {}


def _owned(
    path: _Path, value: JsonObject, files: Mapping[str, JsonValue], owners: tuple[str, ...]
) -> Iterator[tuple[_Path, JsonValue, tuple[str, ...]]]:
    """Every part of `value` that belongs to one file, or to none.

    Below the top a key that no file has belongs to the file of its group, whose schema decides.
    """
    for name, item in value.items():
        here = (*path, name)
        having = tuple(file for file in owners if _has(files[file], here))
        if len(having) > 1 and isinstance(item, dict):
            yield from _owned(here, item, files, having)
        else:
            yield here, item, having or (owners if path else ())


def _has(value: JsonValue, path: _Path) -> bool:
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True
