"""An event in the life of a key: an entry that says from where on a key counts, or does not.

What is written is for ever: a key that was added once is never added again, and no event is taken
back. The field `authorisation` is a signed note of the log's key over the other fields, so that an
event takes both keys: the gate's signs the entry, the log's the note within it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final, Self

from gate.canon import JsonObject
from gate.model.entry import STATEMENT_TYPE, TreeHead

KEY_EVENT_TYPE: Final = "https://ai-deployment-gate.example/key-event/v1"

_KEYID = re.compile(r"[0-9a-f]{64}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


class Change(StrEnum):
    """What becomes of a key."""

    ADD_GATE = "add-gate-key"
    REVOKE_GATE = "revoke-gate-key"
    ADD_LOG = "add-log-key"
    RETIRE_LOG = "retire-log-key"

    @property
    def subject(self) -> str:
        """Which of the two keys it is about."""
        return "gate-key" if self in {Change.ADD_GATE, Change.REVOKE_GATE} else "log-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEvent:
    """One event.

    Attributes:
        change: what becomes of the key.
        keyid: SHA-256 of the key's DER form (SPKI), in hex.
        key: the public key in PEM form.
        from_index: for a revocation, the first entry that does not count any more.
        at: when the event was written, by the clock of whoever wrote it.
        authorisation: the note of the log's key over all of this (`authorised_text`).
    """

    change: Change
    keyid: str
    key: str
    from_index: int | None = None
    at: str
    authorisation: str = ""
    gate_version: str
    gate_keyid: str
    log_seen: TreeHead

    kind: ClassVar[str] = "key-event"

    def __post_init__(self) -> None:
        """Refuse what must never be written for ever."""
        if not _KEYID.fullmatch(self.keyid) or not _INSTANT.fullmatch(self.at):
            raise ValueError("a key event names a key and an instant")
        if (self.change is Change.REVOKE_GATE) != (self.from_index is not None):
            raise ValueError("a revocation, and nothing else, has the first entry it concerns")

    @property
    def about(self) -> str:
        """The id of the key."""
        return self.keyid

    def stored_digests(self) -> tuple[str, ...]:
        """Nothing: an event carries all that it says."""
        return ()

    def authorised_text(self, origin: str) -> str:
        """What the log's key signs; its second line is no number, so it is never a checkpoint."""
        lines = (
            origin,
            self.kind,
            self.change.value,
            self.keyid,
            "-" if self.from_index is None else str(self.from_index),
            self.at,
            self.gate_keyid,
            f"{self.log_seen.size} {self.log_seen.root}",
        )
        return "".join(f"{line}\n" for line in lines)

    def statement(self) -> JsonObject:
        """The in-toto statement v1 about the key."""
        return {
            "_type": STATEMENT_TYPE,
            "subject": [{"name": self.change.subject, "digest": {"sha256": self.keyid}}],
            "predicateType": KEY_EVENT_TYPE,
            "predicate": {
                "kind": self.kind,
                "change": self.change.value,
                "keyid": self.keyid,
                "key": self.key,
                "fromIndex": self.from_index,
                "at": self.at,
                "authorisation": self.authorisation,
                "gate": {"version": self.gate_version, "keyid": self.gate_keyid},
                "logSeen": {"size": self.log_seen.size, "root": self.log_seen.root},
            },
        }

    @classmethod
    def read(cls, predicate: Any) -> Self:
        """The event with these fields; whether there are more is the caller's comparison to tell.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: they are not those of a key event.
        """
        gate, seen = predicate["gate"], predicate["logSeen"]
        return cls(
            change=Change(predicate["change"]),
            keyid=predicate["keyid"],
            key=predicate["key"],
            from_index=predicate["fromIndex"],
            at=predicate["at"],
            authorisation=predicate["authorisation"],
            gate_version=gate["version"],
            gate_keyid=gate["keyid"],
            log_seen=TreeHead(seen["size"], seen["root"]),
        )
