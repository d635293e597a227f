"""People, and what they signed."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import Digest
from gate.model.request.scalars import Day, Instant, Items, ShortText, Uri

ApprovalRole = Literal[
    "system_owner",
    "peer",
    "risk_owner",
    "dpo",
    "security",
    "data_steward",
    "independent",
    "accountable_executive",
    "ai_governance_board",
    "ceo",
    "board",
    "legal",
]


class Person(Block):
    """A person, a team or a service account; `id` is the directory id or e-mail address."""

    id: ShortText
    name: ShortText | MISSING = MISSING
    role: ShortText | MISSING = MISSING
    org: ShortText | MISSING = MISSING
    type: Literal["human", "team", "service"] | MISSING = MISSING


class SignatureRef(Block):
    """A detached signature, given by its place or by its value."""

    type: Literal["dsse", "sigstore", "jws", "jsf", "pgp", "x509"]
    uri: Uri | MISSING = MISSING
    value: ShortText | MISSING = MISSING


class Condition(Block):
    """What an approval demands, by when, and since when it is met."""

    id: ShortText
    text: ShortText
    due: Day
    met_at: Day | MISSING = MISSING


class Approval(Block):
    """One person's decision about the request.

    `subject_digest` is the digest of the canonical request without its approvals.
    """

    role: ApprovalRole
    person: Person
    decision: Literal["approve", "reject", "conditional"]
    at: Instant
    subject_digest: Digest | MISSING = MISSING
    conditions: Items[Condition] | MISSING = MISSING
    signature: SignatureRef | MISSING = MISSING
