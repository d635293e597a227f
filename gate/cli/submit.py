"""`gate submit`: ask a gate, and believe its answer only with its proof."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.canon import canonical_bytes, digest_of
from gate.cli.body import read_input, request_body
from gate.cli.exits import NOT_WITNESSED, exit_code
from gate.cli.failure import stop
from gate.cli.options import (
    Attach,
    FailOnWarn,
    NoColor,
    OutputForm,
    Request,
    TokenFile,
    TrustPolicyFile,
    Url,
)
from gate.cli.output import Output, render_decision, wants_colour
from gate.cli.witnessed import cosignatures, not_witnessed, proved_by_answer, read_quorum
from gate.errors import VerificationFailed


def submit(
    request: Request,
    url: Url,
    attach: Attach = None,
    token_file: TokenFile = None,
    idempotency_key: Annotated[
        str | None,
        typer.Option("--idempotency-key", metavar="KEY", help="A retry with it decides once."),
    ] = None,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", metavar="FILE", help="Where to save the receipt.")
    ] = None,
    trust: Annotated[
        Path | None,
        typer.Option(
            "--trust", metavar="FILE", help="The gate's keys, from `gate keys show --output json`."
        ),
    ] = None,
    wait_witness: Annotated[
        bool,
        typer.Option(
            "--wait-witness", help="Wait until the quorum of --policy has cosigned the receipt."
        ),
    ] = False,
    policy: TrustPolicyFile = None,
    output: OutputForm = Output.TEXT,
    fail_on_warn: FailOnWarn = False,
    no_color: NoColor = False,
) -> None:
    """Send a request to a gate, verify the receipt, and print the decision.

    The outcome is reported only when the receipt proves that it is in the log. That a key was
    revoked later no receipt can tell: `gate log verify` can.

    With --wait-witness exit code 5 says that a decision was logged and the witnesses were late.

    Example: gate submit request.json --url http://127.0.0.1:8080 --token-file token.txt
    """
    from gate.cli.client import GateClient
    from gate.cli.credentials import read_token
    from gate.cli.trust import given_trust, remembered_trust

    quorum = read_quorum(policy, wait=wait_witness)
    body = request_body(read_input(request), attach or [])
    client = GateClient(url, read_token(token_file))
    answer = client.decide(body, idempotency_key, wait_witness=wait_witness)
    if not answer.is_decision:
        stop(answer.document, output, deciding=True)
    decision = answer.document
    text = client.text(decision["links"]["receipt"])
    if quorum is not None:
        text = proved_by_answer(decision, text)
    if receipt is not None:
        receipt.write_text(text, encoding="utf-8")
    keys = (
        given_trust(trust)
        if trust
        else remembered_trust(url.rstrip("/"), client.get("/version").document, Path.home())
    )
    verified = keys.verify(text)
    _check(decision, verified)
    cosigned = None if quorum is None else cosignatures(quorum, verified.checkpoint)
    if quorum is not None and cosigned is None:
        stop(not_witnessed(decision, url), output, deciding=False, code=NOT_WITNESSED)
    sys.stdout.write(render_decision(decision, output, colour=wants_colour(no_color=no_color)))
    if output is Output.TEXT:
        sys.stdout.write(_proved(keys, cosigned, replayed=answer.replayed))
    raise typer.Exit(exit_code(decision, fail_on_warn=fail_on_warn))


def _check(decision: dict[str, Any], receipt: Any) -> None:
    """The receipt is for this answer, not for some other entry of the log."""
    unlogged = {name: value for name, value in decision.items() if name != "log"}
    stated = (
        decision["decision_id"],
        decision["outcome"],
        decision["log"]["index"],
        decision["log"]["checkpoint"],
        digest_of(canonical_bytes(unlogged)),
    )
    entry = receipt.decision
    proved = (entry.decision_id, entry.outcome, receipt.index, receipt.checkpoint, entry.answer)
    if stated != proved:
        raise VerificationFailed("The receipt proves another answer than the one that was given")


def _proved(keys: Any, cosigned: int | None, *, replayed: bool) -> str:
    line = "Receipt verified."
    if cosigned is not None:
        line = f"Receipt verified, with the cosignatures of a quorum ({cosigned})."
    if keys.first_seen:
        line += (
            " The gate's keys were seen for the first time; --trust pins them from its operator."
        )
    if replayed:
        line += " This key was decided before; this is the same decision."
    return line + "\n"
