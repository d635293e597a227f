"""`gate log recheck`: which of the systems that run would be refused now, or soon."""

import sys
from datetime import datetime, timedelta
from typing import Any

import typer

from gate.cli.history import BundleFile, place_of
from gate.cli.instant import Instant, instant_in
from gate.cli.options import Organisation, OutputForm, ReleaseFile, Var
from gate.cli.output import Output, as_json
from gate.cli.plain import plain
from gate.cli.progress import clear_progress, show_progress
from gate.errors import Invalid


def recheck(
    var: Var = None,
    bundle: BundleFile = None,
    at: Instant = None,
    release: ReleaseFile = None,
    organisation: Organisation = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Evaluate the newest allowed decision of each live system as of now, or of another time.

    It finds what became old, ended or took effect since the decision: evidence, waivers,
    approvals, rules, a new release; with --organisation also people and incidents. Exit code 0:
    all still pass; 1: some do not; 2: some could not be evaluated.

    Example: gate log recheck --at 2027-03-01T00:00:00Z --output json
    """
    from gate.cli.local import local_policy, organisation_of
    from gate.decide import utc_now
    from gate.replay.live import running_systems
    from gate.replay.recheck import recheck as recheck_system
    from gate.replay.releases import Ready
    from gate.settings import load_settings

    if output not in (Output.TEXT, Output.JSON):
        raise Invalid("a recheck is told as text or as json: --output text, or --output json")
    moment = instant_in(at) or utc_now()
    settings = load_settings(var=var, organisation=organisation, release=release)
    source = organisation_of(settings.organisation)
    known = source.current() if source else None
    place = place_of(var, bundle)
    with (
        place.history.open() as history,
        local_policy(settings.release, place.cache) as active,
    ):
        running = running_systems(history, show_progress)
        clear_progress()
        ready = Ready(active.release, active.engine)
        rechecked = []
        for live in running.systems:
            rechecked.append(recheck_system(live, history, ready, moment, organisation=known))
            show_progress(len(rechecked), len(running.systems))
        clear_progress()
    told = _document(rechecked, running.corrupt, moment, active.release.id)
    sys.stdout.write(as_json(told) if output is Output.JSON else recheck_text(told))
    raise typer.Exit(_exit_code(told))


def _document(rechecked: list[Any], corrupt: int, at: datetime, release: str) -> dict[str, Any]:
    systems = [_system(each, at) for each in rechecked]
    days = [each["next"]["in_days"] for each in systems if each["next"]]
    return {
        "at": at.isoformat(),
        "release": release,
        "pass": sum(each["outcome"] == "allow" for each in systems),
        "no_longer_pass": sum(each["outcome"] in ("deny", "needs_review") for each in systems),
        "not_evaluated": sum(each["outcome"] is None for each in systems) + corrupt,
        "next_in_days": min(days, default=None),
        "systems": systems,
    }


def _system(each: Any, at: datetime) -> dict[str, Any]:
    entry = each.live.entry
    return {
        "system": entry.system_id,
        "version": entry.system_version,
        "index": each.live.index,
        "decision_id": entry.decision_id,
        "decided_at": entry.decided_at,
        "outcome": str(each.outcome) if each.outcome else None,
        "reason": str(each.reason) if each.reason else None,
        "findings": [_finding(found) for found in each.blocking],
        "next": each.expiry
        and {
            "in_days": each.expiry.days,
            "at": (at + timedelta(days=each.expiry.days)).isoformat(),
            "findings": [_finding(found) for found in each.expiry.blocking],
        },
    }


def _finding(found: Any) -> dict[str, str]:
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "status": str(found.status),
        "title": found.title,
        "remediation": found.remediation,
    }


def recheck_text(told: dict[str, Any]) -> str:
    """For people: how many would be refused, each with its reasons, then what ends next."""
    head = (
        "ALL STILL PASS"
        if not told["no_longer_pass"] + told["not_evaluated"]
        else f"{told['no_longer_pass']} NO LONGER PASS"
    )
    lines = [f"{head}  {len(told['systems']):,} live systems as of {told['at']}"]
    if told["not_evaluated"]:
        lines.append(f"  {told['not_evaluated']:,} could not be evaluated")
    for each in sorted(told["systems"], key=_urgency):
        lines += _system_lines(each)
    return "\n".join(lines) + "\n"


def _urgency(each: dict[str, Any]) -> tuple[int, int, str]:
    refused = each["outcome"] != "allow"
    return (0 if refused else 1, each["next"]["in_days"] if each["next"] else 10**6, each["system"])


def _system_lines(each: dict[str, Any]) -> list[str]:
    name = plain(f"{each['system']} {each['version']}")
    if each["outcome"] is None:
        return [f"\n{name}  not evaluated: {each['reason']}"]
    if each["outcome"] != "allow":
        return [f"\n{name}  {each['outcome']}", *_finding_lines(each["findings"])]
    if each["next"] is None:
        return [f"\n{name}  passes, also in a year"]
    days = each["next"]["in_days"]
    return [
        f"\n{name}  passes, until in {days} day{'' if days == 1 else 's'}",
        *_finding_lines(each["next"]["findings"]),
    ]


def _finding_lines(findings: list[dict[str, str]]) -> list[str]:
    return [
        f"  {found['severity']:<6}  {found['rule']}  {plain(found['title'])} ({found['status']})"
        f"\n          fix: {plain(found['remediation'])}"
        for found in findings
    ]


def _exit_code(told: dict[str, Any]) -> int:
    if told["no_longer_pass"]:
        return 1
    return 2 if told["not_evaluated"] else 0
