"""Entries of the kind `decision`."""

import re
from typing import Any, Final

from gate_verify.forms import COUNT, GATE, INSTANT, SHA256, TEXT, TREE_HEAD, UUID
from gate_verify.kind import Entry, Kind, Named

_SEVERITIES = ("deny", "review", "warn", "waived")
_COUNTS = (*_SEVERITIES, "passed", "not_applicable", "off")
DECISION: Final = {
    "kind": re.compile("decision"),
    "decisionId": UUID,
    "outcome": re.compile("allow|deny|needs_review"),
    "decidedAt": INSTANT,
    "system": {"id": TEXT, "version": TEXT},
    "environment": TEXT,
    "action": TEXT,
    "artifacts": [{"name": TEXT, "digest": (None, re.compile(r"[a-z0-9]+:.*", re.DOTALL))}],
    "tier": {"declared": TEXT, "effective": TEXT},
    "summary": dict.fromkeys(_COUNTS, COUNT),
    "findings": {name: [TEXT] for name in _SEVERITIES},
    "controls": [TEXT],
    "policy": {
        "release": TEXT,
        "version": COUNT,
        "digest": SHA256,
        "engine": TEXT,
        "opaVersion": TEXT,
    },
    "input": {
        "requestDigest": SHA256,
        "policyInput": SHA256,
        "attachments": [{"id": TEXT, "format": TEXT, "digest": SHA256}],
    },
    "organisation": (None, SHA256),
    "answer": SHA256,
    "results": SHA256,
    "gate": GATE,
    "principal": TEXT,
    "idempotencyKey": (None, re.compile("[!-~]{1,255}")),
    "bodyHash": SHA256,
    "logSeen": TREE_HEAD,
}
"""What an entry of kind `decision` has: exactly these fields, of these forms."""


def _about(predicate: dict[str, Any]) -> list[Named]:
    """The request, and what is deployed."""
    about = [("deployment-request", predicate["input"]["requestDigest"])]
    return about + [(a["name"], a["digest"]) for a in predicate["artifacts"] if a["digest"]]


def _entry(predicate: dict[str, Any]) -> Entry:
    inputs, key = predicate["input"], predicate["idempotencyKey"]
    named = [inputs["policyInput"], predicate["answer"], predicate["results"]]
    named += [attachment["digest"] for attachment in inputs["attachments"]]
    return Entry(
        once=(
            ("decision", predicate["decisionId"]),
            *([] if key is None else [("idempotency key", predicate["principal"], key)]),
        ),
        contents=tuple(digest.removeprefix("sha256:") for digest in named),
        seen_size=predicate["logSeen"]["size"],
        seen_root=predicate["logSeen"]["root"],
        release=predicate["policy"]["digest"].removeprefix("sha256:"),
    )


KIND: Final = Kind(
    predicate_type="https://ai-deployment-gate.example/decision/v1",
    form=DECISION,
    about=_about,
    entry=_entry,
)
