"""Entries of the kind `key-event`: from where on a key counts, or does not."""

import re
from dataclasses import dataclass
from typing import Any, Final

from gate_verify.forms import COUNT, GATE, INSTANT, TEXT, TREE_HEAD
from gate_verify.kind import Entry, Event, Kind, Named

ADD_GATE, REVOKE_GATE = "add-gate-key", "revoke-gate-key"
ADD_LOG, RETIRE_LOG = "add-log-key", "retire-log-key"

_FORM: Final = {
    "kind": re.compile("key-event"),
    "change": re.compile(f"{ADD_GATE}|{REVOKE_GATE}|{ADD_LOG}|{RETIRE_LOG}"),
    "keyid": re.compile("[0-9a-f]{64}"),
    "key": TEXT,
    "fromIndex": (None, COUNT),
    "at": INSTANT,
    "authorisation": TEXT,
    "gate": GATE,
    "logSeen": TREE_HEAD,
}


@dataclass(frozen=True, slots=True)
class KeyEvent(Event):
    """What becomes of a key; `authorisation` is a note of the log's key over `text`."""

    change: str
    keyid: str
    key: str
    from_index: int | None
    authorisation: str
    text: str
    """The lines that are authorised, after the name of the log."""


def _about(predicate: dict[str, Any]) -> list[Named]:
    name = "gate-key" if predicate["change"] in {ADD_GATE, REVOKE_GATE} else "log-key"
    return [(name, f"sha256:{predicate['keyid']}")]


def _entry(predicate: dict[str, Any]) -> Entry:
    seen, first = predicate["logSeen"], predicate["fromIndex"]
    lines = (
        predicate["kind"],
        predicate["change"],
        predicate["keyid"],
        "-" if first is None else str(first),
        predicate["at"],
        predicate["gate"]["keyid"],
        f"{seen['size']} {seen['root']}",
    )
    event = KeyEvent(
        change=predicate["change"],
        keyid=predicate["keyid"],
        key=predicate["key"],
        from_index=first,
        authorisation=predicate["authorisation"],
        text="".join(f"{line}\n" for line in lines),
    )
    return Entry(
        once=(("key event", predicate["change"], predicate["keyid"]),),
        contents=(),
        seen_size=seen["size"],
        seen_root=seen["root"],
        event=event,
    )


KIND: Final = Kind(
    predicate_type="https://ai-deployment-gate.example/key-event/v1",
    form=_FORM,
    about=_about,
    entry=_entry,
)
