"""The organisation of a history: that of the sample cases, with all systems of the year."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from bench.history.kinds import sample_of
from bench.history.system import System
from fixtures.render import render_organisation
from gate.strict_yaml import read_yaml


def write_organisation(folder: Path, systems: Iterable[System], now: datetime) -> None:
    """Write the folder as it is at `now`; `gate serve --organisation` reads it.

    What a register says of a sample system, and what somebody may decide for it, holds for every
    system of its kind; incidents and concerns stay those of the sample systems.
    """
    render_organisation(folder, now)
    alike: dict[str, list[str]] = {}
    for system in systems:
        alike.setdefault(sample_of(system.kind)["id"], []).append(system.id)
    people = _read(folder / "people.yaml")
    for each in people["people"]:
        for delegation in each.get("delegated", []):
            named = delegation.get("systems", [])
            named += [own for sample in tuple(named) for own in alike.get(sample, [])]
    _write(folder / "people.yaml", people)
    registered = _read(folder / "systems.yaml")
    registered["systems"] += [
        {**record, "id": own}
        for record in tuple(registered["systems"])
        for own in alike.get(record["id"], [])
    ]
    _write(folder / "systems.yaml", registered)


def _read(path: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", read_yaml(path.read_text(encoding="utf-8")).value)


def _write(path: Path, content: dict[str, Any]) -> None:
    """JSON is YAML too. The file is replaced in one step, as governance would do it."""
    fresh = path.with_name(f".{path.name}")
    fresh.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path)
