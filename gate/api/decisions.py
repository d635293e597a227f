"""`/v1/decisions`: ask for a decision, and read what was decided."""

import time
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Header, Path, Request
from pydantic import WithJsonSchema
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from gate.api.admission import admit
from gate.api.asking import BODY, COULD_NOT_DECIDE, UNCACHED, carry, text_at
from gate.api.documentation import TOKEN, answer, errors, own_errors, reference
from gate.api.negotiation import JSON, TEXT
from gate.api.routes import GateRoute
from gate.api.services import Services, services_of
from gate.api.witnessing import (
    APPLIED,
    Prefer,
    is_wanted,
    witnessed_document,
    witnessed_receipt,
)
from gate.auth.principal import Principal, Role
from gate.canon import JsonObject, canonical_bytes
from gate.decide import Answer, Question
from gate.errors import InProgress, KeyReused, LogUnavailable, NotFound, OutcomeUnknown
from gate.limits import IDEMPOTENCY_KEY_CHARS_MAX, REQUEST_SECONDS_MAX
from gate.log.receipt import Receipt
from gate.logged import logged_decision, logged_input, logged_results

router = APIRouter(route_class=GateRoute, tags=["decisions"])

_INPUT: JsonObject = {
    "type": "object",
    "properties": {
        "decision_id": {"type": "string"},
        "input": {"type": "object", "description": "The document that the policies saw"},
        "redactions": {
            "type": "array",
            "items": {"type": "integer", "minimum": 0},
            "description": "Entries of the log by which values were erased from it",
        },
        "whole": {"type": "boolean", "description": "Whether every value is there"},
    },
    "required": ["decision_id", "input", "redactions", "whole"],
    "additionalProperties": False,
}
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
DecisionId = Annotated[str, Path(description="`decision_id` of a decision", pattern=_UUID)]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A retry with the same key and body gives the same decision, logged once."
        " `request.idempotency_key` serves where this is absent; both have to agree.",
        min_length=1,
        max_length=IDEMPOTENCY_KEY_CHARS_MAX,
        pattern=r"^[!-~]+$",
    ),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "maxLength": IDEMPOTENCY_KEY_CHARS_MAX,
            "pattern": "^[!-~]+$",
        }
    ),
]
Submitter = Annotated[Principal, Depends(admit(Role.SUBMIT, reads=JSON))]
Reader = Annotated[Principal, Depends(admit(Role.SUBMIT, Role.AUDIT))]
Auditor = Annotated[Principal, Depends(admit(Role.AUDIT))]
TextReader = Annotated[Principal, Depends(admit(Role.SUBMIT, Role.AUDIT, answers=TEXT))]


