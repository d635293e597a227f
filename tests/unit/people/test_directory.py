"""Authority: one's own, and what others delegated."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from gate.people.directory import PeopleFile
from tests.signing import account, organisation, person

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
UNTIL = "2026-12-31"


def _delegation(**fields):
    return {
        "by": "Chief",
        "authority": "high",
        "valid_from": "2026-11-01",
        "valid_until": UNTIL,
        **fields,
    }


def _authority(delegation, *, now=NOW, system="credit", own=None, chief=None):
    holder = person("chief", authority="critical", **(chief or {}))
    deputy = person("deputy", authority=own, delegated=[delegation])
    known = organisation(holder, deputy).identity(["deputy"], now, system_id=system)
    return known["deputy"]["authority"]


@pytest.mark.parametrize(
    ("delegation", "authority"),
    [
        (_delegation(), "high"),
        (_delegation(authority="critical"), "critical"),
        (_delegation(systems=["Credit"]), "high"),
        (_delegation(systems=["search"]), None),
        (_delegation(valid_from="2026-11-24"), None),
        (_delegation(valid_until="2026-11-23"), None),
    ],
)
def test_authority_is_delegated_for_systems_and_a_time(delegation, authority):
    """Outside of either it is not there."""
    assert _authority(delegation) == authority


def test_a_delegation_counts_to_the_last_instant_before_its_end():
    """From its first one on."""
    begin, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    tick = timedelta(microseconds=1)

    assert [_authority(_delegation(), now=now) for now in (begin - tick, begin)] == [None, "high"]
    assert [_authority(_delegation(), now=now) for now in (end - tick, end)] == ["high", None]


def test_the_higher_of_own_and_delegated_authority_counts():
    """A delegation never lowers."""
    assert _authority(_delegation(authority="limited"), own="high") == "high"
    assert _authority(_delegation(authority="high"), own="limited") == "high"


@pytest.mark.parametrize("gone", [{"active": False}, {"valid_until": "2026-11-23"}])
def test_a_delegation_ends_with_whoever_gave_it(gone):
    """Nobody acts for somebody who has left."""
    assert _authority(_delegation(), chief=gone) is None


@pytest.mark.parametrize(
    ("people", "place", "message"),
    [
        (
            [person("a", delegated=[_delegation(by="nobody")])],
            ("people",),
            "expected element 0 (from 0) to be delegated by another human of this file",
        ),
        ([person("a", delegated=[_delegation(by="A")])], ("people",), "another human"),
        (
            [account("chief"), person("a", delegated=[_delegation()])],
            ("people",),
            "expected element 1 (from 0) to be delegated by another human",
        ),
        (
            [person("chief", authority="limited"), person("a", delegated=[_delegation()])],
            ("people",),
            "expected element 1 (from 0) to be delegated at most the authority",
        ),
        (
            [person("chief"), person("a", delegated=[_delegation()])],
            ("people",),
            "at most the authority",
        ),
        (
            [person("a", delegated=[_delegation(valid_until="2026-11-01")])],
            ("people", 0, "delegated", 0),
            "expected `valid_until` to be after",
        ),
        ([person("a", delegated=[{"by": "b"}])], ("people", 0, "delegated", 0, "authority"), ""),
        ([person("a", delegated=[_delegation(systems=[])])], ("people", 0, "delegated", 0), ""),
        (
            [
                person("chief", authority="high"),
                {**account("bot"), "delegated": [_delegation()]},
            ],
            ("people", 1),
            "expected a human",
        ),
    ],
)
def test_a_delegation_that_cannot_be_is_refused(people, place, message):
    """By nobody, by oneself, by an account, beyond what the delegator has, without an end."""
    with pytest.raises(ValidationError) as refused:
        PeopleFile.model_validate({"people": people})
    problem = refused.value.errors(include_input=False)[0]

    assert problem["loc"][: len(place)] == place
    assert message in problem["msg"]


def test_what_was_delegated_is_not_delegated_on():
    """The limit is the delegator's own authority, not what somebody lent to them."""
    people = [
        person("chief", authority="critical"),
        person("deputy", delegated=[_delegation()]),
        person("third", delegated=[_delegation(by="deputy")]),
    ]

    with pytest.raises(ValidationError, match="at most the authority that the delegator has"):
        PeopleFile.model_validate({"people": people})
