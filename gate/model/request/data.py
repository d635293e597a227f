"""The datasets that models are trained, tested and fed with."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import Digest, EvidenceRef, Source
from gate.model.request.scalars import (
    Count,
    Day,
    Instant,
    Items,
    LongText,
    Percentage,
    Share,
    ShortText,
    Uri,
)
from gate.model.request.vocabulary import PersonalData

AcquisitionMethod = Literal[
    "collected",
    "purchased",
    "licensed",
    "scraped",
    "public",
    "synthetic",
    "user_provided",
    "derived",
]
LegalBasis = Literal[
    "none_needed",
    "consent",
    "contract",
    "legal_obligation",
    "vital",
    "public_task",
    "legitimate_interest",
    "research",
]
DatasetRole = Literal["train", "validate", "test", "fine_tune", "rag", "production_input"]


class Acquisition(Block):
    """How and under which right the data was obtained."""

    method: AcquisitionMethod | MISSING = MISSING
    source: ShortText | MISSING = MISSING
    collected_from: Day | MISSING = MISSING
    collected_to: Day | MISSING = MISSING
    legal_basis: LegalBasis | MISSING = MISSING
    rights_cleared: bool | MISSING = MISSING
    opt_out_policy: EvidenceRef | MISSING = MISSING
    supplier_id: ShortText | MISSING = MISSING


class Disposal(Block):
    """How the data is disposed of, and when that was last verified."""

    method: ShortText | MISSING = MISSING
    verified_at: Day | MISSING = MISSING


class Labelling(Block):
    """How labels were made, and how far the annotators agree."""

    method: Literal["none", "human", "machine", "mixed"] | MISSING = MISSING
    annotators: Count | MISSING = MISSING
    iaa_metric: ShortText | MISSING = MISSING
    iaa_value: Share | MISSING = MISSING
    protocol: EvidenceRef | MISSING = MISSING


class DataQuality(Block):
    """The latest quality check; shares are percentages."""

    checked_at: Instant | MISSING = MISSING
    completeness_pct: Percentage | MISSING = MISSING
    duplicate_pct: Percentage | MISSING = MISSING
    label_error_pct: Percentage | MISSING = MISSING
    timeliness_days: Count | MISSING = MISSING
    report: EvidenceRef | MISSING = MISSING
    passed: bool | MISSING = MISSING


class Representativeness(Block):
    """How the data compares with the people it stands for."""

    population: LongText | MISSING = MISSING
    compared_against: ShortText | MISSING = MISSING
    max_group_deviation_pct: Percentage | MISSING = MISSING
    underrepresented_groups: Items[ShortText] | MISSING = MISSING
    justification: LongText | MISSING = MISSING


class DataBias(Block):
    """What a look for bias found, and what was done about it."""

    assessed: bool | MISSING = MISSING
    method: ShortText | MISSING = MISSING
    findings: Items[LongText] | MISSING = MISSING
    mitigations: Items[LongText] | MISSING = MISSING


class LineageStep(Block):
    """One step that turned digests into a digest: who did what, and when."""

    step: ShortText
    actor: ShortText
    at: Instant
    input_digests: Items[Digest] | MISSING = MISSING
    output_digest: Digest | MISSING = MISSING
    attestation: ShortText | MISSING = MISSING


class Provenance(Block):
    """Where the data comes from, step by step."""

    lineage: EvidenceRef | MISSING = MISSING
    chain: Items[LineageStep] | MISSING = MISSING
    record_uri: Uri | MISSING = MISSING


class PreparationCode(Block):
    """The code that prepared the data."""

    repo: Uri | MISSING = MISSING
    commit: ShortText | MISSING = MISSING


class Preparation(Block):
    """How the data was prepared, by which criteria."""

    steps: Items[LongText] | MISSING = MISSING
    criteria: LongText | MISSING = MISSING
    code: PreparationCode | MISSING = MISSING
    leakage_check: EvidenceRef | MISSING = MISSING


class Access(Block):
    """Who may reach the data, and how it is protected."""

    classification: Literal["public", "internal", "confidential", "restricted"] | MISSING = MISSING
    encryption_at_rest: bool | MISSING = MISSING
    access_control: LongText | MISSING = MISSING


class Dataset(Block):
    """One dataset: its role, rights, quality, representativeness and provenance."""

    id: ShortText
    name: ShortText
    role: Items[DatasetRole]
    version: ShortText | MISSING = MISSING
    digest: Digest | MISSING = MISSING
    uri: Uri | MISSING = MISSING
    licence: ShortText | MISSING = MISSING
    size_records: Count | MISSING = MISSING
    languages: Items[ShortText] | MISSING = MISSING
    synthetic: bool | MISSING = MISSING
    acquisition: Acquisition | MISSING = MISSING
    personal_data: PersonalData
    special_categories: Items[ShortText] | MISSING = MISSING
    dpia: EvidenceRef | MISSING = MISSING
    minimisation: LongText | MISSING = MISSING
    retention_days: Count | MISSING = MISSING
    disposal: Disposal | MISSING = MISSING
    labelling: Labelling | MISSING = MISSING
    quality: DataQuality | MISSING = MISSING
    representativeness: Representativeness | MISSING = MISSING
    bias: DataBias | MISSING = MISSING
    provenance: Provenance | MISSING = MISSING
    preparation: Preparation | MISSING = MISSING
    access: Access | MISSING = MISSING
    source_ref: Source | MISSING = MISSING
