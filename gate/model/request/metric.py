"""A measured value with everything that makes it comparable."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import Source
from gate.model.request.scalars import Count, OpenObject, Share, ShortText

Unit = Literal[
    "ratio",
    "percent",
    "seconds",
    "milliseconds",
    "count",
    "score",
    "decibel",
    "kWh",
    "tCO2e",
    "other",
]


class ConfidenceInterval(Block):
    """The interval around a measured value; `level` is a share, such as 0.95."""

    level: Share | MISSING = MISSING
    lower: float | MISSING = MISSING
    upper: float | MISSING = MISSING


class MetricThreshold(Block):
    """The threshold a value was held against; `upper` only with `between`."""

    op: Literal[">=", ">", "<=", "<", "==", "between"] | MISSING = MISSING
    value: float | MISSING = MISSING
    upper: float | MISSING = MISSING


class Metric(Block):
    """A measured value: unit, sample size `n`, interval, the slice of the data, the threshold."""

    name: ShortText
    value: float
    unit: Unit
    higher_is_better: bool | MISSING = MISSING
    n: Count | MISSING = MISSING
    ci: ConfidenceInterval | MISSING = MISSING
    slice: OpenObject | MISSING = MISSING
    threshold: MetricThreshold | MISSING = MISSING
    passed: bool | MISSING = MISSING
    source: Source | MISSING = MISSING
