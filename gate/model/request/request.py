"""What is asked: deploy, update, roll back or retire, where, by whom, and how."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.scalars import (
    IdempotencyKey,
    Instant,
    Items,
    LongText,
    Percentage,
    Positive,
    ShortText,
    Uri,
    Uuid,
)
from gate.model.request.vocabulary import Comparison

ChangeType = Literal[
    "new_system",
    "retrain",
    "new_data_source",
    "model_swap",
    "prompt_change",
    "threshold_change",
    "new_use",
    "new_users",
    "new_geography",
    "substantial_modification",
    "config",
    "infra_only",
]


class Change(Block):
    """What differs from the version that runs now."""

    types: Items[ChangeType] | MISSING = MISSING
    from_version: ShortText | MISSING = MISSING
    summary: LongText | MISSING = MISSING
    ticket: Uri | MISSING = MISSING
    requested_at: Instant | MISSING = MISSING


class AbortCriterion(Block):
    """The measured value at which a rollout stops by itself."""

    metric: ShortText
    op: Comparison
    value: float
    window_minutes: Positive


class Rollout(Block):
    """How traffic moves to the new version, and when that is aborted."""

    strategy: Literal["all_at_once", "canary", "blue_green", "shadow"] | MISSING = MISSING
    initial_traffic_pct: Percentage | MISSING = MISSING
    abort_criteria: Items[AbortCriterion] | MISSING = MISSING


class Request(Block):
    """The question to the gate.

    `regions` are ISO 3166-1 alpha-2 codes; `synthetic_data_only` frees a development deployment
    of what only concerns real data.
    """

    id: Uuid
    created_at: Instant
    idempotency_key: IdempotencyKey | MISSING = MISSING
    requested_by: Person
    environment: Literal["dev", "staging", "prod"]
    regions: Items[ShortText] | MISSING = MISSING
    action: Literal["deploy", "update", "rollback", "retire"]
    change: Change | MISSING = MISSING
    rollout: Rollout | MISSING = MISSING
    synthetic_data_only: bool | MISSING = MISSING
