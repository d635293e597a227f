"""From a verdict to the answer: pure joining of ids with the words of the release's catalogue.

Nothing is decided here: without a verdict there is nothing to join, and nothing comes out allowed.
"""

from dataclasses import dataclass

from gate.canon import JsonObject, JsonValue
from gate.model.catalogue import Catalogue, Rule
from gate.model.decision import (
    Artifact,
    ArtifactDigest,
    DryRun,
    Finding,
    Input,
    Links,
    Policy,
    Subject,
    SubjectSystem,
    UnloggedDecision,
)
from gate.model.request import DeploymentRequest
from gate.model.verdict import RuleFinding, RuleResult, Status, Verdict

ENVIRONMENT_ARTIFACT = "environment"
"""The name under which the digest of the runtime environment is listed."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What an answer says beside the verdict; `at` is RFC 3339 in UTC."""

    at: str
    subject: Subject
    policy: Policy
    asked: Input


def decision_of(
    verdict: Verdict, catalogue: Catalogue, circumstances: Circumstances
) -> UnloggedDecision:
    """The decision that `verdict` is; its id is the one that the verdict echoes."""
    return UnloggedDecision(
        decision_id=verdict.input,
        outcome=verdict.outcome,
        decided_at=circumstances.at,
        subject=circumstances.subject,
        tier=verdict.tier,
        summary=verdict.summary,
        findings=_findings(verdict, catalogue),
        policy=circumstances.policy,
        input=circumstances.asked,
        links=links_of(verdict.input),
    )


def dry_run_of(verdict: Verdict, catalogue: Catalogue, circumstances: Circumstances) -> DryRun:
    """The same as what it would have been."""
    return DryRun(
        would_be=verdict.outcome,
        evaluated_at=circumstances.at,
        subject=circumstances.subject,
        tier=verdict.tier,
        summary=verdict.summary,
        findings=_findings(verdict, catalogue),
        policy=circumstances.policy,
        input=circumstances.asked,
    )


def results_of(verdict: Verdict, catalogue: Catalogue) -> JsonObject:
    """The status of every rule, in the catalogue's order: `UnloggedResults`, as JSON.

    Not made as models first: for some two hundred rules that costs ten times as much.
    """
    return {
        "results": [_rule_status(rule, verdict.results[rule.rule]) for rule in catalogue.rules],
        "waivers": [waiver.model_dump(mode="json") for waiver in verdict.waivers],
    }


def subject_of(request: DeploymentRequest, document: JsonObject) -> Subject:
    """What `request` asks about; `document` is the same request as JSON."""
    return Subject(
        system=SubjectSystem(
            id=request.system.id, name=request.system.name, version=request.system.version
        ),
        environment=request.request.environment,
        action=request.request.action,
        artifacts=_artifacts(document),
    )


def links_of(decision_id: str) -> Links:
    """The addresses of one decision."""
    own = f"/v1/decisions/{decision_id}"
    return Links(
        self=own,
        results=f"{own}/results",
        receipt=f"{own}/receipt",
        attestation=f"{own}/attestation",
    )


def _findings(verdict: Verdict, catalogue: Catalogue) -> tuple[Finding, ...]:
    return tuple(_finding(found, catalogue) for found in verdict.findings)


def _finding(found: RuleFinding, catalogue: Catalogue) -> Finding:
    rule = catalogue.by_rule[found.rule]
    return Finding(
        rule=found.rule,
        control=rule.control,
        title=rule.title,
        status=found.status,
        severity=found.severity,
        would_be=found.would_be,
        mode=found.mode,
        blocks_from=found.blocks_from,
        reason=found.reason,
        waiver=found.waiver,
        pointers=found.pointers,
        found=found.found,
        required=rule.required,
        remediation=rule.remediation,
        docs=rule.docs,
    )


def _rule_status(rule: Rule, result: RuleResult) -> JsonObject:
    return {
        "rule": rule.rule,
        "control": rule.control,
        "title": rule.title,
        "status": result.status.value,
        "reason": result.reason,
        "explanation": _explanation(rule, result),
    }


def _explanation(rule: Rule, result: RuleResult) -> str | None:
    if result.status is not Status.NOT_APPLICABLE:
        return None
    if result.reason is not None:
        return "The Statement of Applicability excludes the control."
    return rule.reason or "The rule is not asked for this tier, environment or action."


def _artifacts(document: JsonObject) -> tuple[Artifact, ...]:
    models = _list(document.get("models"))
    found = [
        Artifact(name=_text(model.get("name")), digest=_digest(_object(model.get("artifact"))))
        for model in map(_object, models)
    ]
    compute = _object(_object(document.get("resources")).get("compute"))
    environment = _digest({"digest": compute.get("environment_digest")})
    if environment is not None:
        found.append(Artifact(name=ENVIRONMENT_ARTIFACT, digest=environment))
    return tuple(found)


def _digest(holder: JsonObject) -> ArtifactDigest | None:
    stated = _object(holder.get("digest"))
    if not stated:
        return None
    return ArtifactDigest(alg=_text(stated.get("alg")), value=_text(stated.get("value")))


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""
