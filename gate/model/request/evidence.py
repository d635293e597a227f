"""Documents behind the request."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.approval import Approval
from gate.model.request.block import Block
from gate.model.request.reference import Digest, Source
from gate.model.request.scalars import Day, Instant, Items, OpenObject, ShortText, Uri

EvidenceStatus = Literal["draft", "in_review", "approved", "superseded", "withdrawn"]
Assertion = Literal["self_declared", "tool_generated", "third_party", "gate_verified"]
AttestationType = Literal[
    "in_toto", "cyclonedx_declarations", "sigstore_model_signing", "slsa", "other"
]


class Evidence(Block):
    """One document: where it is, its digest, its standing and whom it applies to.

    `applies_to` names organisational units, system ids or `*`; `language` is a BCP 47 tag;
    `fields` are structured facts of its kind.
    """

    id: ShortText
    kind: ShortText
    title: ShortText | MISSING = MISSING
    uri: Uri
    digest: Digest
    media_type: ShortText | MISSING = MISSING
    version: ShortText | MISSING = MISSING
    status: EvidenceStatus
    issued_at: Instant | MISSING = MISSING
    last_reviewed_at: Instant | MISSING = MISSING
    next_review_due: Instant | MISSING = MISSING
    expires_at: Instant | MISSING = MISSING
    retention_until: Day | MISSING = MISSING
    approved_by: Approval | MISSING = MISSING
    applies_to: Items[ShortText] | MISSING = MISSING
    assertion: Assertion | MISSING = MISSING
    language: ShortText | MISSING = MISSING
    fields: OpenObject | MISSING = MISSING
    source: Source | MISSING = MISSING


class Attestation(Block):
    """A signed statement about the system, by its place and digest."""

    type: AttestationType
    uri: Uri
    digest: Digest
    predicate_type: ShortText | MISSING = MISSING


class Import(Block):
    """A document that values of this request were read from, and by which importer."""

    id: ShortText
    format: ShortText
    format_version: ShortText | MISSING = MISSING
    uri: Uri | MISSING = MISSING
    digest: Digest
    importer: ShortText
    importer_version: ShortText
    warnings: Items[ShortText] | MISSING = MISSING
    unmapped_fields: Items[ShortText] | MISSING = MISSING
