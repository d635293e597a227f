"""The tables of the release hold the values of their definitions."""

import json
from typing import Any

import pytest

from gate.canon import JsonValue
from gate.policy.release import shipped_release
from gate.strict_yaml import read_yaml
from tests.shared import shared

_TABLES = json.loads(shipped_release().data)["tables"]


@pytest.fixture(scope="module")
def definitions() -> dict[str, Any]:
    """Every table that is defined, by its dotted name."""
    found: dict[str, Any] = {}
    for file in sorted((shared("design") / "rules").glob("*.yaml")):
        document: Any = read_yaml(file.read_text(encoding="utf-8")).value
        found |= document if file.name == "tables.yaml" else document.get("tables", {})
    return found


def _at(name: str) -> JsonValue:
    value: Any = _TABLES
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def test_every_table_has_the_values_of_its_definition(definitions: dict[str, Any]) -> None:
    """None is left out and none differs, but for what is written otherwise."""
    written_otherwise = {"SOA.contradicted", "IA.flop"}
    plain = {name: value for name, value in definitions.items() if name not in written_otherwise}

    assert {name: _at(name) for name in plain} == plain


def test_conditions_of_an_exclusion_are_named_for_the_same_controls(
    definitions: dict[str, Any],
) -> None:
    """The definition has an expression where a policy proves a condition by name."""
    named: Any = _at("SOA.contradicted")

    assert named.keys() == definitions["SOA.contradicted"].keys()


def test_a_number_beyond_exact_integers_is_counted_in_larger_units(
    definitions: dict[str, Any],
) -> None:
    """A table holds whole numbers that every reader keeps."""
    petaflop: Any = _at("IA.petaflop")

    assert petaflop * 10**15 == float(definitions["IA.flop"])
