"""What a policy engine answers: the verdict, as `data.gate.decision` gives it.

Shapes only. Whether the parts agree with each other is `gate.model.outcome`'s to say; whether the
answer belongs to the question is `gate.policy.reading`'s.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gate.limits import DAYS_MAX


class Tier(StrEnum):
    """How much is at stake, from the least to the most."""

    MINIMAL = "minimal"
    LIMITED = "limited"
    HIGH = "high"
    CRITICAL = "critical"


class Outcome(StrEnum):
    """The answer to the pipeline."""

    ALLOW = "allow"
    DENY = "deny"
    NEEDS_REVIEW = "needs_review"


class Status(StrEnum):
    """What evaluation found of one rule; only `PASS` is a pass."""

    PASS = "pass"  # noqa: S105 - a status, not a password
    NOT_APPLICABLE = "not_applicable"
    MISSING = "missing"
    STALE = "stale"
    UNVERIFIED = "unverified"
    INVALID = "invalid"
    FAIL = "fail"
    WAIVED = "waived"


class Severity(StrEnum):
    """What a rule that does not pass does to the outcome."""

    DENY = "deny"
    REVIEW = "review"
    WARN = "warn"
    OFF = "off"


class Mode(StrEnum):
    """How far the rollout of a control has come; anything but `ENFORCE` softens its severity."""

    ENFORCE = "enforce"
    WARN = "warn"
    OBSERVE = "observe"
    OFF = "off"


class WaiverState(StrEnum):
    """What a waiver is worth now; `ACTIVE` and `EXPIRING` waive."""

    ACTIVE = "active"
    EXPIRING = "expiring"
    PENDING = "pending"
    EXPIRED = "expired"
    INVALID = "invalid"


class WaiverCode(StrEnum):
    """What is wrong with a waiver (rules/decision.md section 6)."""

    SCOPE = "scope"
    NOT_WAIVABLE = "not_waivable"
    TIER = "tier"
    REASON = "reason"
    COMPENSATING_CONTROL = "compensating_control"
    DECISION = "decision"
    ROLE = "role"
    SELF = "self"
    SUBJECT = "subject"
    DATES = "dates"
    NOT_COUNTERSIGNED = "not_countersigned"


class _Shape(BaseModel):
    """Frozen, strict, and closed: a field that is missing, mistyped or unknown is an error."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


Count = Annotated[int, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Shown = Annotated[Any, Field(description="Any JSON value")]
"""A value of the request that an engine shows.

It was parsed from JSON, so it is not asked of every value inside it whether it is JSON: that costs
more than the rest of a finding.
"""


class TierReason(_Shape):
    """One source that says something about the tier, whether it decides or not."""

    code: Text
    source: Text
    value: Shown
    tier: Tier | Literal["none"]
    finding: Literal["review", "deny"] | None


class EffectiveTier(_Shape):
    """The tier that counts, the tier that was declared (null: none, or not one of the four)."""

    declared: Tier | None
    effective: Tier
    reasons: tuple[TierReason, ...]


class Summary(_Shape):
    """Every rule of the catalogue, counted once; the counts add up to its size."""

    deny: Count
    review: Count
    warn: Count
    waived: Count
    passed: Count
    not_applicable: Count
    off: Count


class RuleResult(_Shape):
    """The status of one rule after the Statement of Applicability and the waivers."""

    status: Status
    reason: Literal["soa", "soa_not_implemented"] | None


class FindingWaiver(_Shape):
    """The best waiver of a finding's rule; `ends_in_days` is negative once it has ended."""

    index: Count
    state: WaiverState
    codes: tuple[WaiverCode, ...]
    ends_in_days: Annotated[float, Field(ge=-DAYS_MAX, le=DAYS_MAX)] | None


class RuleFinding(_Shape):
    """A rule that does not pass and is worth telling; `severity` is `would_be` after the mode."""

    rule: Text
    status: Status
    severity: Severity
    would_be: Severity
    mode: Mode
    blocks_from: Day | None
    reason: Text | None
    waiver: FindingWaiver | None
    pointers: tuple[str, ...]
    found: Shown


class WaiverResult(_Shape):
    """The state of one element of the request's `waivers[]`."""

    index: Count
    state: WaiverState
    codes: tuple[WaiverCode, ...]
    unused: bool


class Verdict(_Shape):
    """One evaluation of one release over one policy input (rules/decision.md section 10).

    `release` and `input` echo what was asked; `results` has every rule of the catalogue;
    `findings` are sorted by severity, then GATE, then the controls' order, then the rule's number.
    """

    release: Text
    input: Text
    outcome: Outcome
    tier: EffectiveTier
    summary: Summary
    results: Mapping[str, RuleResult]
    findings: tuple[RuleFinding, ...]
    waivers: tuple[WaiverResult, ...]
