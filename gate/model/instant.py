"""Dates and date-times as RFC 3339 writes them.

The request keeps them as the text that was sent, because `clock.days_since` is keyed by it; this is
the one place that says which texts are dates and which instant they mean.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from gate.limits import INSTANTS_REMEMBERED_MAX

_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DATE_TIME: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_SHORTEST = len("2026-11-23")
_LONGEST = 64


def instant_of(text: str) -> datetime | None:
    """The instant that `text` names, in UTC; a bare date is midnight UTC at its beginning.

    None when `text` is neither a `full-date` nor a `date-time` of RFC 3339, or names an instant
    that does not exist. A leap second is the first instant of the next day; digits beyond
    microseconds are cut off.
    """
    if not _SHORTEST <= len(text) <= _LONGEST or text[4] != "-":
        return None
    return _read(text)


@lru_cache(maxsize=INSTANTS_REMEMBERED_MAX)
def _read(text: str) -> datetime | None:
    """What `instant_of` gives for a short text; a decision asks for most dates several times."""
    try:
        if day := _DATE.fullmatch(text):
            return datetime(int(day[1]), int(day[2]), int(day[3]), tzinfo=UTC)
        if moment := _DATE_TIME.fullmatch(text):
            return _moment(moment)
    except (ValueError, OverflowError):
        return None
    return None


def is_date(text: str) -> bool:
    """Whether `text` is a `full-date` of RFC 3339 that exists."""
    return len(text) == _SHORTEST and instant_of(text) is not None


def is_date_time(text: str) -> bool:
    """Whether `text` is a `date-time` of RFC 3339 that exists."""
    return len(text) > _SHORTEST and instant_of(text) is not None


def days_between(earlier: datetime, later: datetime) -> float:
    """Fractional days from `earlier` to `later`, rounded to six places; whole days are integers.

    An integer is what canonical JSON writes for a whole float, so both have the same bytes.
    """
    days = round((later - earlier).total_seconds() / 86_400, 6)
    return int(days) if days.is_integer() else days


def _moment(match: re.Match[str]) -> datetime:
    seconds = int(match[6])
    if seconds > 60:
        raise ValueError
    leap = seconds == 60
    fraction = (match[7] or ".0")[1:7].ljust(6, "0")
    moment = datetime(
        int(match[1]),
        int(match[2]),
        int(match[3]),
        int(match[4]),
        int(match[5]),
        59 if leap else seconds,
        0 if leap else int(fraction),
        tzinfo=_zone(match),
    )
    moment = moment.astimezone(UTC)
    if not leap:
        return moment
    moment += timedelta(seconds=1)
    if (moment.hour, moment.minute) != (0, 0):
        raise ValueError
    return moment


def _zone(match: re.Match[str]) -> timezone:
    if match[8] is None:
        return UTC
    hours, minutes = int(match[9]), int(match[10])
    if hours > 23 or minutes > 59:
        raise ValueError
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match[8] == "-" else offset)
