"""Everything that can go wrong, as one tree; each leaf has one stable code and one HTTP status.

    GateError
    ├── Refused            the caller has to change something
    │   ├── Malformed 400 · Unauthenticated 401 · Forbidden 403 · NotFound 404
    │   ├── MethodNotAllowed 405 · NotAcceptable 406 · TooSlow 408 · InProgress 409
    │   ├── TooLarge 413 · UnsupportedMediaType 415
    │   └── Invalid 422 · DocumentInvalid 422 · KeyReused 422
    ├── CouldNotDecide     nothing is wrong with the request; try again
    │   ├── Overloaded 429 · EngineAnswerInvalid 502 · EngineUnavailable 503
    │   ├── EvidenceUnavailable 503 · LogUnavailable 503 · OutcomeUnknown 503
    │   └── Unavailable 503
    ├── Misconfigured      the operator has to change something: the gate refuses to start
    └── VerificationFailed what was signed or proved does not hold: trust nothing of it

An error never carries an outcome, and no message repeats a value of the input: a detail says what
was expected and where, never what was sent.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the input: where (a JSON pointer), a stable code, and a sentence."""

    pointer: str
    code: str
    detail: str


class GateError(Exception):
    """The root of the tree. `str(error)` is the detail, fit for whoever asked."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Internal error"
    retry_after_s: ClassVar[int | None] = None

    def __init__(self, detail: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.problems = problems


class Refused(GateError):
    """The caller has to change something before asking again."""


class Malformed(Refused):
    """The body is not I-JSON (RFC 7493)."""

    code, status, title = "malformed", 400, "The body is not valid I-JSON"


class Unauthenticated(Refused):
    """No token, or one that is unknown, expired or malformed."""

    code, status, title = "unauthenticated", 401, "A valid bearer token is needed"


class Forbidden(Refused):
    """The token is valid, and its roles do not allow this."""

    code, status, title = "forbidden", 403, "The token's roles do not allow this"


class NotFound(Refused):
    """Nothing is there, or nothing that the caller may see."""

    code, status, title = "not_found", 404, "Not found"


class MethodNotAllowed(Refused):
    """The path exists, the method does not."""

    code, status, title = "method_not_allowed", 405, "Method not allowed"


class NotAcceptable(Refused):
    """The caller accepts no media type that the route can give."""

    code, status, title = "not_acceptable", 406, "Not acceptable"


class TooSlow(Refused):
    """The body did not arrive in time."""

    code, status, title = "too_slow", 408, "The request took too long to arrive"


class InProgress(Refused):
    """The same idempotency key is being decided right now."""

    code, status, title = "in_progress", 409, "The same key is being decided"
    retry_after_s = 1


class TooLarge(Refused):
    """The body passes its bound."""

    code, status, title = "too_large", 413, "The request is too large"


class UnsupportedMediaType(Refused):
    """Not the media type, or a content encoding, that the route reads."""

    code, status, title = "unsupported_media_type", 415, "Unsupported media type"


class Invalid(Refused):
    """A document or a choice does not fit; `problems` lists everything at once."""

    code, status, title = "invalid", 422, "The input is not valid"


class DocumentInvalid(Refused):
    """An attached document cannot be read as the format it claims."""

    code, status, title = "document_invalid", 422, "An attached document cannot be read"


class KeyReused(Refused):
    """The idempotency key was used for another body."""

    code, status, title = "key_reused", 422, "The idempotency key belongs to another request"


class CouldNotDecide(GateError):
    """The gate could not decide; nothing was answered and the same request may be sent again."""

    retry_after_s = 1


class Overloaded(CouldNotDecide):
    """The bounded queue is full."""

    code, status, title = "overloaded", 429, "Too many requests at once"


class EngineAnswerInvalid(CouldNotDecide):
    """The policy engine answered something that is not a verdict of this release for this input."""

    code, status, title = "engine_answer_invalid", 502, "The policy engine's answer is not usable"


class EngineUnavailable(CouldNotDecide):
    """The policy engine did not answer in time."""

    code, status, title = "engine_unavailable", 503, "The policy engine did not answer"


class EvidenceUnavailable(CouldNotDecide):
    """The evidence files could not be read, or a file could not be made durable."""

    code, status, title = "evidence_unavailable", 503, "The evidence files cannot be used"


class LogUnavailable(CouldNotDecide):
    """The decision could not be made durable, so it was not made."""

    code, status, title = "log_unavailable", 503, "The decision could not be logged"


class OutcomeUnknown(CouldNotDecide):
    """The commit may or may not have happened; a retry with the same key finds out."""

    code, status, title = "outcome_unknown", 503, "Whether the decision was logged is not known"


class Unavailable(CouldNotDecide):
    """The machine has no memory, thread or file left for it, or the tokens cannot be read."""

    code, status, title = "unavailable", 503, "The gate cannot answer now"


class Misconfigured(GateError):
    """The operator has to change something; the gate refuses to start or to use it."""

    code, status, title = "misconfigured", 500, "The gate is not configured correctly"


class VerificationFailed(GateError):
    """A signature, proof, receipt or signed text does not hold; nothing it says may be believed."""

    code, status, title = "verification_failed", 500, "The proof does not hold"
