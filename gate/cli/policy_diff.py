"""`gate policy diff`: what changes from one release to another, in words."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gate.cli.options import OutputForm
from gate.cli.output import Output, as_json

Compared = typer.Argument(metavar="RELEASE", help="A release, or a folder with policies.")


def diff(
    before: Annotated[Path, Compared],
    after: Annotated[Path, Compared],
    output: OutputForm = Output.TEXT,
) -> None:
    """Say what changes from the first release to the second: rules, severities, thresholds, texts.

    No history is needed. What it would mean for past decisions is for gate policy impact to say.

    Example: gate policy diff gate/policy/shipped policies
    """
    from gate.cli.diff_text import diff_markdown, diff_text
    from gate.cli.policy_input import release_at
    from gate.errors import Invalid
    from gate.policy.comparing.releases import compare

    if output not in (Output.TEXT, Output.JSON, Output.MARKDOWN):
        raise Invalid("a comparison is told as text, json or markdown: --output markdown")
    with release_at(before) as first, release_at(after) as second:
        told = compare(first.release, second.release).as_json()
    render = {Output.TEXT: diff_text, Output.JSON: as_json, Output.MARKDOWN: diff_markdown}
    sys.stdout.write(render[output](told))
