"""How the team classifies the system, under the gate's tiers and under other regimes."""

from typing import Literal

from pydantic import MISSING, Field

from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef, Source
from gate.model.request.scalars import Items, LongText, ShortText

EuRole = Literal["provider", "deployer", "provider_and_deployer", "importer", "distributor", "none"]
EuClass = Literal["prohibited", "high", "transparency", "minimal", "out_of_scope"]
RegimeName = Literal[
    "eu_ai_act",
    "gdpr",
    "canada_adm",
    "us_omb_m_25_21",
    "uk_atrs",
    "nl_register",
    "iso_42001",
    "internal",
]


class EuClassification(Block):
    """The system under Regulation (EU) 2024/1689."""

    role: EuRole | MISSING = MISSING
    class_: EuClass | MISSING = Field(default=MISSING, alias="class")
    annex_iii_points: Items[ShortText] | MISSING = MISSING
    art6_3_exemption: bool | MISSING = MISSING
    art27_required: bool | MISSING = MISSING
    gpai: Literal["none", "gpai", "gpai_systemic"] | MISSING = MISSING


class Regime(Block):
    """The class of the system under one regime, and why."""

    regime: RegimeName
    class_: ShortText | MISSING = Field(default=MISSING, alias="class")
    basis: LongText | MISSING = MISSING
    evidence: EvidenceRef | MISSING = MISSING
    source: Source | MISSING = MISSING


class Classification(Block):
    """The declared tier and the classes behind it. The gate may raise the tier, never lower it."""

    declared_tier: Literal["minimal", "limited", "high", "critical"]
    rationale: LongText
    eu: EuClassification | MISSING = MISSING
    regimes: Items[Regime] | MISSING = MISSING
