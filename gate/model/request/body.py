"""The body of a question to the gate: the request, and documents attached to it."""

from typing import Annotated, Any, ClassVar, Final, TypeAlias

from pydantic import (
    MISSING,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from gate.limits import (
    ATTACHMENT_BYTES_MAX,
    ATTACHMENT_NAME_CHARS_MAX,
    ATTACHMENTS_MAX,
    FILE_NAME_CHARS_MAX,
)
from gate.model.encoded import BASE64_SCHEMA, bounded, bytes_of_base64, text_of
from gate.model.request.deployment import DeploymentRequest

CONTENT_FIELDS: Final = ("content", "content_base64")
"""The two ways to write a document's content; one document uses exactly one of them."""


def _bytes_of_text(sent: object) -> bytes:
    return bounded(text_of(sent).encode("utf-8"), ATTACHMENT_BYTES_MAX)


def _bytes_of_base64(sent: object) -> bytes:
    return bytes_of_base64(sent, ATTACHMENT_BYTES_MAX)


def _exactly_one_content(schema: dict[str, Any]) -> None:
    schema["oneOf"] = [{"required": [field]} for field in CONTENT_FIELDS]


AttachmentName: TypeAlias = Annotated[
    str, StringConstraints(pattern=rf"^[A-Za-z0-9._-]{{1,{ATTACHMENT_NAME_CHARS_MAX}}}$")
]
ContentText: TypeAlias = Annotated[
    bytes, BeforeValidator(_bytes_of_text), WithJsonSchema({"type": "string"})
]
ContentBase64: TypeAlias = Annotated[
    bytes,
    BeforeValidator(_bytes_of_base64),
    WithJsonSchema(BASE64_SCHEMA),
]


class AttachedDocument(BaseModel):
    """A document that the gate imports: its format and its content, as text or as base64.

    Both fields hold the bytes of the document once they are read. That exactly one is there is
    checked where bodies are read.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        strict=True, frozen=True, extra="forbid", json_schema_extra=_exactly_one_content
    )

    id: AttachmentName
    format: AttachmentName
    filename: Annotated[str, StringConstraints(max_length=FILE_NAME_CHARS_MAX)] | MISSING = MISSING
    content: ContentText | MISSING = MISSING
    content_base64: ContentBase64 | MISSING = MISSING


class DecisionBody(BaseModel):
    """What `POST /v1/decisions` and `POST /v1/dry-runs` read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(strict=True, frozen=True, extra="forbid")

    request: DeploymentRequest
    attachments: (
        Annotated[tuple[AttachedDocument, ...], Strict(False), Field(max_length=ATTACHMENTS_MAX)]
        | MISSING
    ) = MISSING
