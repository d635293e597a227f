"""What a release is called, how long it may be used, and how far each control has come."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gate.canon import JsonObject
from gate.policy.authoring.overrides import Overrides, check_patched, patched
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.sources import RELEASE, SCHEMAS, Sources
from gate.policy.authoring.yaml_files import check_document, pointer_of, read_document

_EVERY_OTHER: Final = "*"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """`release.yaml`: the part of a release that is neither a rule nor a table."""

    name: str
    version: int
    expires: date | None
    rollout: JsonObject


def read_release_file(
    sources: Sources, overrides: Overrides, controls: Collection[str], refusals: Refusals
) -> ReleaseFile | None:
    """The file with what is overridden, checked; None when it is refused.

    Controls and modes are known ones, and days exist.
    """
    document = read_document(RELEASE, sources.release, refusals)
    if document is None:
        return None
    before = refusals.count
    schema = json.loads(sources.shapes[f"{SCHEMAS}/release.schema.json"])
    check_document(RELEASE, document, schema, refusals)
    value: Any = patched(document.value, overrides.release)
    if overrides.release:
        check_patched(value, schema, overrides, "release", refusals)
    if refusals.count > before:
        return None
    for control in value["rollout"]:
        if control != _EVERY_OTHER and control not in controls:
            overridden = overrides.place("release", "rollout", control)
            line = document.lines.get(pointer_of(("rollout", control)))
            refusals.add(
                Place(RELEASE, line) if line is not None else overridden,
                f"rollout names an unknown control: {control}",
                'use the id of a control, or "*"',
            )
    expires = value.get("expires")
    return ReleaseFile(
        name=value["name"],
        version=value["version"],
        expires=date.fromisoformat(expires) if expires is not None else None,
        rollout=value["rollout"],
    )
