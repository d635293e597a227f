"""The catalogue says of each rule what its definition says."""

import json
from typing import Any

import pytest

from gate.policy.release import shipped_release
from gate.strict_yaml import read_yaml
from tests.shared import shared

_RELEASE = shipped_release()


@pytest.fixture(scope="module")
def definitions() -> dict[str, Any]:
    """Every rule that is defined, by its id."""
    found = {}
    for file in sorted((shared("design") / "rules").glob("*.yaml")):
        document: Any = read_yaml(file.read_text(encoding="utf-8")).value
        for rule in document.get("rules", []):
            found[rule["rule"]] = rule
    return found


@pytest.mark.parametrize("rule", sorted(_RELEASE.catalogue.by_rule))
def test_a_rule_is_in_the_catalogue_as_it_is_defined(
    rule: str, definitions: dict[str, Any]
) -> None:
    """Words, scope, needs, severities and what cannot be waived."""
    ours, defined = _RELEASE.catalogue.by_rule[rule], definitions[rule]

    assert ours.title == defined["title"]
    assert ours.control == defined["control"]
    assert ours.profile == defined["profile"]
    assert ours.remediation == defined["remediation"]
    assert ours.reason == defined.get("reason", "")
    assert ours.maps == defined["maps"]
    assert list(ours.needs) == defined.get("needs", [])
    assert ours.waivable == defined.get("waivable", True)
    assert set(ours.scope.tiers) == set(defined.get("tiers", []))
    assert set(ours.scope.envs) == set(defined.get("envs", []))
    assert set(ours.scope.actions) == set(defined.get("actions", ["deploy", "update"]))
    assert (ours.scope.each or "") == _list_of(defined.get("each", ""))
    assert [row.set for row in ours.severity] == [row["set"] for row in defined.get("severity", [])]


@pytest.mark.parametrize("rule", sorted(_RELEASE.catalogue.by_rule))
def test_a_rule_is_lifted_where_it_is_defined_to_be(rule: str, definitions: dict[str, Any]) -> None:
    """A circumstance lifts the rules whose definition says so, and no other."""
    data = json.loads(_RELEASE.data)["catalogue"]["rules"]

    assert ("lift" in data[rule]) == ("lift" in definitions[rule])


def test_the_families_are_complete(definitions: dict[str, Any]) -> None:
    """Every defined rule of A.7, A.8 and A.9 is there."""
    defined = {rule for rule in definitions if rule.startswith(("A.7.", "A.8.", "A.9."))}

    assert len(defined) == 51
    assert defined <= _RELEASE.catalogue.by_rule.keys()


def _list_of(each: str) -> str:
    """The list whose elements a rule speaks about; none where they are put together from several."""
    first = each.partition(" ")[0]
    return first if first.endswith("[]") else ""
