"""Evaluation results of a model card: the `model-index` of its front matter.

Results of a card are claims of its author (assertion `self_declared`); a `verified` mark is one
too, since nobody checks its token here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gate.canon import JsonObject, JsonValue
from gate.intake.documents.matching import forms
from gate.intake.documents.notes import Notes
from gate.intake.quality.lists import quality_lists
from gate.intake.quality.places import value_at
from gate.limits import IMPORT_TEXTS_MAX, JSON_INTEGER_MAX

_VALUE: Final = re.compile(
    r"\s*([-+]?[0-9]{1,15}(?:\.[0-9]{1,15})?(?:[eE][-+]?[0-9]{1,2})?)\s*(%)?\s*((?:±|\+-|\+/-).*)?\Z"
)


@dataclass(frozen=True, slots=True)
class Results:
    """What a `model-index` says: names of models, and runs as far as a card states them.

    A run has `id`, `kind`, `metrics` and, where stated, `split` and `dataset_id`; a card never says
    which artefact was measured nor when.
    """

    names: tuple[str, ...]
    runs: tuple[JsonObject, ...]


def read_results(index: JsonValue, datasets: Sequence[str], notes: Notes) -> Results:
    """The results in the value of `model-index`; what breaks its rules is left out and noted.

    Args:
        index: the value.
        datasets: the datasets that the card names, which a result may have been measured on.
        notes: takes what is left out.
    """
    if index is None:
        return Results((), ())
    if not isinstance(index, list):
        notes.invalid("model-index", "expected a list of models")
        return Results((), ())
    names: list[str] = []
    runs: list[JsonObject] = []
    known = {form: name for name in reversed(datasets) for form in forms(name)}
    for position, model in enumerate(index[:IMPORT_TEXTS_MAX]):
        place = f"model-index/{position}"
        if not isinstance(model, dict):
            notes.invalid(place, "expected a model with name and results")
            continue
        name = notes.short(f"{place}/name", model.get("name"))
        if name is not None:
            names.append(name)
        runs.extend(_runs(model.get("results"), f"{place}/results", known, notes))
    if len(runs) > IMPORT_TEXTS_MAX:
        notes.warn("model-index", f"only the first {IMPORT_TEXTS_MAX} results are read")
    numbered = ({"id": f"result-{n}", **run} for n, run in enumerate(runs[:IMPORT_TEXTS_MAX], 1))
    return Results(tuple(names), tuple(numbered))


def _runs(
    results: JsonValue, place: str, known: Mapping[str, str], notes: Notes
) -> Iterator[JsonObject]:
    if not isinstance(results, list):
        notes.invalid(place, "expected a list of results")
        return
    if not results:
        notes.warn(place, "no result is stated")
    for position, result in enumerate(results):
        here = f"{place}/{position}"
        problem = _problem(result)
        if problem:
            notes.invalid(here, problem)
        elif isinstance(result, dict) and (metrics := _metrics(result["metrics"], here, notes)):
            run = _run(result, metrics, here, notes)
            dataset = _dataset(result["dataset"], known)
            yield run if dataset is None else {**run, "dataset_id": dataset}


def _problem(result: JsonValue) -> str | None:
    if not isinstance(result, dict):
        return "expected a result with task, dataset and metrics"
    if not isinstance(result.get("dataset"), dict):
        return "expected a dataset, so its metrics are left out"
    if not isinstance(result.get("metrics"), list):
        return "expected a list of metrics"
    return None


def _run(result: JsonObject, metrics: list[JsonValue], place: str, notes: Notes) -> JsonObject:
    dataset = result["dataset"]
    stated = dataset if isinstance(dataset, dict) else {}
    run: dict[str, JsonValue] = {
        "kind": "performance",
        "metrics": metrics,
        "source": {"format": "hf_card", "pointer": "/" + place},
    }
    split = notes.code(f"{place}/dataset/split", stated.get("split"))
    if split is not None:
        run["split"] = split
    return run


def _dataset(stated: JsonValue, known: Mapping[str, str]) -> str | None:
    """The dataset of the card that a result names by its type, the name on the hub, or its name."""
    names = (value_at(stated, "type"), value_at(stated, "name"))
    found = (known.get(form) for name in names if isinstance(name, str) for form in forms(name))
    return next((name for name in found if name is not None), None)


def _metrics(stated: JsonValue, place: str, notes: Notes) -> list[JsonValue]:
    found: list[JsonValue] = []
    values = stated if isinstance(stated, list) else []
    for position, metric in enumerate(values[:IMPORT_TEXTS_MAX]):
        here = f"{place}/metrics/{position}"
        if not isinstance(metric, dict):
            notes.invalid(here, "expected a metric with type and value")
            continue
        name = notes.short(f"{here}/type", metric.get("type") or metric.get("name"))
        if name is None:
            notes.invalid(here, "expected the type of the metric")
            continue
        measured = _measured(name, metric.get("value"), here, notes)
        if measured is not None:
            found.append({"name": name, **measured})
        if metric.get("verified") is True:
            notes.warn(here, "the mark of a verified result is a claim that nobody checked here")
    return found


def _measured(name: str, value: JsonValue, place: str, notes: Notes) -> JsonObject | None:
    """Value and unit. Nothing is guessed: a share is one only for a metric known to be a ratio."""
    number, percent = _number(value, place, notes)
    if number is None:
        return None
    if percent:
        unit = "percent"
    else:
        key = re.sub(r"[\s-]+", "_", name.strip().lower())
        unit = "ratio" if key in quality_lists().ratio_metrics and 0 <= number <= 1 else "score"
    return {"value": int(number) if float(number).is_integer() else number, "unit": unit}


def _number(value: JsonValue, place: str, notes: Notes) -> tuple[float | None, bool]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value, False
    match = _VALUE.match(value) if isinstance(value, str) and len(value) < 100 else None
    number = float(match[1]) if match else None
    if match is None or number is None or abs(number) > JSON_INTEGER_MAX:
        notes.warn(place, "expected a number as value, so the metric is left out")
        return None, False
    if match[3]:
        notes.warn(place, "the spread after the value is no interval and is left out")
    return number, match[2] is not None
