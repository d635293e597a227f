"""Entries of the kind `redaction`: the personal data of somebody was erased."""

import hashlib
import re
from typing import Any, Final

from gate_verify.forms import GATE, INSTANT, TREE_HEAD
from gate_verify.kind import Entry, Kind, Named

_LINE = re.compile(r"[^\n\r]+")
REDACTION: Final = {
    "kind": re.compile("redaction"),
    "subject": re.compile("[A-Za-z0-9_-]{22}"),
    "reason": _LINE,
    "actor": _LINE,
    "redactedAt": INSTANT,
    "gate": GATE,
    "logSeen": TREE_HEAD,
}
"""What an entry of kind `redaction` has: exactly these fields, of these forms."""


def _about(predicate: dict[str, Any]) -> list[Named]:
    """The reference of the data subject."""
    return [("data-subject", "sha256:" + hashlib.sha256(predicate["subject"].encode()).hexdigest())]


def _entry(predicate: dict[str, Any]) -> Entry:
    return Entry(
        once=(("redaction", predicate["subject"]),),
        contents=(),
        seen_size=predicate["logSeen"]["size"],
        seen_root=predicate["logSeen"]["root"],
        erased=predicate["subject"],
    )


KIND: Final = Kind(
    predicate_type="https://ai-deployment-gate.example/redaction/v1",
    form=REDACTION,
    about=_about,
    entry=_entry,
)
