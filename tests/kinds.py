"""A kind of entry that only tests know, for what holds of every kind but decisions."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from gate.canon import JsonObject, digest_of
from gate.log.log import EntryDraft
from gate.model.entry import STATEMENT_TYPE, TreeHead
from gate_verify.forms import GATE, SHA256, TEXT, TREE_HEAD
from gate_verify.kind import Entry, Kind
from tests.logs import EMPTY, GATE_KEYID

TYPE: Final = "https://ai-deployment-gate.example/heartbeat/v1"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """An entry that names one content, and says what it is about."""

    about: str
    content: str
    gate_keyid: str = GATE_KEYID
    log_seen: TreeHead = EMPTY

    kind: ClassVar[str] = "heartbeat"

    def stored_digests(self) -> tuple[str, ...]:
        return (self.content,)

    def statement(self) -> JsonObject:
        predicate: JsonObject = {
            "kind": self.kind,
            "about": self.about,
            "content": self.content,
            "gate": {"version": "0.1.0", "keyid": self.gate_keyid},
            "logSeen": {"size": self.log_seen.size, "root": self.log_seen.root},
        }
        algorithm, _, value = self.content.partition(":")
        subject: JsonObject = {"name": "content", "digest": {algorithm: value}}
        return {
            "_type": STATEMENT_TYPE,
            "subject": [subject],
            "predicateType": TYPE,
            "predicate": predicate,
        }

    @classmethod
    def read(cls, predicate: Any) -> Self:
        seen = TreeHead(predicate["logSeen"]["size"], predicate["logSeen"]["root"])
        return cls(predicate["about"], predicate["content"], predicate["gate"]["keyid"], seen)


VERIFIED: Final = Kind(
    predicate_type=TYPE,
    form={"kind": TEXT, "about": TEXT, "content": SHA256, "gate": GATE, "logSeen": TREE_HEAD},
    about=lambda predicate: [("content", predicate["content"])],
    entry=lambda predicate: Entry(
        once=(("heartbeat", predicate["about"]),),
        contents=(predicate["content"].removeprefix("sha256:"),),
        seen_size=predicate["logSeen"]["size"],
        seen_root=predicate["logSeen"]["root"],
    ),
)


def heartbeat(about: str, content: bytes = b"{}", **changes: Any) -> EntryDraft:
    """A heartbeat, ready to be appended."""
    return EntryDraft(Heartbeat(about, digest_of(content), **changes), (content,))
