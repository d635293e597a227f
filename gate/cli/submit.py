"""`gate submit`: ask a gate, and believe its answer only with its proof."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.canon import canonical_bytes, digest_of
from gate.cli.body import read_input, request_body
from gate.cli.exits import exit_code
from gate.cli.failure import stop
from gate.cli.options import Attach, FailOnWarn, NoColor, OutputForm, Request, TokenFile, Url
from gate.cli.output import Output, render_decision, wants_colour
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
    output: OutputForm = Output.TEXT,
    fail_on_warn: FailOnWarn = False,
    no_color: NoColor = False,
) -> None:
    """Send a request to a gate, verify the receipt, and print the decision.

    The outcome is reported only when the receipt proves that it is in the log.

    Example: gate submit request.json --url http://127.0.0.1:8080 --token-file token.txt
    """
    from gate.cli.client import GateClient
    from gate.cli.credentials import read_token
    from gate.cli.trust import given_trust, remembered_trust

    body = request_body(read_input(request), attach or [])
    client = GateClient(url, read_token(token_file))
    answer = client.decide(body, idempotency_key)
    if not answer.is_decision:
        stop(answer.document, output, deciding=True)
    decision = answer.document
    text = client.text(decision["links"]["receipt"])
    if receipt is not None:
        receipt.write_text(text, encoding="utf-8")
    keys = (
        given_trust(trust)
        if trust
        else remembered_trust(url.rstrip("/"), client.get("/version").document, Path.home())
    )
    _check(decision, keys.verify(text))
    sys.stdout.write(render_decision(decision, output, colour=wants_colour(no_color=no_color)))
    if output is Output.TEXT:
        sys.stdout.write(_proved(first_seen=keys.first_seen, replayed=answer.replayed))
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


def _proved(*, first_seen: bool, replayed: bool) -> str:
    line = "Receipt verified."
    if first_seen:
        line += (
            " The gate's keys were seen for the first time; --trust pins them from its operator."
        )
    if replayed:
        line += " This key was decided before; this is the same decision."
    return line + "\n"
