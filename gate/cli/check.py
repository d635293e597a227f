"""`gate check`: the same evaluation as the service's, on this machine, nothing logged."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from gate.cli.body import read_input, request_body
from gate.cli.exits import exit_code
from gate.cli.instant import Instant, instant_in
from gate.cli.options import (
    Attach,
    FailOnWarn,
    NoColor,
    Organisation,
    OutputForm,
    ReleaseFile,
    Request,
    Var,
)
from gate.cli.output import Output, render_decision, render_gaps, wants_colour
from gate.limits import LOCAL_SECONDS_MAX

_AS_NEW: Final = (
    "Asked as new: as if nothing of this system were live, staged, denied or open. "
    "The log of a gate may know otherwise."
)


def check(
    request: Request,
    attach: Attach = None,
    release: ReleaseFile = None,
    at: Instant = None,
    organisation: Organisation = None,
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", metavar="DIR", help="A folder with the evidence files."),
    ] = None,
    var: Var = None,
    output: OutputForm = Output.TEXT,
    fail_on_warn: FailOnWarn = False,
    gap: Annotated[
        bool,
        typer.Option("--gap", help="Report what is missing of every control instead of deciding."),
    ] = False,
    as_new: Annotated[
        bool,
        typer.Option("--as-new", help="As if the log knew nothing of the system yet."),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Decide locally, without a server. Nothing is logged, so it is no decision.

    What only the log knows (the live version, earlier denials) stays unknown here; --as-new asks
    as for a system that was never deployed. --gap leaves with 0 whatever it finds.

    Example: gate check request.json --attach hf_card=README.md --organisation organisation
    """
    from gate.cli.local import EvidenceFolder, local_policy, organisation_of, signing_of
    from gate.decide import Gate, Question, utc_now
    from gate.log.view import NO_HISTORY
    from gate.settings import load_settings

    body = request_body(read_input(request), attach or [])
    instant = instant_in(at)
    settings = load_settings(var=var, organisation=organisation, release=release)
    with local_policy(settings.release, settings.var / "cache", signing_of(settings)) as active:
        gate = Gate(
            active,
            evidence=EvidenceFolder(evidence) if evidence else None,
            organisation=organisation_of(settings.organisation),
            history=NO_HISTORY if as_new else None,
            clock=utc_now if instant is None else lambda: instant,
        )
        question = Question(body=body, principal="local", seconds=LOCAL_SECONDS_MAX)
        answer = dict((gate.assess_gaps if gap else gate.dry_run)(question).document)
    render = render_gaps if gap else render_decision
    sys.stdout.write(render(answer, output, colour=wants_colour(no_color=no_color)))
    if as_new:
        (sys.stdout if output is Output.TEXT else sys.stderr).write(f"{_AS_NEW}\n")
    if not gap:
        raise typer.Exit(exit_code(answer, fail_on_warn=fail_on_warn))
