"""Dates and date-times of RFC 3339."""

from datetime import UTC, datetime

import pytest

from gate.limits import INSTANTS_REMEMBERED_MAX
from gate.model.instant import _LONGEST, _read, days_between, instant_of, is_date, is_date_time


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2026-11-23T09:00:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23t09:00:00z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23T09:00:00+02:00", datetime(2026, 11, 23, 7, tzinfo=UTC)),
        ("2026-11-23T09:00:00-00:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T09:00:00.5Z", datetime(2026, 11, 23, 9, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-11-23T09:00:00.1234567Z", datetime(2026, 11, 23, 9, 0, 0, 123_456, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T15:59:60-08:00", datetime(2017, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_rfc_3339_allows_is_an_instant(text, instant):
    """A bare date is midnight UTC; offsets, fractions and leap seconds are understood."""
    assert instant_of(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-11",
        "23-11-2026",
        "2026-13-01",
        "2026-02-29",
        "2026-11-23 09:00:00Z",
        "2026-11-23T09:00:00",
        "2026-11-23T09:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T09:60:00Z",
        "2026-11-23T12:00:60Z",
        "2026-11-23T09:00:61Z",
        "2026-11-23T09:00:00+24:00",
        "2026-11-23T09:00:00+01:60",
        "2026-11-23T09:00:00.Z",
        "0000-01-01",
        "0001-01-01T00:00:00+10:00",
        "20261123",
        "2026-11-23 ",
        " 2026-11-23",
        "2026-11-23\n",
        "\uff12\uff10\uff12\uff16-11-23",
        "2026-11-23T09:00:00Z and more",
        "2026-11-23T09:00:00." + "0" * 60 + "Z",
    ],
)
def test_anything_else_is_none(text):
    """A text that is almost a date has no instant, so a rule that needs one does not pass."""
    assert instant_of(text) is None
    assert not is_date(text)
    assert not is_date_time(text)


def test_a_date_and_a_date_time_are_told_apart():
    """The schema asks for one or the other."""
    assert is_date("2026-11-23")
    assert not is_date_time("2026-11-23")
    assert is_date_time("2026-11-23T09:00:00Z")
    assert not is_date("2026-11-23T09:00:00Z")


def test_whole_days_are_integers():
    """So that canonical JSON and a float agree on the bytes."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    whole = days_between(datetime(2026, 11, 21, 9, tzinfo=UTC), now)
    part = days_between(datetime(2026, 11, 23, 8, 59, 59, tzinfo=UTC), now)
    none = days_between(datetime(2026, 11, 23, 9, 0, 0, 1, tzinfo=UTC), now)

    assert (whole, type(whole)) == (2, int)
    assert part == 0.000012
    assert (none, type(none)) == (0, int)


def test_what_is_remembered_of_dates_is_bounded():
    """So many of them, and no text that is too long for a date."""
    _read.cache_clear()
    longest = "2026-11-23T09:00:00." + "1" * 43 + "Z"

    assert len(longest) == _LONGEST
    assert instant_of(longest) == instant_of(longest)
    assert _read.cache_info().currsize == 1
    assert instant_of(f"{longest[:-1]}1Z") is None
    assert _read.cache_info().currsize == 1
    assert _read.cache_info().maxsize == INSTANTS_REMEMBERED_MAX
