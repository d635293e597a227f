"""The clock of a policy input."""

from datetime import UTC, datetime, timedelta, timezone

from gate.intake.clock import clock_of, rfc3339
from gate.intake.walk import leaves

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_every_date_of_the_document_and_the_facts_is_there():
    """Blocks, free fields and facts alike; keyed by the text as it stands."""
    document = {
        "request": {"created_at": "2026-11-22T09:00:00Z"},
        "evidence": [{"fields": {"until": "2026-11-24", "deep": [{"x_at": "2026-11-23"}]}}],
    }
    facts = {"history": {"open_conditions": [{"id": "c", "due": "2026-12-03"}]}}

    assert clock_of(leaves(document), facts, NOW) == {
        "now": "2026-11-23T09:00:00Z",
        "days_since": {
            "2026-11-22T09:00:00Z": 1,
            "2026-11-23": 0.375,
            "2026-11-24": -0.625,
            "2026-12-03": -9.625,
        },
    }


def test_two_ways_to_write_an_instant_are_two_keys():
    """A rule looks up the text that it has."""
    document = {"a": "2026-11-23T09:00:00Z", "b": "2026-11-23T10:00:00+01:00"}

    assert clock_of(leaves(document), {}, NOW)["days_since"] == dict.fromkeys(document.values(), 0)


def test_what_is_no_date_has_no_entry():
    """Neither versions, nor words, nor keys."""
    document = {"2026-11-23": "4.2.0", "a": "2026-11-31", "b": "on 2026-11-23", "c": ["2026-W47"]}

    assert clock_of(leaves(document), {}, NOW)["days_since"] == {}


def test_now_is_written_in_utc():
    """Whatever zone the clock is in; a fraction only where there is one."""
    zone = timezone(timedelta(hours=2))

    assert rfc3339(datetime(2026, 11, 23, 11, tzinfo=zone)) == "2026-11-23T09:00:00Z"
    assert rfc3339(NOW + timedelta(microseconds=5)) == "2026-11-23T09:00:00.000005Z"