@router.post(
    "/v1/decisions",
    summary="Decide and log",
    status_code=201,
    responses={
        201: answer(
            "Decided now. `outcome` is the answer; verify `log` before believing it.",
            reference("Decision"),
            headers={"Location": "The address of the decision"},
        ),
        200: answer(
            "Decided before, for the same idempotency key: the same decision, logged once.",
            reference("Decision"),
            headers={
                "Location": "The address of the decision",
                "Idempotency-Replayed": "Always `true`",
            },
        ),
        **errors(*COULD_NOT_DECIDE, InProgress, KeyReused, OutcomeUnknown),
    },
    openapi_extra={**TOKEN, **BODY},
)
async def decide(
    request: Request,
    principal: Submitter,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Check a deployment request against the active policies, log the decision, then answer.

    Nothing is answered before it is durable in the log.
    """
    services = services_of(request)
    until = time.monotonic() + REQUEST_SECONDS_MAX

    def ask(body: bytes, seconds: float) -> Answer:
        question = Question(
            body=body,
            principal=principal.name,
            idempotency_key=idempotency_key,
            seconds=seconds,
        )
        return services.gate.decide(question)

    answered = await carry(request, services, ask)
    decision_id = text_at(answered.document, "decision_id")
    outcome = text_at(answered.document, "outcome")
    environment = text_at(answered.document, "subject", "environment")
    services.metrics.decided(outcome, environment, replayed=answered.replayed)
    structlog.contextvars.bind_contextvars(decision_id=decision_id, outcome=outcome)
    headers = {"Location": f"/v1/decisions/{decision_id}", **UNCACHED}
    if answered.replayed:
        headers["Idempotency-Replayed"] = "true"
    document = answered.document
    if is_wanted(prefer):
        witnessed = await witnessed_document(services, document, until)
        if witnessed is not None:
            document = witnessed
            headers |= APPLIED
    return Response(
        canonical_bytes(document),
        200 if answered.replayed else 201,
        headers,
        media_type=JSON,
    )


@router.get(
    "/v1/decisions/{decision_id}",
    summary="One decision, as it was answered",
    responses={
        200: answer("The decision", reference("Decision")),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def decision(request: Request, principal: Reader, decision_id: DecisionId) -> Response:
    """A submitter sees its own decisions, an auditor all of them."""
    services = services_of(request)
    receipt = _visible(services, principal, decision_id)
    return _json(canonical_bytes(logged_decision(services.log, receipt)))


@router.get(
    "/v1/decisions/{decision_id}/results",
    summary="The status of every rule",
    responses={
        200: answer("Every rule of the release, passes included", reference("Results")),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def results(request: Request, principal: Reader, decision_id: DecisionId) -> Response:
    """What was found of every rule, and of every waiver."""
    services = services_of(request)
    receipt = _visible(services, principal, decision_id)
    return _json(canonical_bytes(logged_results(services.log, receipt)))


@router.get(
    "/v1/decisions/{decision_id}/input",
    summary="What was evaluated",
    responses={
        200: answer("The request after import, facts and clock; with what was erased", _INPUT),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def evaluated(request: Request, principal: Auditor, decision_id: DecisionId) -> Response:
    """Names people: for auditors. A value that was erased says by which entry of the log."""
    services = services_of(request)
    receipt = _visible(services, principal, decision_id)
    return _json(canonical_bytes(logged_input(services.log, receipt)))


@router.get(
    "/v1/decisions/{decision_id}/receipt",
    summary="The receipt: a C2SP tlog-proof file",
    responses={
        200: answer(
            "The entry with its proof, to be kept and verified offline",
            {"type": "string"},
            media_type=TEXT,
        ),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
async def receipt(
    request: Request, principal: TextReader, decision_id: DecisionId, prefer: Prefer = None
) -> Response:
    """The same bytes whenever it is asked for.

    With `Prefer: wait=witness` the proof leads to a checkpoint that the quorum cosigned.
    """
    services = services_of(request)
    until = time.monotonic() + REQUEST_SECONDS_MAX
    found = await run_in_threadpool(_visible, services, principal, decision_id)
    witnessed = await witnessed_receipt(services, found, until) if is_wanted(prefer) else None
    headers = UNCACHED if witnessed is None else {**UNCACHED, **APPLIED}
    return Response(witnessed or found.text, headers=headers, media_type=TEXT)


@router.get(
    "/v1/decisions/{decision_id}/attestation",
    summary="The DSSE envelope that was logged",
    responses={
        200: answer("An in-toto statement, signed by the gate's key", {"type": "object"}),
        **own_errors(LogUnavailable),
    },
    openapi_extra=TOKEN,
)
def attestation(request: Request, principal: Reader, decision_id: DecisionId) -> Response:
    """Byte for byte the leaf of the log."""
    return _json(_visible(services_of(request), principal, decision_id).leaf)


def _visible(services: Services, principal: Principal, decision_id: str) -> Receipt:
    """The receipt of a decision that `principal` may see.

    Raises:
        NotFound: there is none, or it is somebody else's; which of both is not told.
    """
    found = services.log.by_decision(decision_id)
    if found.decision.principal != principal.name and not principal.may({Role.AUDIT}):
        raise NotFound("The log has no such decision.")
    return services.log.receipt_parts(found.index)


def _json(content: bytes) -> Response:
    return Response(content, headers=UNCACHED, media_type=JSON)
