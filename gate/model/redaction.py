"""Entries that say that the personal data of somebody was erased: when, why, by whom."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from gate.canon import JsonObject, sha256_hex
from gate.limits import ACTOR_CHARS_MAX, REDACTION_REASON_CHARS_MAX
from gate.model.entry import STATEMENT_TYPE, TreeHead

REDACTION_TYPE: Final = "https://ai-deployment-gate.example/redaction/v1"
ERASED_SUBJECT: Final = "data-subject"
"""Name of the subject of the statement; its digest is the SHA-256 of the reference."""

_REF = re.compile(r"[A-Za-z0-9_-]{22}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class RedactionEntry:
    """Everything that entries before this one say of `subject` is erased.

    `subject` is the reference that documents list beside the commitments of one person; nobody can
    tell any more whose it was. `reason` is the legal basis, `actor` who ordered it, both in words
    that stay for ever: an office or an account, and nobody's name.

    Raises:
        ValueError: a field cannot be what its name says.
    """

    subject: str
    reason: str
    actor: str
    redacted_at: str
    gate_version: str
    gate_keyid: str
    log_seen: TreeHead

    kind: ClassVar[str] = "redaction"

    def __post_init__(self) -> None:
        """Refuse what must never be written for ever."""
        if not _REF.fullmatch(self.subject) or not _INSTANT.fullmatch(self.redacted_at):
            raise ValueError("a redaction needs a reference and an instant")
        for text, most in (
            (self.reason, REDACTION_REASON_CHARS_MAX),
            (self.actor, ACTOR_CHARS_MAX),
        ):
            if not (1 <= len(text) <= most and text.isprintable() and text.strip()):
                raise ValueError("a redaction needs a reason and an actor, each one line")

    @property
    def about(self) -> str:
        """Whose data was erased."""
        return self.subject

    def stored_digests(self) -> tuple[str, ...]:
        """It names no contents."""
        return ()

    def statement(self) -> JsonObject:
        """The in-toto statement v1 about the reference."""
        return {
            "_type": STATEMENT_TYPE,
            "subject": [
                {"name": ERASED_SUBJECT, "digest": {"sha256": sha256_hex(self.subject.encode())}}
            ],
            "predicateType": REDACTION_TYPE,
            "predicate": {
                "kind": self.kind,
                "subject": self.subject,
                "reason": self.reason,
                "actor": self.actor,
                "redactedAt": self.redacted_at,
                "gate": {"version": self.gate_version, "keyid": self.gate_keyid},
                "logSeen": {"size": self.log_seen.size, "root": self.log_seen.root},
            },
        }

    @classmethod
    def read(cls, predicate: Any) -> Self:
        """The entry with these fields.

        Raises:
            ValueError, KeyError, TypeError: they are not those of a redaction.
        """
        return cls(
            subject=predicate["subject"],
            reason=predicate["reason"],
            actor=predicate["actor"],
            redacted_at=predicate["redactedAt"],
            gate_version=predicate["gate"]["version"],
            gate_keyid=predicate["gate"]["keyid"],
            log_seen=TreeHead(predicate["logSeen"]["size"], predicate["logSeen"]["root"]),
        )
