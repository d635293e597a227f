"""What users, affected people and the public are told."""

from typing import Literal

from pydantic import MISSING

from gate.model.request.block import Block
from gate.model.request.reference import EvidenceRef
from gate.model.request.scalars import Day, Instant, Items, LongText, ShortText, Uri


class InteractionDisclosure(Block):
    """How people are told that they deal with an AI system."""

    implemented: bool | MISSING = MISSING
    channels: Items[ShortText] | MISSING = MISSING
    text: LongText | MISSING = MISSING


class ContentMarking(Block):
    """How generated content is marked."""

    method: Literal["none", "c2pa", "watermark", "metadata", "fingerprint"] | MISSING = MISSING
    verified_at: Instant | MISSING = MISSING


class NoticeToAffected(Block):
    """What people about whom decisions are made are told."""

    implemented: bool | MISSING = MISSING
    text: LongText | MISSING = MISSING


class PublicRegister(Block):
    """The entry in a public register."""

    required: bool | MISSING = MISSING
    uri: Uri | MISSING = MISSING
    id: ShortText | MISSING = MISSING
    published_at: Day | MISSING = MISSING


class InterestedParty(Block):
    """Who is informed of what, how, and under which obligation."""

    party: ShortText
    information: Items[ShortText] | MISSING = MISSING
    channel: ShortText
    obligation: ShortText | MISSING = MISSING
    delivered_at: Day | MISSING = MISSING


class Transparency(Block):
    """Documentation, disclosures and reports to others."""

    user_docs: EvidenceRef | MISSING = MISSING
    ai_interaction_disclosure: InteractionDisclosure | MISSING = MISSING
    content_marking: ContentMarking | MISSING = MISSING
    notice_to_affected: NoticeToAffected | MISSING = MISSING
    external_reporting_channel: Uri | MISSING = MISSING
    public_register: PublicRegister | MISSING = MISSING
    interested_parties: Items[InterestedParty] | MISSING = MISSING
