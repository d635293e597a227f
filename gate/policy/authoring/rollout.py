"""What a release is called, how long it may be used, and how far each control has come."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gate.canon import JsonObject, JsonValue
from gate.policy.authoring.refusals import Place, Refusals
from gate.policy.authoring.sources import RELEASE, SCHEMAS, Sources
from gate.policy.authoring.tables import check_document, read_document

_EVERY_OTHER: Final = "*"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """`release.yaml`: the part of a release that is neither a rule nor a table."""

    name: str
    version: int
    expires: date | None
    rollout: JsonObject


def read_release_file(
    sources: Sources, controls: Collection[str], refusals: Refusals
) -> ReleaseFile | None:
    """The file, checked: known controls, known modes, days that exist; None when it is refused."""
    document = read_document(RELEASE, sources.release, refusals)
    if document is None:
        return None
    before = refusals.count
    schema = json.loads(sources.shapes[f"{SCHEMAS}/release.schema.json"])
    check_document(RELEASE, document, schema, refusals)
    if refusals.count > before:
        return None
    value: Any = document.value
    for control in value["rollout"]:
        if control != _EVERY_OTHER and control not in controls:
            refusals.add(
                Place(RELEASE, document.lines.get(f"/rollout/{control}", 1)),
                f"rollout names an unknown control: {control}",
                'use the id of a control, or "*"',
            )
    expires = value["expires"]
    return ReleaseFile(
        name=value["name"],
        version=value["version"],
        expires=date.fromisoformat(expires) if expires is not None else None,
        rollout=value["rollout"],
    )


def check_rule_lists(
    tables: JsonObject, rules: Collection[str], place: Place, refusals: Refusals
) -> None:
    """Refuses ids of no rule in the tables that list rules: `MODE.fixed` and `WAIVER.never`."""
    for group, name in (("MODE", "fixed"), ("WAIVER", "never")):
        table: JsonValue = tables.get(group)
        listed = table.get(name) if isinstance(table, dict) else None
        for rule in listed if isinstance(listed, list) else []:
            if rule not in rules:
                refusals.add(
                    place,
                    f"{group}.{name} names an unknown rule: {rule}",
                    "use ids of the catalogue",
                )
