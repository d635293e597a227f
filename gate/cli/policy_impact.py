"""`gate policy impact`: what a candidate would have decided otherwise, and whether it may."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from gate.cli.history import (
    Accept,
    BundleFile,
    Dask,
    Environment,
    Found,
    Resume,
    Since,
    System,
    Until,
    Workers,
    accepted_in,
    moment_in,
    place_of,
    run,
)
from gate.cli.impact_html import impact_html
from gate.cli.impact_markdown import impact_markdown
from gate.cli.impact_text import impact_text
from gate.cli.options import Organisation, Var
from gate.cli.output import as_json
from gate.errors import Invalid


class Form(StrEnum):
    """`--output`: text for people, json for programs, markdown for a pull request, html to see."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


_RENDER: Final = {
    Form.TEXT: impact_text,
    Form.JSON: as_json,
    Form.MARKDOWN: impact_markdown,
    Form.HTML: impact_html,
}
_SUFFIXES: Final = {
    ".txt": Form.TEXT,
    ".json": Form.JSON,
    ".md": Form.MARKDOWN,
    ".html": Form.HTML,
}
_EXITS: Final = {"passes": 0, "loosens": 1, "incomplete": 2}


def impact(
    candidate: Annotated[
        Path,
        typer.Option(
            "--candidate", metavar="FILE", help="A release, or a folder with policies to build."
        ),
    ],
    var: Var = None,
    bundle: BundleFile = None,
    since: Since = None,
    until: Until = None,
    system: System = None,
    environment: Environment = None,
    organisation: Organisation = None,
    approvals: Annotated[
        Path | None,
        typer.Option(
            "--approvals", metavar="FILE", help="Who approved which loosened rule, and why (YAML)."
        ),
    ] = None,
    accept: Accept = None,
    save: Annotated[
        list[Path] | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="Write the report to this file as well, in the form that its name ends in (.json, "
            ".md, .html, .txt); can be given several times.",
        ),
    ] = None,
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = None,
    output: Annotated[Form, typer.Option("--output", help="How to print the report.")] = Form.TEXT,
) -> None:
    """Evaluate a candidate on every logged policy input, as of its own time, and report flips.

    Exit code 0: nothing that was denied or reviewed would be allowed, or every rule of it is
    approved in the file of --approvals; 1: something is loosened without; 2: something could not
    be weighed, or there is nothing to weigh. Nothing is logged.

    Example: gate policy impact --candidate policies --bundle history.gatelog.tar --save impact.md
    """
    from gate.impact.approvals import read_approvals
    from gate.replay.selection import Selection

    accepted = accepted_in(accept)
    _check_files(save or [])
    selection = Selection(
        system=system,
        environment=environment,
        since=moment_in("--since", since),
        until=moment_in("--until", until),
    )
    given = {
        "approvals": read_approvals(approvals),
        "accepted": accepted,
        "organisation": organisation,
    }
    how = {"workers": workers, "resume": resume, "dask": dask}
    _check_dask(candidate, dask)
    report = _report(candidate, place_of(var, bundle), selection, given, how)
    for path in save or ():
        _write(path, _RENDER[_SUFFIXES[path.suffix]](report))
    sys.stdout.write(_RENDER[output](report))
    raise typer.Exit(_EXITS[report["judgement"]])


def _check_files(save: list[Path]) -> None:
    """Refuses at once what would be refused after the work.

    Raises:
        Invalid: a file that cannot be written.
    """
    if any(path.suffix not in _SUFFIXES or not path.parent.is_dir() for path in save):
        endings = ", ".join(_SUFFIXES)
        raise Invalid(f"--save takes files in folders that exist, whose names end in {endings}")


def _report(
    candidate: Path, found: Found, selection: Any, given: dict[str, Any], how: dict[str, Any]
) -> dict[str, Any]:
    """The report on the candidate: what the history cites first, then what would come of it."""
    from gate.cli.local import signing_of
    from gate.cli.policy_input import release_at
    from gate.impact.candidate import check_candidate, terms_for
    from gate.impact.cited import Cited, Cites
    from gate.impact.measuring import Impact
    from gate.impact.report import report_of
    from gate.impact.tally import Tally
    from gate.settings import load_settings

    signing = signing_of(load_settings(organisation=given.pop("organisation")))
    if signing.required:
        _check_can_be_signed(candidate)
    with release_at(candidate.absolute()) as named:
        check_candidate(named.release, signing.beside(named.path), signing)
        cited = Cited()
        run(
            Cites(found.history, selection),
            found.history,
            selection,
            cited.merge,
            **{**how, "resume": None},
        )
        cited.read_releases(found.history)
        terms = terms_for(named.release, cited, **given)
        tally = Tally()
        work = Impact(found.history, selection, named.release.digest, named.path, found.cache)
        run(work, found.history, selection, tally.merge, **how)
        return report_of(tally, named.release, terms)


def _check_dask(candidate: Path, dask: str | None) -> None:
    """Refuses what only this machine would have.

    Raises:
        Invalid: a folder of policies, which is built here and read by the workers.
    """
    from gate.cli.policy_input import are_policies

    if dask is not None and are_policies(candidate):
        raise Invalid(
            "with --dask the candidate is a release that the workers can read: build it with "
            "`gate policy build --out FILE`, on a disk that all of them have"
        )


def _check_can_be_signed(candidate: Path) -> None:
    """Refuses policies before they are built, where only what is signed may be weighed.

    Raises:
        Invalid: a folder of policies, which nobody can have signed.
    """
    from gate.cli.policy_input import are_policies

    if are_policies(candidate):
        raise Invalid(
            "releases have to be signed here (GATE_RELEASE_SIGNATURES), and these are policies "
            "that nobody built; nothing was weighed. Build them with `gate policy build --out "
            "FILE.tar`, and have that signed with `gate policy sign FILE.tar --key FILE`"
        )


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Invalid(f"the report cannot be written to {path}: {error.strerror}") from error
