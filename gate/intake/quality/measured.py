"""What was measured of a model: the runs that speak of it, and their sane metrics."""

from collections.abc import Callable
from dataclasses import dataclass

from gate.canon import JsonObject, canonical_bytes
from gate.intake.quality.metrics import metric_name
from gate.intake.quality.places import digest_of_block, number, value_at
from gate.intake.stated import object_at, objects_at


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of the sane metrics of a model, and of the runs that have one.

    `sliced` says whether one metric was measured on two slices at least.
    """

    sane: int
    with_sample_size: int
    with_interval: int
    runs: int
    runs_on_known_data: int
    sliced: bool


def measured(document: JsonObject, model: JsonObject, *, fair: Callable[[str], bool]) -> Measured:
    """What the runs of `model` say; `fair` tells whether a metric's pointer is not poor."""
    datasets = {data.get("id") for data in objects_at(document, "data")}
    sane: list[JsonObject] = []
    runs = on_known_data = 0
    for index, run in enumerate(objects_at(object_at(document, "evaluation"), "runs")):
        if not _is_about(document, model, run):
            continue
        metrics = [
            metric
            for place, metric in enumerate(objects_at(run, "metrics"))
            if fair(f"/evaluation/runs/{index}/metrics/{place}")
        ]
        sane += metrics
        runs += bool(metrics)
        on_known_data += bool(metrics) and run.get("dataset_id") in datasets
    of_fairness = [
        metric
        for place, metric in enumerate(objects_at(object_at(document, "fairness"), "metrics"))
        if fair(f"/fairness/metrics/{place}")
    ]
    return Measured(
        sane=len(sane),
        with_sample_size=sum((number(metric.get("n")) or 0) > 0 for metric in sane),
        with_interval=sum(bool(metric.get("ci")) for metric in sane),
        runs=runs,
        runs_on_known_data=on_known_data,
        sliced=_is_sliced([*sane, *of_fairness]),
    )


def _is_about(document: JsonObject, model: JsonObject, run: JsonObject) -> bool:
    """A run names the artefact, or the whole system; the only model without a digest has all."""
    own = digest_of_block(value_at(model, "artifact", "digest"))
    whole = digest_of_block(value_at(document, "resources", "compute", "environment_digest"))
    named = digest_of_block(run.get("model_digest"))
    if named is not None and named in (own, whole):
        return True
    return own is None and len(objects_at(document, "models")) == 1


def _is_sliced(metrics: list[JsonObject]) -> bool:
    slices: dict[str, set[bytes]] = {}
    for metric in metrics:
        if metric.get("slice"):
            slices.setdefault(metric_name(metric), set()).add(canonical_bytes(metric["slice"]))
    return any(len(found) > 1 for found in slices.values())
