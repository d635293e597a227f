"""The body that starts a weighing: a candidate, what of it is approved, and which decisions."""

from typing import Annotated, Any

from pydantic import MISSING, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema

from gate.api.choices import Scope
from gate.canon import canonical_bytes
from gate.errors import Invalid, Misconfigured, Problem
from gate.impact.approvals import Approvals
from gate.limits import (
    IMPACT_APPROVALS_BYTES_MAX,
    RELEASE_BYTES_MAX,
    RELEASE_SIGNATURES_BYTES_MAX,
    SHORT_TEXT_CHARS_MAX,
)
from gate.model.encoded import BASE64_SCHEMA, bytes_of_base64
from gate.policy.release import Release, release_of
from gate.replay.outcome import Reason

_FIELD = "candidate_base64"
_DESCRIPTION = "The file of `gate policy build --out FILE.tar`"
_SIGNED = "The file FILE.tar.dsse of `gate policy sign FILE.tar`, where releases have to be signed"


def _archive(sent: object) -> bytes:
    return bytes_of_base64(sent, RELEASE_BYTES_MAX)


def _envelope(sent: object) -> bytes:
    return bytes_of_base64(sent, RELEASE_SIGNATURES_BYTES_MAX)


Archive = Annotated[
    bytes,
    BeforeValidator(_archive),
    WithJsonSchema({**BASE64_SCHEMA, "description": _DESCRIPTION}),
]
Signatures = Annotated[
    bytes,
    BeforeValidator(_envelope),
    WithJsonSchema({**BASE64_SCHEMA, "description": _SIGNED}),
]
Accepted = Annotated[
    tuple[Annotated[Reason, Strict(False)], ...],
    Strict(False),
    Field(max_length=len(Reason)),
]


class ImpactBody(Scope):
    """A candidate, and which decisions to weigh it on; what is not stated selects everything.

    `approvals` is what the file of `gate policy impact --approvals` says, and `accept` has the
    reasons for which decisions may remain unweighed.
    """

    model_config = ConfigDict(strict=True)

    candidate_base64: Archive
    signatures_base64: Signatures | MISSING = MISSING
    approvals: Approvals | MISSING = MISSING
    accept: Accepted | MISSING = MISSING

    @property
    def envelope(self) -> bytes | None:
        """The signatures of the candidate, where they came with it."""
        return None if self.signatures_base64 is MISSING else self.signatures_base64

    @property
    def selection(self) -> dict[str, Any]:
        """Which decisions, as JSON."""
        return self.model_dump(include=set(Scope.model_fields))

    @property
    def accepted(self) -> list[str]:
        """The reasons, sorted."""
        return [] if self.accept is MISSING else sorted(map(str, set(self.accept)))

    def approved(self) -> Approvals:
        """What is approved; nothing where nothing is stated.

        Raises:
            Invalid: it is too much, or has a rule twice.
        """
        approvals = Approvals(loosened=()) if self.approvals is MISSING else self.approvals
        twice = approvals.repeated()
        if twice is not None:
            raise _refused(f"/approvals/loosened/{twice}/rule", "repeated", "once is enough")
        if len(canonical_bytes(approvals.model_dump(mode="json"))) > IMPACT_APPROVALS_BYTES_MAX:
            said = f"Expected at most {IMPACT_APPROVALS_BYTES_MAX} bytes."
            raise _refused("/approvals", "too_long", said)
        return approvals

    def candidate(self) -> Release:
        """The release, checked like any other.

        Raises:
            Invalid: it is none; the problem says what was found.
        """
        try:
            return release_of(self.candidate_base64)
        except Misconfigured as error:
            # It may name a rule or a control of the candidate, however long that is.
            said = error.detail[:SHORT_TEXT_CHARS_MAX]
            raise _refused(f"/{_FIELD}", "candidate_invalid", said) from error


def _refused(pointer: str, code: str, detail: str) -> Invalid:
    return Invalid(
        "the candidate or its approvals cannot be used; nothing was started. Send the file of "
        "`gate policy build --out FILE.tar` as it is, and each approved rule once",
        (Problem(pointer, code, detail),),
    )
