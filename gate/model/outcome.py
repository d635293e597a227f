"""The outcome and the counts, derived once more from what an engine says of every rule.

An engine says both what it found and what follows from it. The gate believes the first part only:
what follows is computed here again (rules/decision.md sections 5, 7 and 10), and a verdict that
differs is not used.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from gate.errors import EngineAnswerInvalid
from gate.model.verdict import (
    Mode,
    Outcome,
    RuleFinding,
    RuleResult,
    Severity,
    Status,
    Summary,
    Verdict,
)
from gate.model.waivers import WAIVES, check_waivers

_SOFTENED: Final = MappingProxyType(
    {
        Mode.WARN: MappingProxyType(
            {
                Severity.DENY: Severity.WARN,
                Severity.REVIEW: Severity.WARN,
                Severity.WARN: Severity.WARN,
                Severity.OFF: Severity.OFF,
            }
        ),
        Mode.OBSERVE: MappingProxyType(dict.fromkeys(Severity, Severity.OFF)),
        Mode.OFF: MappingProxyType(dict.fromkeys(Severity, Severity.OFF)),
    }
)
_ADMITTED: Final = frozenset({Status.FAIL, Status.WAIVED})
_BLOCKS: Final = frozenset({Severity.DENY, Severity.REVIEW})
_SETTLED: Final = frozenset({Status.PASS, Status.NOT_APPLICABLE})


def severity_of(would_be: Severity, mode: Mode, status: Status) -> Severity:
    """What `would_be` comes to under the mode in force; a waived rule has no severity."""
    if status is Status.WAIVED:
        return Severity.OFF
    return would_be if mode is Mode.ENFORCE else _SOFTENED[mode][would_be]


def summary_of(results: Mapping[str, RuleResult], findings: Collection[RuleFinding]) -> Summary:
    """Every rule of `results` counted once; a rule that nothing else claims is `off`."""
    statuses = [result.status for result in results.values()]
    severities = [finding.severity for finding in findings]
    counted = {
        "deny": severities.count(Severity.DENY),
        "review": severities.count(Severity.REVIEW),
        "warn": severities.count(Severity.WARN),
        "waived": statuses.count(Status.WAIVED),
        "passed": statuses.count(Status.PASS),
        "not_applicable": statuses.count(Status.NOT_APPLICABLE),
    }
    rest = len(results) - sum(counted.values())
    if rest < 0:
        raise EngineAnswerInvalid("the verdict's counts do not add up to the catalogue")
    return Summary(**counted, off=rest)


def outcome_of(summary: Summary) -> Outcome:
    """Deny when anything denies, else review when anything needs it, else allow."""
    if summary.deny:
        return Outcome.DENY
    return Outcome.NEEDS_REVIEW if summary.review else Outcome.ALLOW


def check_agreement(verdict: Verdict, rules: Collection[str]) -> None:
    """Refuses a verdict that does not follow from its own results and findings.

    Args:
        verdict: what the engine answered.
        rules: every rule id of the release's catalogue.

    Raises:
        EngineAnswerInvalid: results name other rules than the catalogue, or give a reason that does
            not go with their status; a finding is there twice, contradicts its result, or is one
            that is never listed; a waived rule has no finding, or one whose waiver does not hold or
            is not among the waivers; severity, counts or outcome differ from what is computed here.
    """
    if verdict.results.keys() != set(rules):
        raise EngineAnswerInvalid("the verdict's results are not those of the catalogue")
    for result in verdict.results.values():
        if result.reason is not None:
            _check_reason(result)
    for finding in verdict.findings:
        _check_finding(finding, verdict.results)
    check_waivers(verdict)
    listed = {finding.rule: finding for finding in verdict.findings}
    if len(listed) != len(verdict.findings):
        raise EngineAnswerInvalid("the verdict lists a finding twice")
    waived = {rule for rule, result in verdict.results.items() if result.status is Status.WAIVED}
    if not waived <= listed.keys():
        raise EngineAnswerInvalid("the verdict waives a rule without a finding")
    summary = summary_of(verdict.results, verdict.findings)
    if summary != verdict.summary:
        raise EngineAnswerInvalid("the verdict's counts differ from its results and findings")
    if outcome_of(summary) is not verdict.outcome:
        raise EngineAnswerInvalid("the verdict's outcome differs from its findings")


def _check_reason(result: RuleResult) -> None:
    if result.reason == "soa" and result.status is not Status.NOT_APPLICABLE:
        raise EngineAnswerInvalid("a rule is excluded and has a status of its own")
    if result.reason == "soa_not_implemented" and result.status not in _ADMITTED:
        raise EngineAnswerInvalid("a rule is not implemented and does not fail")


def _check_finding(finding: RuleFinding, results: Mapping[str, RuleResult]) -> None:
    result = results.get(finding.rule)
    if result is None or result.status is not finding.status or finding.status in _SETTLED:
        raise EngineAnswerInvalid("a finding contradicts the result of its rule")
    if result.reason is not None and result.reason != finding.reason:
        raise EngineAnswerInvalid("a finding gives another reason than its result")
    if finding.severity is not severity_of(finding.would_be, finding.mode, finding.status):
        raise EngineAnswerInvalid("a finding's severity differs from its mode and status")
    is_waived = finding.status is Status.WAIVED
    if is_waived != (finding.waiver is not None and finding.waiver.state in WAIVES):
        raise EngineAnswerInvalid("a finding is waived without a waiver that holds, or the reverse")
    is_observed = finding.mode is Mode.OBSERVE and finding.would_be is not Severity.OFF
    if finding.severity is Severity.OFF and not (is_waived or is_observed):
        raise EngineAnswerInvalid("the verdict lists a finding that has no effect")
    announces = finding.mode is not Mode.ENFORCE and finding.would_be in _BLOCKS
    if finding.blocks_from is not None and not announces:
        raise EngineAnswerInvalid("a finding blocks from a date although it blocks now, or never")
