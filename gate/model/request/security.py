"""How the system stands up to attack."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import Digest, EvidenceRef, Source
from gate.model.request.scalars import Count, Instant, Items, Share, ShortText


class RedTeamCategory(Block):
    """Attempts and successes in one category of attack."""

    name: ShortText
    attempts: Count
    successes: Count


class RedTeam(Block):
    """One red-team run against a model or the whole system; rates are shares."""

    tool: Literal["garak", "pyrit", "promptfoo", "giskard", "manual", "other"]
    tool_version: ShortText | MISSING = MISSING
    run_at: Instant
    model_digest: Digest
    target: Literal["model", "system"]
    probes: Count | MISSING = MISSING
    attempts: Count
    successes: Count
    attack_success_rate: Share | MISSING = MISSING
    asr_upper_95: Share | MISSING = MISSING
    critical_findings_open: Count | MISSING = MISSING
    categories: Items[RedTeamCategory] | MISSING = MISSING
    report: EvidenceRef | MISSING = MISSING
    source: Source | MISSING = MISSING


class Vulnerabilities(Block):
    """The latest vulnerability scan."""

    scanned_at: Instant | MISSING = MISSING
    critical_open: Count | MISSING = MISSING
    high_open: Count | MISSING = MISSING
    report: EvidenceRef | MISSING = MISSING


class ModelScan(Block):
    """The latest scan of the model file for unsafe operations."""

    tool: ShortText | MISSING = MISSING
    scanned_at: Instant | MISSING = MISSING
    unsafe_ops: Count | MISSING = MISSING


class Security(Block):
    """Red-team runs, scans and bills of materials."""

    red_team: Items[RedTeam] | MISSING = MISSING
    vulnerabilities: Vulnerabilities | MISSING = MISSING
    model_scan: ModelScan | MISSING = MISSING
    sbom: EvidenceRef | MISSING = MISSING
    mlbom: EvidenceRef | MISSING = MISSING
    pen_test: EvidenceRef | MISSING = MISSING
