"""`gate log recheck`: which of the systems that run would be refused now, or soon."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from gate.cli.history import (
    BundleFile,
    Dask,
    Found,
    Resume,
    Workers,
    place_of,
    run,
    run_each,
)
from gate.cli.instant import Instant, instant_in
from gate.cli.options import Organisation, OutputForm, ReleaseFile, Var
from gate.cli.output import Output, as_json
from gate.cli.plain import plain
from gate.errors import Invalid


def recheck(
    var: Var = None,
    bundle: BundleFile = None,
    at: Instant = None,
    release: ReleaseFile = None,
    organisation: Organisation = None,
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Evaluate the newest allowed decision of each live system as of now, or of another time.

    It finds what became old, ended or took effect since the decision: evidence, waivers,
    approvals, rules, a new release; with --organisation also people and incidents. Exit code 0:
    all still pass; 1: some do not; 2: some could not be evaluated.

    With --resume say --at as well: a run that goes on asks about the same moment.

    Example: gate log recheck --at 2027-03-01T00:00:00Z --dask tcp://10.0.0.5:8786 --output json
    """
    from gate.decide import utc_now
    from gate.replay.live import Running, Runs
    from gate.replay.selection import Selection

    if output not in (Output.TEXT, Output.JSON):
        raise Invalid("a recheck is told as text or as json: --output text, or --output json")
    if resume is not None and at is None:
        raise Invalid("--resume goes on with a recheck as of the same moment: say it with --at")
    moment = instant_in(at) or utc_now()
    place = place_of(var, bundle)
    work, release_id = _work(var, organisation, release, place, moment)
    how: dict[str, Any] = {"workers": workers, "dask": dask}
    running = Running()
    systems: list[dict[str, Any]] = []
    corrupt = 0

    def take(part: dict[str, Any]) -> None:
        nonlocal corrupt
        systems.extend(part["systems"])
        corrupt += part["corrupt"]

    run(Runs(place.history), place.history, Selection(), running.merge, resume=None, **how)
    run_each(work, running.ranges(), take, resume=resume, **how)
    told = _document(systems, running.corrupt + corrupt, moment, release_id)
    sys.stdout.write(as_json(told) if output is Output.JSON else recheck_text(told))
    raise typer.Exit(_exit_code(told))


def _work(
    var: Path | None,
    organisation: Path | None,
    release: Path | None,
    place: Found,
    moment: datetime,
) -> tuple[Any, str]:
    """What is done with each system, and the id of the release by which it is judged."""
    from gate.cli.local import organisation_of
    from gate.policy.release import load_release, shipped_release
    from gate.replay.rechecking import Recheck
    from gate.settings import load_settings

    settings = load_settings(var=var, organisation=organisation, release=release)
    source = organisation_of(settings.organisation)
    judging = load_release(settings.release) if settings.release else shipped_release()
    work = Recheck(
        place=place.history,
        at=moment,
        release=judging.digest,
        organisation=source.current().digest if source else None,
        release_file=settings.release.absolute() if settings.release else None,
        folder=settings.organisation.absolute() if settings.organisation else None,
        cache=place.cache,
    )
    return work, judging.id


def _document(
    systems: list[dict[str, Any]], corrupt: int, at: datetime, release: str
) -> dict[str, Any]:
    days = [each["next"]["in_days"] for each in systems if each["next"]]
    return {
        "at": at.isoformat(),
        "release": release,
        "pass": sum(each["outcome"] == "allow" for each in systems),
        "no_longer_pass": sum(each["outcome"] in ("deny", "needs_review") for each in systems),
        "not_evaluated": sum(each["outcome"] is None for each in systems) + corrupt,
        "next_in_days": min(days, default=None),
        "systems": sorted(systems, key=lambda each: str(each["system"])),
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
