"""Registered keys: whose, for what, and since and until when."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from gate.limits import PERSON_KEYS_MAX, STATEMENT_KEYS_MAX
from gate.people.directory import PeopleFile
from gate.people.keys import KeyRecord, KeyRing
from gate.public_keys import PublicKey
from tests.signing import (
    ANNA,
    ANNA_ID,
    BEN,
    PIPELINE,
    account,
    key_for_tests_only,
    key_id,
    organisation,
    person,
    public_pem,
    public_text,
    registered,
)

WITHDRAWN = datetime(2026, 10, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def _refusal(*people):
    with pytest.raises(ValidationError) as refused:
        PeopleFile.model_validate({"people": list(people)})
    (problem,) = refused.value.errors(include_input=False, include_url=False)
    return problem["loc"], problem["msg"]


def test_keys_are_found_by_their_holder_and_by_their_names():
    """The holder as in identity; a key by its id, and as bundles name it."""
    ring = organisation().keys
    (anna,) = ring.of(" anna@X.example ")

    assert anna.holder == ANNA_ID
    assert ring.named(key_id(ANNA)) is anna
    assert ring.named(PublicKey.of(ANNA.public_key()).hint) is anna
    assert ring.named("") is ring.named("x") is None
    assert ring.of("nobody") == ()


def test_only_keys_for_statements_are_tried_on_statements():
    """Neither Anna's nor Ben's."""
    (key,) = organisation().keys.for_statements()

    assert key.public.id == key_id(PIPELINE)


def test_without_a_people_file_there_are_no_keys():
    """Which is not the same as none being registered."""
    assert organisation().keys is not None
    assert organisation().__class__(digest="d").keys is None


@pytest.mark.parametrize(
    ("moment", "valid"),
    [
        (WITHDRAWN - TICK, True),
        (WITHDRAWN, False),
        (WITHDRAWN + TICK, False),
        (datetime(2026, 1, 1, tzinfo=UTC), True),
        (datetime(2026, 1, 1, tzinfo=UTC) - TICK, False),
    ],
)
def test_a_key_counts_from_its_first_instant_to_the_last_before_its_withdrawal(moment, valid):
    """A bare date is midnight UTC at its beginning."""
    record = KeyRecord(public=public_text(ANNA), valid_from="2026-01-01", withdrawn="2026-10-01")
    (key,) = KeyRing([("a", [record])]).of("a")

    assert key.valid_at(moment) is valid


def test_a_key_withdrawn_from_the_beginning_never_counts():
    """That is how a key that a stranger has is taken out of use, whatever instant is stated."""
    record = KeyRecord(public=public_text(ANNA), valid_from="2026-01-01", withdrawn="2026-01-01")
    (key,) = KeyRing([("a", [record])]).of("a")

    assert not any(key.valid_at(WITHDRAWN + timedelta(days=days)) for days in (-400, -10, 0, 10))


def test_a_key_is_for_its_uses_and_systems():
    """By default for approvals, and for every system."""
    ring = organisation(
        person("a", registered(ANNA)),
        account("p", registered(PIPELINE, uses=["pipeline"], systems=["Credit"])),
    ).keys

    assert [ring.of("a")[0].may(use, "s") for use in ("approve", "artifacts")] == [True, False]
    assert ring.of("p")[0].may("pipeline", " credit")
    assert not ring.of("p")[0].may("pipeline", "search")
    assert not ring.of("p")[0].may("artifacts", "credit")


@pytest.mark.parametrize(
    ("people", "place", "message"),
    [
        (
            [person("a", registered(ANNA)), person("b", registered(ANNA))],
            ("people",),
            "elements 0 and 1 (from 0) have the same key",
        ),
        (
            [person("a", registered(ANNA), registered(ANNA, withdrawn="2026-01-01"))],
            ("people",),
            "elements 0 and 0 (from 0) have the same key",
        ),
        (
            [person("a", registered(ANNA)), person("b", {"public": public_pem(ANNA)})],
            ("people",),
            "elements 0 and 1 (from 0) have the same key",
        ),
        ([person("a", {"public": "x"})], ("people", 0, "keys", 0, "public"), "expected a public"),
        ([person("a", registered(ANNA, uses=[]))], ("people", 0, "keys", 0, "uses"), "at least 1"),
        ([person("a", registered(ANNA, use="x"))], ("people", 0, "keys", 0, "use"), "Extra"),
        ([person("a", registered(ANNA, systems=[]))], ("people", 0, "keys", 0, "systems"), "1"),
        (
            [person("a", registered(ANNA, withdrawn="soon"))],
            ("people", 0, "keys", 0, "withdrawn"),
            "expected a date",
        ),
        ([account("a", registered(ANNA))], ("people", 0), "not human approves nothing"),
        (
            [account("a", registered(ANNA, uses=["release"]))],
            ("people", 0),
            "not human releases no policies",
        ),
    ],
)
def test_a_mistake_is_refused_at_its_place(people, place, message):
    """Also a key that two people would share, or that stands twice in two forms."""
    found, said = _refusal(*people)

    assert found == place
    assert message in said


def test_the_keys_of_one_account_are_bounded():
    """Each is tried where a signature does not say which it is by."""
    keys = [registered(key_for_tests_only(f"k{number}")) for number in range(PERSON_KEYS_MAX + 1)]
    PeopleFile.model_validate({"people": [person("a", *keys[:-1])]})

    assert _refusal(person("a", *keys))[0] == ("people", 0, "keys")


def test_the_keys_for_statements_are_bounded():
    """Of all accounts together; those of people do not count."""
    accounts = [
        account(str(number), registered(key_for_tests_only(f"s{number}"), uses=["artifacts"]))
        for number in range(STATEMENT_KEYS_MAX + 1)
    ]
    PeopleFile.model_validate({"people": [*accounts[:-1], person("b", registered(BEN))]})

    place, said = _refusal(*accounts)
    assert place == ("people",)
    assert f"at most {STATEMENT_KEYS_MAX} keys" in said
