"""From a verdict to a gap report: every rule that does not pass, by family and control.

Every rule is run, so a rule that has no effect where the system is deployed is in it too. Beside
what was found stands what the Statement of Applicability says of the control.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from gate.canon import JsonObject
from gate.model.answer import Circumstances
from gate.model.catalogue import Catalogue, Control, Rule
from gate.model.gap import ControlGaps, FamilyGaps, Gap, GapCounts, GapReport, SoaClaim
from gate.model.verdict import Severity, Status, Verdict

_FAMILY: Final = re.compile(r"A\.[0-9]+|CL-[0-9]+|[A-Z]+")
_TITLES: Final[Mapping[str, str]] = {
    "GATE": "Rules of the gate itself",
    "A.2": "Policies on AI",
    "A.3": "Internal organisation",
    "A.4": "Resources",
    "A.5": "Assessing impacts",
    "A.6": "Life cycle",
    "A.7": "Data",
    "A.8": "Informing interested parties",
    "A.9": "Use",
    "A.10": "Suppliers and customers",
    "CL-4": "Clause 4: context and scope",
    "CL-5": "Clause 5: leadership",
    "CL-6": "Clause 6, with 8: planning and operation",
    "CL-7": "Clause 7: support",
    "CL-9": "Clause 9: evaluating performance",
    "CL-10": "Clause 10: improvement",
}


def gap_report_of(
    verdict: Verdict, catalogue: Catalogue, circumstances: Circumstances, document: JsonObject
) -> GapReport:
    """The gaps in `verdict`, by family, in the catalogue's order.

    Args:
        verdict: one evaluation; every rule of `catalogue` has its result there.
        catalogue: the words of the release that was evaluated.
        circumstances: what the report says beside the gaps.
        document: the request whose Statement of Applicability (`risk.soa`) is set beside them.
    """
    claims = _claims(document)
    controls = [
        _control(control, _rules_of(control, catalogue), verdict, claims)
        for control in sorted(catalogue.controls, key=lambda control: control.order)
    ]
    return GapReport(
        evaluated_at=circumstances.at,
        subject=circumstances.subject,
        tier=verdict.tier,
        counts=_sum(control.counts for control in controls),
        families=tuple(_families(controls)),
        policy=circumstances.policy,
        input=circumstances.asked,
    )


def family_of(control: str) -> str:
    """The family of a control: `A.7.4` is of `A.7`, `CL-6.1.2/8.2` of `CL-6`."""
    found = _FAMILY.match(control)
    return found.group() if found else control


def _families(controls: Iterable[ControlGaps]) -> Iterator[FamilyGaps]:
    for family, grouped in groupby(controls, key=lambda control: family_of(control.control)):
        members = tuple(grouped)
        yield FamilyGaps(
            family=family,
            title=_TITLES.get(family, family),
            counts=_sum(control.counts for control in members),
            controls=members,
        )


def _rules_of(control: Control, catalogue: Catalogue) -> list[Rule]:
    return [rule for rule in catalogue.rules if rule.control == control.control]


def _control(
    control: Control, rules: list[Rule], verdict: Verdict, claims: Mapping[str, list[SoaClaim]]
) -> ControlGaps:
    statuses = [verdict.results[rule.rule].status for rule in rules]
    gaps = tuple(
        _gap(rule, verdict)
        for rule, status in zip(rules, statuses, strict=True)
        if status not in (Status.PASS, Status.NOT_APPLICABLE)
    )
    waived = statuses.count(Status.WAIVED)
    unmet = len(gaps) - waived
    claimed = tuple(claims.get(control.control, ()))
    return ControlGaps(
        control=control.control,
        title=control.title,
        soa=claimed,
        contradicts=unmet > 0 and any(claim.implemented == "yes" for claim in claimed),
        counts=GapCounts(
            rules=len(rules),
            passed=statuses.count(Status.PASS),
            gaps=unmet,
            waived=waived,
            not_applicable=statuses.count(Status.NOT_APPLICABLE),
        ),
        gaps=gaps,
    )


def _gap(rule: Rule, verdict: Verdict) -> Gap:
    result = verdict.results[rule.rule]
    finding = next((each for each in verdict.findings if each.rule == rule.rule), None)
    would_be = finding.would_be if finding else None
    return Gap(
        rule=rule.rule,
        title=rule.title,
        status=result.status,
        would_be=None if would_be is Severity.OFF else would_be,
        reason=finding.reason if finding else result.reason,
        places=finding.pointers if finding else rule.needs,
        found=finding.found if finding else None,
        required=rule.required,
        remediation=rule.remediation,
        docs=rule.docs,
    )


def _claims(document: JsonObject) -> dict[str, list[SoaClaim]]:
    """What is stated of each control; what is not readable as a claim claims nothing."""
    found: dict[str, list[SoaClaim]] = {}
    risk = document.get("risk")
    soa = risk.get("soa") if isinstance(risk, dict) else None
    entries = soa.get("entries") if isinstance(soa, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict) or not isinstance(control := entry.get("control_id"), str):
            continue
        applicable, implemented = entry.get("applicable"), entry.get("implemented")
        claim = SoaClaim(
            applicable=applicable if isinstance(applicable, bool) else None,
            implemented=implemented if isinstance(implemented, str) else None,
        )
        found.setdefault(control, []).append(claim)
    return found


def _sum(counts: Iterable[GapCounts]) -> GapCounts:
    listed = list(counts)
    return GapCounts(
        **{name: sum(getattr(each, name) for each in listed) for name in GapCounts.model_fields}
    )
