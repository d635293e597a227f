"""How the system was tested."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.metric import Metric
from gate.model.request.reference import Digest, EvidenceRef, Source
from gate.model.request.scalars import Instant, Items, ShortText

RunKind = Literal[
    "performance",
    "robustness",
    "safety",
    "security",
    "fairness",
    "privacy",
    "usability",
    "load",
    "explainability",
]


class RunTool(Block):
    """The tool of a test run."""

    name: ShortText
    version: ShortText | MISSING = MISSING


class Run(Block):
    """One test run of one model, by digest, and what it measured."""

    id: ShortText
    kind: RunKind
    tool: RunTool | MISSING = MISSING
    model_digest: Digest
    dataset_id: ShortText | MISSING = MISSING
    split: ShortText | MISSING = MISSING
    started_at: Instant
    metrics: Items[Metric]
    status: Literal["pass", "fail", "partial", "error"]
    independent: bool | MISSING = MISSING
    evaluator: Person | MISSING = MISSING
    report: EvidenceRef | MISSING = MISSING
    source: Source | MISSING = MISSING


class Evaluation(Block):
    """The test plan and its runs."""

    plan: EvidenceRef | MISSING = MISSING
    runs: Items[Run] | MISSING = MISSING
