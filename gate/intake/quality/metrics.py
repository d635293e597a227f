"""Check 6: measured values that cannot be, or that nobody can compare."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from gate.canon import JsonObject, JsonValue, canonical_bytes
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import quality_lists, raw_lists
from gate.intake.quality.places import digest_of_block, number, places, value_at
from gate.intake.stated import objects_at

_RUNS: Final = "evaluation.runs[]"
_FAIRNESS: Final = "fairness.metrics[]"
_LEVELS: Final = (0.5, 1.0)
_OPEN_UNITS: Final = ("score", "other")
_CARD_TEXTS: Final = ("limitations", "tradeoffs", "out_of_scope_uses")
_ROUNDING: Final = 1e-9
"""So that the rounding of decimals never decides."""
_BETWEEN_CHARS: Final = 30
"""Characters between the name of a metric in a sentence and the number that is its value."""


def metric_flaws(document: JsonObject) -> Iterator[tuple[str, Flaw]]:
    """What is wrong with each metric of a run and of fairness, by its pointer."""
    same: dict[bytes, list[tuple[str, float]]] = {}
    for pointer, run, metric in _metrics(document):
        yield from ((pointer, each) for each in _own_flaws(metric))
        value = number(metric.get("value"))
        if value is not None:
            same.setdefault(_identity(run, metric), []).append((pointer, value))
            for text in _contradicting_texts(document, run, metric, value):
                yield pointer, flaw("contradiction")
                yield text, flaw("contradiction")
    for key, stated in same.items():
        unit = key.partition(b"\0")[0].decode()
        low, high = min(value for _, value in stated), max(value for _, value in stated)
        yield from (
            (pointer, flaw("contradiction"))
            for pointer, value in stated
            if _differ(unit, value, low) or _differ(unit, value, high)
        )


def metric_name(metric: JsonObject) -> str:
    """The name in the form in which names are compared."""
    name = metric.get("name")
    text = name.casefold() if isinstance(name, str) else ""
    return re.sub(r"[\s-]", "_", text.strip())


def _metrics(document: JsonObject) -> Iterator[tuple[str, JsonObject | None, JsonObject]]:
    for run in places(document, _RUNS):
        if isinstance(run.value, Mapping):
            for index, metric in enumerate(objects_at(run.value, "metrics")):
                yield f"{run.pointer}/metrics/{index}", run.value, metric
    for place in places(document, _FAIRNESS):
        if isinstance(place.value, Mapping):
            yield place.pointer, None, place.value


def _own_flaws(metric: JsonObject) -> Iterator[Flaw]:
    """What one metric alone shows."""
    value, unit = number(metric.get("value")), metric.get("unit")
    low, high = _bounds(unit)
    if value is not None:
        if (low is not None and value < low) or (high is not None and value > high):
            yield flaw("out_of_range")
        if unit in _OPEN_UNITS and value > 1 and metric_name(metric) in _ratio_metrics():
            yield flaw("scale_unclear")
    if "ci" in metric:
        yield from _interval_flaws(metric["ci"], value, low, high)
    records = number(metric.get("n"))
    if records is None:
        yield flaw("no_sample_size")
    elif records <= 0:
        yield flaw("bad_sample_size")
    few = records is None or records < raw_lists()["perfect_n"]
    if few and value is not None and value == _best(metric):
        yield flaw("perfect_score")


def _interval_flaws(
    interval: JsonValue, value: float | None, low: float | None, high: float | None
) -> Iterator[Flaw]:
    lower, upper = number(value_at(interval, "lower")), number(value_at(interval, "upper"))
    if lower is None or upper is None or value is None or not lower <= value <= upper:
        yield flaw("interval_excludes_value")
    ends = [end for end in (lower, upper) if end is not None]
    if any((low is not None and end < low) or (high is not None and end > high) for end in ends):
        yield flaw("interval_out_of_range")
    level = number(value_at(interval, "level"))
    if level is None or not _LEVELS[0] <= level < _LEVELS[1]:
        yield flaw("interval_level")


def _best(metric: JsonObject) -> float | None:
    if metric.get("unit") not in ("ratio", "percent"):
        return None
    if metric.get("higher_is_better") is False:
        return 0.0
    return 1.0 if metric["unit"] == "ratio" else 100.0


def _identity(run: JsonObject | None, metric: JsonObject) -> bytes:
    """Equal for metrics that state the same thing; begins with the unit."""
    about: list[Any] = [metric_name(metric), metric.get("slice") or {}]
    if run is not None:
        about += [list(digest_of_block(run.get("model_digest")) or ()), run.get("dataset_id")]
    return str(metric.get("unit")).encode() + b"\0" + canonical_bytes(about)


def _differ(unit: str, one: float, other: float) -> bool:
    allowed = raw_lists()["contradiction"]
    if unit in allowed:
        return bool(abs(one - other) > allowed[unit] + _ROUNDING)
    larger = max(abs(one), abs(other))
    return bool(abs(one - other) > allowed["other_relative"] * larger + _ROUNDING)


def _contradicting_texts(
    document: JsonObject, run: JsonObject | None, metric: JsonObject, value: float
) -> Iterator[str]:
    """Pointers of sentences of the run's models that state another value of the same metric."""
    unit, name = str(metric.get("unit")), metric_name(metric).replace("_", " ")
    if not name or run is None:
        return
    measured = digest_of_block(run.get("model_digest"))
    for place in places(document, "models[]"):
        if digest_of_block(value_at(place.value, "artifact", "digest")) != measured:
            continue
        for block in _CARD_TEXTS:
            for index, text in enumerate(_texts(value_at(place.value, block))):
                shown = text.casefold().replace("_", " ").replace("-", " ")
                said = _value_pattern(name).search(shown) if name in shown else None
                stated = None if said is None else _stated(said, unit)
                if stated is not None and _differ(unit, stated, value):
                    yield f"{place.pointer}/{block}/{index}"


def _value_pattern(name: str) -> re.Pattern[str]:
    """The name of a metric in a sentence, and the number that is its value."""
    return re.compile(
        rf"(?<!\w){re.escape(name)}(?!\w)[^.\n]{{0,{_BETWEEN_CHARS}}}?(?<![\w.])"
        r"(\d+(?:\.\d+)?)(?![\w.]*\d)\s*(%?)"
    )


def _stated(said: re.Match[str], unit: str) -> float | None:
    """The value that a sentence states, where it can be one of that unit."""
    stated = float(said[1])
    if said[2] == "%" and unit == "ratio":
        stated /= 100
    elif said[2] == "%" and unit != "percent":
        return None
    low, high = _bounds(unit)
    within = (low is None or stated >= low) and (high is None or stated <= high)
    return stated if within else None


def _texts(value: JsonValue) -> list[str]:
    items = value if isinstance(value, list | tuple) else ()
    return [item if isinstance(item, str) else "" for item in items]


def _bounds(unit: JsonValue) -> tuple[float | None, float | None]:
    bounds = raw_lists()["units"].get(unit, [None, None]) if isinstance(unit, str) else (None, None)
    return bounds[0], bounds[1]


@cache
def _ratio_metrics() -> frozenset[str]:
    return quality_lists().ratio_metrics
