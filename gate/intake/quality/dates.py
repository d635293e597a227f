"""Check 7: dates that are none, that lie ahead, or that contradict their order."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import quality_lists, raw_lists
from gate.intake.quality.places import places, value_at
from gate.intake.stated import objects_at
from gate.model.instant import instant_of

_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_TOLERANCE: Final = timedelta(days=1)


def date_flaws(document: JsonObject, now: datetime) -> Iterator[tuple[str, Flaw]]:
    """What is wrong with the dates of `document`, by pointer; `now` is aware."""
    for path in quality_lists().paths["past"]:
        for place in places(document, path):
            moment = _moment(place.value)
            if moment is None:
                yield place.pointer, flaw("not_a_date")
            elif moment > now + _CLOCKS_DIFFER:
                yield place.pointer, flaw("future")
    for row in raw_lists()["order"]:
        yield from _order_flaws(document, row)


def _order_flaws(document: JsonObject, row: dict[str, str]) -> Iterator[tuple[str, Flaw]]:
    """The later of two dates, where it is earlier than the other by more than a day."""
    earlier = list(places(document, row["earlier"]))
    if not earlier:
        return
    later = (
        _issued(document, row["report"])
        if "report" in row
        else {
            place.indices: (place.pointer, place.value) for place in places(document, row["later"])
        }
    )
    for place in earlier:
        pointer, stated = later.get(place.indices, ("", None))
        first, second = _moment(place.value), _moment(stated)
        if first is not None and second is not None and second < first - _TOLERANCE:
            yield pointer, flaw("wrong_order")


def _issued(document: JsonObject, path: str) -> dict[tuple[int, ...], tuple[str, JsonValue]]:
    """When the evidence that each reference at `path` names was issued, and where that stands."""
    first: dict[JsonValue, tuple[str, JsonValue]] = {}
    for index, item in enumerate(objects_at(document, "evidence")):
        identifier = item.get("id")
        if isinstance(identifier, str):
            first.setdefault(identifier, (f"/evidence/{index}/issued_at", item.get("issued_at")))
    found = {}
    for place in places(document, path):
        identifier = value_at(place.value, "evidence_id")
        if isinstance(identifier, str) and identifier in first:
            found[place.indices] = first[identifier]
    return found


def _moment(value: JsonValue) -> datetime | None:
    return instant_of(value) if isinstance(value, str) else None
