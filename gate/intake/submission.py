"""From the bytes of a body to a submission: a valid request and its attached documents.

What is wrong with a body is said all at once, with a pointer to each place.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from pydantic import MISSING, ValidationError

from gate.canon import JsonObject, JsonValue, canonical_bytes, digest_of
from gate.errors import DocumentInvalid, Invalid, Problem
from gate.intake.problems import listed, problems_of
from gate.intake.strict_json import parse
from gate.model.request import DeploymentRequest
from gate.model.request.body import CONTENT_FIELDS, AttachedDocument, DecisionBody


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached document as it was sent; `content` is its bytes."""

    id: str
    format: str
    filename: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """One question to the gate, checked against the schema.

    Attributes:
        document: the request exactly as sent.
        request: the same, typed.
        attachments: the attached documents, in the order in which they were sent.
        request_digest: `sha256:…`, what approvers sign: see `request_digest`.
        body_hash: `sha256:…` over the canonical body; two bodies are the same when it is.
        idempotency_key: the key that the request itself states.
    """

    document: JsonObject
    request: DeploymentRequest
    attachments: tuple[Attachment, ...]
    request_digest: str
    body_hash: str
    idempotency_key: str | None

    @property
    def attached(self) -> tuple[bytes, ...]:
        """The bytes of the attached documents."""
        return tuple(attachment.content for attachment in self.attachments)


def read_submission(body: bytes) -> Submission:
    """Read the body of a question.

    Raises:
        Malformed: the body is not I-JSON.
        Invalid: the body does not fit the schema; `problems` has every problem.
    """
    sent = parse(body)
    across = list(_problems_across_attachments(sent))
    try:
        read = DecisionBody.model_validate(sent)
    except ValidationError as error:
        raise _invalid([*problems_of(error), *across], error.error_count() + len(across)) from None
    if across:
        raise _invalid(across, len(across))
    document = cast("dict[str, Any]", sent)["request"]
    attachments = _attachments(read)
    key = read.request.request.idempotency_key
    return Submission(
        document=document,
        request=read.request,
        attachments=attachments,
        request_digest=request_digest(document, attachments),
        body_hash=digest_of(canonical_bytes(sent)),
        idempotency_key=None if key is MISSING else key,
    )


def request_digest(document: JsonObject, attachments: tuple[Attachment, ...]) -> str:
    """What approvers sign, as `sha256:…`.

    It is the digest of the canonical form of `{"request": …, "attachments": [{"id", "format",
    "sha256"}, …]}`: the request as sent, before any import and without its approvals, and the
    attached documents by id.
    """
    signed: JsonObject = {
        "request": {name: value for name, value in document.items() if name != "approvals"},
        "attachments": [
            {
                "id": attachment.id,
                "format": attachment.format,
                "sha256": hashlib.sha256(attachment.content).hexdigest(),
            }
            for attachment in sorted(attachments, key=lambda attachment: attachment.id)
        ],
    }
    return digest_of(canonical_bytes(signed))


def revalidate(document: JsonObject) -> DeploymentRequest:
    """The request after import, typed.

    Raises:
        DocumentInvalid: an attached document filled in something that the schema does not allow.
    """
    try:
        return DecisionBody.model_validate({"request": document}).request
    except ValidationError as error:
        problems = problems_of(error)
        raise DocumentInvalid(
            "An attached document states values that the schema of the request does not allow.",
            listed(problems, error.error_count()),
        ) from None


def _attachments(read: DecisionBody) -> tuple[Attachment, ...]:
    if read.attachments is MISSING:
        return ()
    return tuple(
        Attachment(
            id=attached.id,
            format=attached.format,
            filename=None if attached.filename is MISSING else attached.filename,
            content=_content(attached),
        )
        for attached in read.attachments
    )


def _content(attached: AttachedDocument) -> bytes:
    content = attached.content_base64 if attached.content is MISSING else attached.content
    return cast("bytes", content)


def _problems_across_attachments(sent: JsonValue) -> Iterator[Problem]:
    """What no field of an attachment shows alone: two contents or none, and an id used twice.

    It looks at the body as it was parsed, so that these problems come in the same answer as those
    of the schema; what has another shape is left to the schema.
    """
    attachments = sent.get("attachments") if isinstance(sent, dict) else None
    if not isinstance(attachments, list):
        return
    seen = set()
    for index, attached in enumerate(attachments):
        if not isinstance(attached, dict):
            continue
        if sum(field in attached for field in CONTENT_FIELDS) != 1:
            yield Problem(
                f"/attachments/{index}",
                "one_content",
                "Expected exactly one of content and content_base64.",
            )
        name = attached.get("id")
        if isinstance(name, str):
            if name in seen:
                yield Problem(
                    f"/attachments/{index}/id",
                    "duplicate",
                    "Expected an id that no other attachment has.",
                )
            seen.add(name)


def _invalid(problems: list[Problem], total: int) -> Invalid:
    detail = "The body has one problem." if total == 1 else f"The body has {total} problems."
    return Invalid(detail, listed(problems, total))
