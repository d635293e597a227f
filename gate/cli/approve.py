"""`gate approve`: a signed approval, made by whoever decides, with their own key."""

import json
import sys
from pathlib import Path
from typing import Annotated, get_args

import typer

from gate.cli.body import read_input, request_body
from gate.cli.instant import Instant, instant_in
from gate.cli.options import Attach, Organisation, OutputForm, Request
from gate.cli.output import Output, as_json
from gate.errors import Invalid

Role = Annotated[str, typer.Option("--role", metavar="R", help="The role you decide in.")]
Key = Annotated[
    Path, typer.Option("--key", metavar="FILE", help="Your private key, PEM without password.")
]
Person = Annotated[
    str | None,
    typer.Option("--person", metavar="ID", help="Your id [default: the holder of the key]."),
]
Condition = Annotated[
    list[str] | None,
    typer.Option(
        "--condition",
        metavar="ID:DATE:TEXT",
        help="Approve, if this is met by the date; can be given several times.",
    ),
]
Met = Annotated[
    list[str] | None,
    typer.Option("--met", metavar="ID:DATE", help="Since when that condition is met."),
]


def approve(
    request: Request,
    role: Role,
    key: Key,
    person: Person = None,
    reject: Annotated[bool, typer.Option("--reject", help="Reject instead of approving.")] = False,
    condition: Condition = None,
    met: Met = None,
    evidence: Annotated[
        str | None,
        typer.Option("--evidence", metavar="ID", help="Approve this evidence item alone."),
    ] = None,
    attach: Attach = None,
    at: Instant = None,
    organisation: Organisation = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Print a signed approval, to be added to `approvals` of the request.

    It covers the request as it is, with the documents you attach: after a change it is void. With
    --evidence it is the `approved_by` of that item, to be signed before the request is. Whose key
    it is says the people file of --organisation (or GATE_ORGANISATION); without one, give --person.

    Example: gate approve request.json --role risk_owner --key my.pem --organisation organisation
    """
    from gate.cli.approving import (
        Word,
        approval_of_evidence,
        approval_of_request,
        approver,
        conditions_of,
        read_signer,
    )
    from gate.cli.local import organisation_of
    from gate.decide import utc_now
    from gate.intake.submission import read_submission
    from gate.model.request.approval import ApprovalRole
    from gate.settings import load_settings

    if role not in get_args(ApprovalRole):
        raise Invalid(f"--role takes one of {', '.join(get_args(ApprovalRole))}")
    if reject and (condition or met):
        raise Invalid("--reject takes no conditions: approve on a condition, or reject")
    submission = read_submission(request_body(read_input(request), attach or []))
    source = organisation_of(load_settings(organisation=organisation).organisation)
    signer = read_signer(key)
    moment = (instant_in(at) or utc_now()).replace(microsecond=0)
    word = Word(
        role=role,
        person=approver(signer, person, source.current() if source else None, moment),
        reject=reject,
        conditions=conditions_of(condition or [], met or []),
        at=moment,
    )
    if evidence is None:
        signed = approval_of_request(word, submission.request_digest, signer)
    else:
        signed = approval_of_evidence(word, submission.document, evidence, signer)
    if output is Output.ENV:
        sys.stdout.write(f"GATE_APPROVAL={json.dumps(signed)}\n")
    else:
        sys.stdout.write(as_json(signed))
