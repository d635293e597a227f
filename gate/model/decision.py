"""The decision as it is answered, and the shapes around it; field names are the contract.

Shapes only; `gate.model.answer` makes them from a verdict. A dry run has `would_be` where a
decision has `outcome`, so the one cannot be taken for the other.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gate.model.verdict import (
    EffectiveTier,
    FindingWaiver,
    Mode,
    Outcome,
    Severity,
    Shown,
    Status,
    Summary,
    WaiverResult,
)

Sha256 = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
Base64Hash = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$", description="SHA-256 in base64")]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
DecisionId = Annotated[str, Field(json_schema_extra={"format": "uuid"})]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class SubjectSystem(_Shape):
    """Which system is deployed."""

    id: str
    name: str
    version: str


class ArtifactDigest(_Shape):
    """A digest as the request states it; `value` is lower-case hex."""

    alg: str
    value: str


class Artifact(_Shape):
    """One thing that is deployed: a model by its name, or `environment`; null: no digest stated."""

    name: str
    digest: ArtifactDigest | None


class Subject(_Shape):
    """What was asked about."""

    system: SubjectSystem
    environment: str
    action: str
    artifacts: tuple[Artifact, ...]


class Finding(_Shape):
    """A rule that does not pass, in words: what was found, what is required, how to fix it.

    `would_be` is the severity without the rollout mode in force; `blocks_from` the day from which
    a softened rule blocks; `reason` a machine-readable word; `pointers` lead into the request.
    """

    rule: str
    control: str
    title: str
    status: Status
    severity: Severity
    would_be: Severity
    mode: Mode
    blocks_from: str | None
    reason: str | None
    waiver: FindingWaiver | None
    pointers: tuple[str, ...]
    found: Shown
    required: str
    remediation: str
    docs: str


class Policy(_Shape):
    """The release that decided, and the engine that evaluated it."""

    release: str
    version: int
    digest: Sha256
    engine: str
    opa_version: str


class AttachmentRecord(_Shape):
    """An attached document, what read it, and what of it found no place."""

    id: str
    digest: Sha256
    format: str
    importer: str
    importer_version: str
    warnings: tuple[str, ...]
    unmapped_fields: tuple[str, ...]


class Input(_Shape):
    """What the decision rests on; `organisation` is null where no folder is configured.

    `quality_lists` is the digest of the lists by which the quality of texts was judged.
    """

    request_digest: Sha256
    attachments: tuple[AttachmentRecord, ...]
    organisation: Sha256 | None
    quality_lists: Sha256


class Log(_Shape):
    """The proof that the decision is in the log: verify it before believing the outcome."""

    origin: str
    index: Annotated[int, Field(ge=0)]
    leaf_hash: Base64Hash
    checkpoint: Annotated[str, Field(description="A C2SP signed note that covers the entry")]
    inclusion_proof: tuple[Base64Hash, ...]


class Links(_Shape):
    """Where to read more, relative to the address that was asked."""

    self: str
    results: str
    receipt: str
    attestation: str


class Evaluated(_Shape):
    """What a decision and a dry run have in common."""

    subject: Subject
    tier: EffectiveTier
    summary: Summary
    findings: tuple[Finding, ...]
    policy: Policy
    input: Input


class UnloggedDecision(Evaluated):
    """A decision without its place in the log: what the log keeps as the answer."""

    decision_id: DecisionId
    outcome: Outcome
    decided_at: Instant
    links: Links


class Decision(UnloggedDecision):
    """A decision. It was durable in the log before it was answered."""

    log: Log


class DryRun(Evaluated):
    """The same evaluation, nothing logged: not a decision, and no deployment may rest on it."""

    would_be: Outcome
    evaluated_at: Instant


class RuleStatus(_Shape):
    """The status of one rule; `explanation` says why a rule is not applicable."""

    rule: str
    control: str
    title: str
    status: Status
    reason: str | None
    explanation: str | None


class UnloggedResults(_Shape):
    """The status of every rule of the release, passes included, and every waiver with its state."""

    results: tuple[RuleStatus, ...]
    waivers: tuple[WaiverResult, ...]


class Results(UnloggedResults):
    """The results of one decision."""

    decision_id: DecisionId


class DecisionPage(_Shape):
    """Decisions, newest first; `next` is the cursor of the following page, null on the last."""

    decisions: tuple[Decision, ...]
    next: str | None
