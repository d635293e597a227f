"""`gate check`: the same evaluation as the service's, on this machine, nothing logged."""

import sys
from pathlib import Path
from typing import Annotated

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
from gate.cli.output import Output, render_decision, wants_colour
from gate.limits import LOCAL_SECONDS_MAX


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
    no_color: NoColor = False,
) -> None:
    """Decide locally, without a server. Nothing is logged, so it is no decision.

    What only the log knows (the live version, earlier denials) stays unknown here.

    Example: gate check request.json --attach hf_card=README.md --organisation organisation
    """
    from gate.cli.local import EvidenceFolder, local_policy, organisation_of
    from gate.decide import Gate, Question, utc_now
    from gate.settings import load_settings

    body = request_body(read_input(request), attach or [])
    instant = instant_in(at)
    settings = load_settings(var=var, organisation=organisation, release=release)
    with local_policy(settings.release, settings.var / "cache") as active:
        gate = Gate(
            active,
            evidence=EvidenceFolder(evidence) if evidence else None,
            organisation=organisation_of(settings.organisation),
            clock=utc_now if instant is None else lambda: instant,
        )
        question = Question(body=body, principal="local", seconds=LOCAL_SECONDS_MAX)
        answer = dict(gate.dry_run(question).document)
    sys.stdout.write(render_decision(answer, output, colour=wants_colour(no_color=no_color)))
    raise typer.Exit(exit_code(answer, fail_on_warn=fail_on_warn))
