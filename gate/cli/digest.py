"""`gate digest`: what approvers sign."""

import sys

from gate.cli.body import read_input, request_body
from gate.cli.options import Attach, OutputForm, Request
from gate.cli.output import Output, as_json


def digest(request: Request, attach: Attach = None, output: OutputForm = Output.TEXT) -> None:
    """Print the digest of a request and its documents, the one that approvers sign.

    Approvals themselves do not count, so they can be added afterwards.

    Example: gate digest request.json --attach hf_card=README.md
    """
    from gate.intake.submission import read_submission

    submission = read_submission(request_body(read_input(request), attach or []))
    if output is Output.JSON:
        sys.stdout.write(as_json({"request_digest": submission.request_digest}))
    elif output is Output.ENV:
        sys.stdout.write(f"GATE_REQUEST_DIGEST={submission.request_digest}\n")
    else:
        sys.stdout.write(submission.request_digest + "\n")
