"""What a candidate has to be before anything is weighed, however it was named or sent."""

from gate.errors import EngineUnavailable, Invalid, Misconfigured, NotFound, Problem
from gate.impact.approvals import ApprovedRule
from gate.impact.cited import Cited
from gate.impact.report import Terms
from gate.policy.release import Release
from gate.signed_release import Signing


def check_candidate(candidate: Release, envelope: bytes | None, signing: Signing) -> None:
    """Refuses a candidate that could not decide here.

    Args:
        candidate: the release.
        envelope: its signatures, where it has some.
        signing: who has to have signed it, and what time it is.

    Raises:
        Invalid: its last day is over, or it is not signed as it has to be.
    """
    try:
        signing.people(candidate, envelope)
    except Misconfigured as error:
        raise Invalid(f"nothing was weighed: {error.detail}") from error
    try:
        candidate.check_current(signing.now)
    except EngineUnavailable as error:
        raise Invalid(
            "the last day of the candidate is over, so it would decide nothing; nothing was "
            "weighed. Build it with a later day in expires"
        ) from error


def terms_for(
    candidate: Release,
    cited: Cited,
    *,
    approvals: tuple[ApprovedRule, ...],
    accepted: frozenset[str],
) -> Terms:
    """What the candidate is judged by, from the releases and rules that the history names.

    Raises:
        NotFound: there is no decision to weigh.
        Invalid: the candidate silently drops rules; each is named.
    """
    if not cited.releases:
        raise NotFound("no decision of this history fits what was asked")
    terms = Terms(
        approvals=approvals,
        accepted=accepted,
        removed=cited.lacking(candidate.catalogue),
        unread=tuple(sorted(cited.unread)),
    )
    rules = terms.unapproved()
    if rules:
        detail = "decisions were made with this rule, and the candidate does not have it"
        count = "a rule" if len(rules) == 1 else f"{len(rules)} rules"
        raise Invalid(
            f"the candidate lacks {count} that this history cites; nothing was weighed. "
            "Put back what is missing, or approve each as loosened",
            tuple(Problem(rule, "rule_removed", detail) for rule in rules),
        )
    return terms
