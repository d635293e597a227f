"""What the system is built and run with."""

from pydantic import MISSING

from gate.model.request.approval import Person
from gate.model.request.block import Block
from gate.model.request.oversight import Training
from gate.model.request.reference import Digest, EvidenceRef
from gate.model.request.scalars import Instant, Items, ShortText


class Tool(Block):
    """A software tool."""

    name: ShortText
    version: ShortText | MISSING = MISSING
    purl: ShortText | MISSING = MISSING
    licence: ShortText | MISSING = MISSING


class Compute(Block):
    """The computing environment."""

    provider: ShortText | MISSING = MISSING
    regions: Items[ShortText] | MISSING = MISSING
    accelerators: ShortText | MISSING = MISSING
    environment_digest: Digest | MISSING = MISSING
    capacity_tested_at: Instant | MISSING = MISSING


class StaffRole(Block):
    """A role in the life cycle, the person who holds it and their training."""

    role: ShortText
    person: Person
    competence: Items[Training] | MISSING = MISSING


class Resources(Block):
    """Tools, computing and people."""

    tooling: Items[Tool] | MISSING = MISSING
    compute: Compute | MISSING = MISSING
    people: Items[StaffRole] | MISSING = MISSING
    sbom: EvidenceRef | MISSING = MISSING
