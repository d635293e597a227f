"""Data that would make verdicts undefined is found when a release is loaded."""

from typing import Any

import pytest

from gate.errors import Misconfigured
from gate.policy.release import shipped_release
from gate.policy.release_data import check_data
from tests.releases import catalogue_of

CATALOGUE = catalogue_of(("M.1-1",))
RULES = {"catalogue": {"rules": {"M.1-1": {"profile": "K"}}}}
EFFECT = {
    "enforce": {"deny": "deny", "review": "review", "warn": "warn", "off": "off"},
    "warn": {"deny": "warn", "review": "warn", "warn": "warn", "off": "off"},
    "observe": {"deny": "off", "review": "off", "warn": "off", "off": "off"},
    "off": {"deny": "off", "review": "off", "warn": "off", "off": "off"},
}
WEAKER = {"enforce": "warn", "warn": "observe", "observe": "off", "off": "off"}

ACCEPTED: list[dict[str, Any]] = [
    {},
    {"policy": {}},
    {"policy": {"rollout": {}}},
    {"policy": {"rollout": {"*": {"mode": "warn"}}}},
    {"policy": {"rollout": {"M.1": {"mode": "enforce", "from": "2027-01-31"}}}},
    {"tables": {}},
    {"tables": {"MODE": {"fixed": ["M.1-1"], "effect": EFFECT}, "WAIVER": {"never": []}}},
    {"tables": {"MODE": {"weaker": WEAKER}}},
]
REFUSED: dict[str, dict[str, Any]] = {
    "no catalogue": {"catalogue": {}},
    "a catalogue that is no object": {"catalogue": []},
    "no rules": {"catalogue": {"rules": {}}},
    "rules in a list": {"catalogue": {"rules": ["M.1-1"]}},
    "a rule more": {"catalogue": {"rules": {"M.1-1": {"profile": "K"}, "M.1-2": {"profile": "K"}}}},
    "another rule": {"catalogue": {"rules": {"M.1-2": {"profile": "K"}}}},
    "another profile": {"catalogue": {"rules": {"M.1-1": {"profile": "S"}}}},
    "no profile": {"catalogue": {"rules": {"M.1-1": {}}}},
    "a rule that is a text": {"catalogue": {"rules": {"M.1-1": "K"}}},
    "an unknown rule is never softened": {"tables": {"MODE": {"fixed": ["M.1-1", "M.9-9"]}}},
    "odd rules are never softened": {"tables": {"MODE": {"fixed": [["M.1-1"]]}}},
    "a rule instead of a list": {"tables": {"MODE": {"fixed": "M.1-1"}}},
    "an unknown rule is never waived": {"tables": {"WAIVER": {"never": ["M.9-9"]}}},
    "a mode that softens more": {"tables": {"MODE": {"effect": {**EFFECT, "enforce": {}}}}},
    "a mode that gets weaker than off": {"tables": {"MODE": {"weaker": {**WEAKER, "off": "none"}}}},
    "a mode that stays as it is": {"tables": {"MODE": {"weaker": {**WEAKER, "warn": "warn"}}}},
    "a mode that gets stronger": {"tables": {"MODE": {"weaker": {**WEAKER, "off": "warn"}}}},
    "a mode that gets no weaker": {"tables": {"MODE": {"weaker": {"enforce": "warn"}}}},
    "a mode that gets odd": {"tables": {"MODE": {"weaker": {**WEAKER, "off": ["off"]}}}},
    "weaker modes in a list": {"tables": {"MODE": {"weaker": ["off"]}}},
    "a severity that the catalogue does not tell": {
        "catalogue": {
            "rules": {"M.1-1": {"profile": "K", "severity": [{"when": "always", "set": "-"}]}}
        }
    },
    "a mode more": {"tables": {"MODE": {"effect": {**EFFECT, "audit": {}}}}},
}
ROLLOUTS: list[object] = [
    [],
    "warn",
    {"M.1": {"mode": "audit"}},
    {"M.1": {"mode": ["warn"]}},
    {"M.1": {"mode": None}},
    {"M.1": {}},
    {"M.1": "warn"},
    {"M.1": {"mode": "warn", "form": "2027-01-01"}},
    {"M.1": {"mode": "warn", "from": "2027-02-30"}},
    {"M.1": {"mode": "warn", "from": "20270101"}},
    {"M.1": {"mode": "warn", "from": "2027-01-01T00:00:00Z"}},
    {"M.1": {"mode": "warn", "from": None}},
    {"M.2": {"mode": "warn"}},
    {"": {"mode": "warn"}},
]


@pytest.mark.parametrize("data", ACCEPTED, ids=str)
def test_known_words_are_accepted(data: dict[str, Any]) -> None:
    """No rollout at all means that everything is enforced; tables may be absent."""
    check_data({**RULES, **data}, CATALOGUE)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_data_that_does_not_fit_the_catalogue_is_refused(data: dict[str, Any]) -> None:
    """Two catalogues, or a list of rules that names nothing."""
    with pytest.raises(Misconfigured):
        check_data({**RULES, **data}, CATALOGUE)


@pytest.mark.parametrize("rollout", ROLLOUTS, ids=str)
def test_a_rollout_that_would_be_undefined_is_refused(rollout: Any) -> None:
    """A misspelt mode, day or control."""
    with pytest.raises(Misconfigured, match="rollout"):
        check_data({**RULES, "policy": {"rollout": rollout}}, CATALOGUE)


def test_the_shipped_release_fits_its_own_data() -> None:
    """It loads, which includes this check."""
    assert shipped_release().catalogue.rules
