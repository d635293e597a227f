"""The shapes of a verdict and of a catalogue."""

import orjson
import pytest
from pydantic import ValidationError

from gate.limits import DAYS_MAX
from gate.model.catalogue import Catalogue
from gate.model.verdict import Outcome, RuleFinding, Severity, Status, TierReason

FINDING = {
    "rule": "M.1-1",
    "status": "fail",
    "severity": "deny",
    "would_be": "deny",
    "mode": "enforce",
    "blocks_from": None,
    "reason": None,
    "waiver": None,
    "pointers": ["/data"],
    "found": {"any": ["value"]},
}


@pytest.mark.parametrize("field", FINDING)
def test_every_field_of_a_finding_is_required(field: str) -> None:
    """A field that is left out is an error, never a default."""
    rest = {key: value for key, value in FINDING.items() if key != field}

    with pytest.raises(ValidationError):
        RuleFinding.model_validate_json(orjson.dumps(rest))


@pytest.mark.parametrize("days", [DAYS_MAX, -DAYS_MAX, 0, 0.5])
def test_a_waiver_ends_within_the_calendar(days: float) -> None:
    """At the bound, on both sides of today."""
    waiver = {"index": 0, "state": "expired", "codes": [], "ends_in_days": days}

    found = RuleFinding.model_validate_json(orjson.dumps({**FINDING, "waiver": waiver}))

    assert found.waiver is not None
    assert found.waiver.ends_in_days == days


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"status": "ok"},
        {"status": None},
        {"severity": "DENY"},
        {"severity": "none"},
        {"mode": "audit"},
        {"blocks_from": "tomorrow"},
        {"blocks_from": "2027-1-1"},
        {"rule": ""},
        {"rule": 7},
        {"pointers": "/data"},
        {"pointers": [1]},
        {"waiver": {}},
        {"waiver": {"index": -1, "state": "active", "codes": [], "ends_in_days": None}},
        {"waiver": {"index": 0.5, "state": "active", "codes": [], "ends_in_days": None}},
        {"waiver": {"index": 0, "state": "valid", "codes": [], "ends_in_days": None}},
        {"waiver": {"index": 0, "state": "invalid", "codes": ["rank"], "ends_in_days": None}},
        {"waiver": {"index": 0, "state": "active", "codes": [], "ends_in_days": "3"}},
        {"waiver": {"index": 0, "state": "active", "codes": [], "ends_in_days": DAYS_MAX + 1}},
        {"waiver": {"index": 0, "state": "expired", "codes": [], "ends_in_days": -DAYS_MAX - 1}},
    ],
    ids=str,
)
def test_nothing_is_coerced_into_a_finding(change: dict[str, object]) -> None:
    """A wrong type, an unknown word or an unknown key is an error."""
    with pytest.raises(ValidationError):
        RuleFinding.model_validate_json(orjson.dumps({**FINDING, **change}))


def test_a_finding_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    finding = RuleFinding.model_validate_json(orjson.dumps(FINDING))

    with pytest.raises(ValidationError):
        finding.severity = Severity.OFF  # type: ignore[misc]


@pytest.mark.parametrize("tier", ["none", "critical"])
def test_a_reason_may_say_nothing_about_the_tier(tier: str) -> None:
    """A source has one of the four tiers, or `none`."""
    reason = {"code": "c", "source": "s", "value": ["v"], "tier": tier, "finding": "review"}

    assert TierReason.model_validate_json(orjson.dumps(reason)).tier == tier


def test_words_are_the_words_of_the_interface() -> None:
    """Outcome and status are written as the interface writes them."""
    assert [*Outcome] == ["allow", "deny", "needs_review"]
    assert {*Status} == {
        "pass",
        "not_applicable",
        "missing",
        "stale",
        "unverified",
        "invalid",
        "fail",
        "waived",
    }


CONTROL = {"control": "M.1", "title": "One", "order": 0}
RULE = {
    "rule": "M.1-1",
    "control": "M.1",
    "title": "t",
    "required": "r",
    "remediation": "m",
    "profile": "K",
}


@pytest.mark.parametrize(
    "catalogue",
    [
        {"controls": [CONTROL, CONTROL], "rules": [RULE]},
        {"controls": [CONTROL], "rules": [RULE, RULE]},
        {"controls": [], "rules": [RULE]},
        {"controls": [CONTROL], "rules": []},
        {"controls": [CONTROL], "rules": [{**RULE, "profile": "X"}]},
        {"controls": [CONTROL], "rules": [{**RULE, "severity": [{"when": "always", "set": "X"}]}]},
        {"controls": [CONTROL], "rules": [{**RULE, "unknown": 1}]},
    ],
    ids=[
        "control twice",
        "rule twice",
        "unknown control",
        "no rules",
        "unknown profile",
        "unknown severity",
        "unknown field",
    ],
)
def test_a_catalogue_is_consistent(catalogue: dict[str, object]) -> None:
    """An id that is there twice, or names nothing, makes the whole catalogue unusable."""
    with pytest.raises(ValidationError):
        Catalogue.model_validate_json(orjson.dumps(catalogue))


def test_a_catalogue_finds_rules_and_controls_by_id() -> None:
    """Texts of a finding are joined by its rule's id."""
    catalogue = Catalogue.model_validate_json(
        orjson.dumps({"controls": [CONTROL], "rules": [RULE]})
    )

    assert catalogue.by_control[catalogue.by_rule["M.1-1"].control].title == "One"
