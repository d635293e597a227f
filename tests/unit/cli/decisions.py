"""Decisions to print: what the API answers, reduced to what the command line reads."""

from typing import Any


def finding(**changes: Any) -> dict[str, Any]:
    """One finding that denies; `changes` override its fields."""
    return {
        "rule": "A.9.2-3",
        "control": "A.9.2",
        "title": "Trained people oversee the system",
        "status": "fail",
        "severity": "deny",
        "would_be": "deny",
        "mode": "enforce",
        "blocks_from": None,
        "reason": None,
        "waiver": None,
        "pointers": ["/oversight/roles"],
        "found": {"oversight.mode": "human_in_the_loop", "oversight.roles": []},
        "required": "Somebody who may override and somebody who may stop",
        "remediation": "Name the people who oversee the system.",
        "docs": "/v1/controls/a_9_2",
        **changes,
    }


def decision(outcome: str, *findings: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A logged decision with these findings; its counts fit them."""
    count = {
        word: sum(each["severity"] == word for each in findings)
        for word in ("deny", "review", "warn")
    }
    return {
        "decision_id": "01938b6e-0000-7000-8000-000000000000",
        "outcome": outcome,
        "subject": {
            "system": {"id": "credit", "name": "Credit score", "version": "4.2.0"},
            "environment": "prod",
            "action": "deploy",
            "artifacts": [],
        },
        "tier": {"declared": "high", "effective": "high", "reasons": []},
        "summary": {**count, "waived": 0, "passed": 50, "not_applicable": 0, "off": 0},
        "findings": list(findings),
        "policy": {"release": "iso42001", "version": 1, "engine": "wasm"},
        "log": {"origin": "gate.example/decisions", "index": 41},
        **changes,
    }
