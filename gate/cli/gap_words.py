"""The words of a gap report, the same on a terminal and in Markdown."""

from typing import Any, Final

from gate.cli.text import STATUS_WORDS

NO_OUTCOME: Final = "Every rule was run. Nothing was logged, and nothing is decided by this."
_EFFECTS: Final = {"deny": "blocks", "review": "needs review", "warn": "warns"}
_IMPLEMENTED: Final = {
    "yes": "implemented",
    "partial": "partly implemented",
    "planned": "planned",
    "no": "not implemented",
}


def status_words(gap: dict[str, Any]) -> str:
    """What the rule's status means."""
    return STATUS_WORDS[gap["status"]]


def effect_words(gap: dict[str, Any]) -> str:
    """What the gap does where the system is deployed, once the rollout is complete."""
    return _EFFECTS.get(gap["would_be"], "has no effect")


def counts_line(counts: dict[str, int]) -> str:
    """How many rules there are, and what became of them."""
    words = (
        ("passed", "met"),
        ("gaps", "missing"),
        ("waived", "waived"),
        ("not_applicable", "not applicable"),
    )
    stated = [f"{counts[name]} {word}" for name, word in words if counts[name]]
    rules = counts["rules"]
    return f"{rules} {'rule' if rules == 1 else 'rules'}: {', '.join(stated)}."


def soa_words(control: dict[str, Any]) -> str:
    """What the Statement of Applicability says of the control, and whether the rules agree.

    Empty for a control that is not of Annex A: the statement need not speak of it.
    """
    if not control["soa"]:
        is_expected = control["control"].startswith("A.")
        return "The Statement of Applicability does not speak of it." if is_expected else ""
    stated = " and ".join(_claim(claim) for claim in control["soa"])
    but = ", but rules are not met" if control["contradicts"] else ""
    return f"The Statement of Applicability says {stated}{but}."


def _claim(claim: dict[str, Any]) -> str:
    if claim["applicable"] is False:
        return "that it does not apply"
    return _IMPLEMENTED.get(claim["implemented"] or "", "nothing of how far it is implemented")
