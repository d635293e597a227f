"""The clock of a policy input: how long ago every date of the document was.

No rule parses a date or reads a clock; a rule looks a date up as it stands in the document.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from gate.canon import JsonObject
from gate.intake.walk import Leaf, texts
from gate.model.instant import days_between, instant_of


def clock_of(leaves: Iterable[Leaf], facts: JsonObject, now: datetime) -> JsonObject:
    """The `clock` of the policy input.

    Args:
        leaves: the texts of the request, after import, from `gate.intake.walk.leaves`.
        facts: what the gate established; dates in it are looked up too.
        now: the one instant of this decision, aware.

    Returns:
        `{"now": RFC 3339 in UTC, "days_since": {text: days}}`: fractional days, positive in the
        past; a bare date counts from midnight UTC at its beginning. A text that is not a date or
        date-time of RFC 3339 has no entry, so that a rule which needs it does not pass.
    """
    stated = texts(facts)
    stated.update(text for _, _, text in leaves)
    return {"now": rfc3339(now), "days_since": _days(stated, now)}


def rfc3339(moment: datetime) -> str:
    """`moment` in UTC as RFC 3339 writes it, with a fraction only where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _days(stated: Iterable[str], now: datetime) -> dict[str, float]:
    days: dict[str, float] = {}
    for text in sorted([text for text in stated if text[4:5] == "-"]):
        instant = instant_of(text)
        if instant is not None:
            days[text] = days_between(instant, now)
    return days
