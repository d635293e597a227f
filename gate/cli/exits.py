"""What each exit code means, so that a pipeline can tell a denial from a failure."""

from typing import Any, Final

ALLOW: Final = 0
DENY: Final = 1
COULD_NOT_DECIDE: Final = 2
WARNINGS: Final = 3
NEEDS_REVIEW: Final = 4
NOT_WITNESSED: Final = 5

_BY_OUTCOME = {"allow": ALLOW, "deny": DENY, "needs_review": NEEDS_REVIEW}


def exit_code(decision: dict[str, Any], *, fail_on_warn: bool = False) -> int:
    """The exit code for a decision or a dry run; anything unexpected could not be decided."""
    code = _BY_OUTCOME.get(str(outcome_of(decision)), COULD_NOT_DECIDE)
    if code == ALLOW and fail_on_warn and decision["summary"]["warn"] > 0:
        return WARNINGS
    return code


def outcome_of(decision: dict[str, Any]) -> str | None:
    """`outcome` of a decision, `would_be` of a dry run, None of anything else."""
    found = decision.get("outcome", decision.get("would_be"))
    return found if isinstance(found, str) else None
