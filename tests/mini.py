"""Policy inputs for the release of `tests/policies/mini`, and what it answers to them."""

from typing import Any

import orjson

DECISION_ID = "0192f0aa-0000-7000-8000-000000000001"


def mini_document(**changes: object) -> dict[str, Any]:
    """A document that every rule of the mini release passes, with top-level blocks replaced."""
    document: dict[str, Any] = {
        "request": {"environment": "prod", "action": "deploy"},
        "classification": {"declared_tier": "high"},
        "oversight": {
            "roles": [{"name": "reviewer", "authority": ["stop", "pause"]}],
            "purpose": "Somebody looks at every case",
        },
        "data": [{"id": "applications-2026", "age": 3, "checked": "2026-11-01"}],
        "facts": {"decision_id": DECISION_ID},
        "clock": {"now": "2026-11-23T09:00:00Z", "days_since": {"2026-11-01": 22.375}},
    }
    return {**document, **changes}


def mini_input(**changes: object) -> bytes:
    """The same as bytes."""
    return orjson.dumps(mini_document(**changes))


def denied_input() -> bytes:
    """A document that GATE-1 and M.1-1 deny and M.1-2 sends to review."""
    return mini_input(classification={}, oversight={"roles": [{"name": "x", "authority": []}]})
