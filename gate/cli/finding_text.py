"""Why a finding has the effect that it has, in words: reason, waiver and rollout."""

from typing import Any

_REASONS = {
    "soa": "the Statement of Applicability excludes the control",
    "soa_not_implemented": (
        "the Statement of Applicability says that the control is not implemented"
    ),
}
_FAULTS = {
    "scope": "it does not name a rule of the control that it names",
    "not_waivable": "this rule cannot be waived",
    "tier": "there are no waivers at this tier",
    "reason": "its reason says too little",
    "compensating_control": "its compensating controls say too little",
    "decision": "nobody granted it",
    "role": "who granted it may not, or does not hold the role",
    "self": "who granted it asked for this deployment or owns the system",
    "subject": "it is for another artefact",
    "dates": "its dates are missing, or it lasts longer than the tier allows",
    "not_countersigned": "who granted it has not approved this request",
}
_PENDING = "it is not in force yet, or a condition of it is not met"
_EFFECTS = {"deny": "deny", "review": "ask for a review", "warn": "warn"}


def reason_words(reason: str | None) -> str | None:
    """A machine-readable reason as a sentence; one that is not known is given as it is."""
    return _REASONS.get(reason, reason) if reason is not None else None


def rollout_words(finding: dict[str, Any]) -> str | None:
    """How the rollout softens a finding, and until when; None when it does not."""
    if finding["mode"] == "enforce":
        return None
    would = f"{finding['mode']}, would {_EFFECTS.get(finding['would_be'], 'have no effect')}"
    from_day = finding.get("blocks_from")
    return f"{would}; blocks from {from_day}" if from_day else would


def waiver_words(waiver: dict[str, Any] | None) -> str | None:
    """Place and state of a waiver, when it ends, and everything that is wrong with it."""
    if waiver is None:
        return None
    place = f"waivers/{waiver['index']} is {waiver['state']}"
    state = waiver["state"]
    if state == "invalid":
        faults = "; ".join(_FAULTS.get(code, code) for code in waiver["codes"])
        return f"{place}: {faults}"
    ends = end_words(waiver.get("ends_in_days"))
    return f"{place}: {_PENDING}; it {ends}" if state == "pending" else f"{place}, {ends}"


def end_words(days: float | None) -> str:
    """When a waiver ends or has ended, in whole days; less than one is said so."""
    if days is None:
        return "has no end"
    whole = int(abs(days))
    number = "less than a day" if whole == 0 else f"{whole} day{'' if whole == 1 else 's'}"
    return f"ended {number} ago" if days <= 0 else f"ends in {number}"
