"""Working time: teams release from Monday to Friday between 07:00 and 17:00 UTC."""

from bisect import bisect_left
from datetime import UTC, datetime, time, timedelta
from typing import Final

YEAR: Final = timedelta(days=365)
_FROM: Final = time(7, tzinfo=UTC)
_HOURS: Final = timedelta(hours=10)
_SATURDAY: Final = 5


class WorkingTime:
    """The working days of the year before an instant, counted as numbers with fractions.

    2.5 is the middle of the third working day. A later number is a later moment.
    """

    def __init__(self, end: datetime) -> None:
        first = (end - YEAR).date()
        days = (first + timedelta(days=number) for number in range(YEAR.days))
        self._days = [day for day in days if day.weekday() < _SATURDAY]

    @property
    def length(self) -> int:
        """How many working days there are; every number below it has a moment before the end."""
        return len(self._days)

    def moment(self, number: float) -> datetime:
        """The moment that a number stands for, to the second."""
        whole = min(int(number), self.length - 1)
        within = timedelta(seconds=int((number - whole) * _HOURS.total_seconds()))
        return datetime.combine(self._days[whole], _FROM) + within

    def after(self, number: float, days: int) -> float:
        """The number that lies `days` days of the calendar later, or the first one behind it."""
        whole = min(int(number), self.length - 1)
        day = self._days[whole] + timedelta(days=days)
        return bisect_left(self._days, day) + number - whole
