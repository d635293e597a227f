"""A gap report: what is still missing of every control, whatever blocks and whatever does not.

Shapes only; `gate.model.gap_report` makes them. A report has no outcome: it is where an
organisation begins with its management system, not a decision.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from gate.model.decision import Input, Instant, Policy, Subject
from gate.model.verdict import EffectiveTier, Severity, Status

Count = Annotated[int, Field(ge=0)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class GapCounts(_Shape):
    """Every rule counted once; `gaps` counts those that apply, do not pass and are not waived."""

    rules: Count
    passed: Count
    gaps: Count
    waived: Count
    not_applicable: Count


class SoaClaim(_Shape):
    """What the Statement of Applicability says of a control; null: it does not say."""

    applicable: bool | None
    implemented: str | None


class Gap(_Shape):
    """A rule that applies and does not pass, waived or not.

    `would_be` is what it does where the system is deployed, without any rollout mode; null where
    it has no effect there. `places` lead to what is missing: places in the request, or paths of
    the rule where it has no effect.
    """

    rule: str
    title: str
    status: Status
    would_be: Severity | None
    reason: str | None
    places: tuple[str, ...]
    found: JsonValue
    required: str
    remediation: str
    docs: str


class ControlGaps(_Shape):
    """One control; `contradicts` when the statement calls it implemented and rules do not pass.

    `soa` is empty when the statement does not speak of the control, and has several claims when
    it does so several times.
    """

    control: str
    title: str
    soa: tuple[SoaClaim, ...]
    contradicts: bool
    counts: GapCounts
    gaps: tuple[Gap, ...]


class FamilyGaps(_Shape):
    """The controls that stand together, such as all of A.7."""

    family: str
    title: str
    counts: GapCounts
    controls: tuple[ControlGaps, ...]


class GapReport(_Shape):
    """Every rule run over one request; nothing was logged, and nothing is decided."""

    evaluated_at: Instant
    subject: Subject
    tier: EffectiveTier
    counts: GapCounts
    families: tuple[FamilyGaps, ...]
    policy: Policy
    input: Input
