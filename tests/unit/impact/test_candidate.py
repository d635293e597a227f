"""What a candidate has to be before anything is weighed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gate.dsse import EnvelopeSigner
from gate.errors import Invalid, NotFound
from gate.impact.approvals import ApprovedRule
from gate.impact.candidate import check_candidate, terms_for
from gate.impact.cited import Cited
from gate.policy.release import Release, shipped_release
from gate.policy.signatures import with_signature
from gate.signed_release import Signing
from tests.releasing import NOW, releasing
from tests.signing import ANNA, organisation

LAST = date(2026, 5, 31)
GONE = ("X.1-1", "X.1-2")


@pytest.fixture(scope="module")
def release() -> Release:
    return shipped_release()


def unsigned(now: datetime) -> Signing:
    return Signing(required=0, known=None, now=now)


def cited(*rules: str, unread: tuple[str, ...] = ()) -> Cited:
    found = Cited()
    found.merge({"releases": ["sha256:ab"], "rules": list(rules)})
    found.unread.update(unread)
    return found


def approved(*rules: str) -> tuple[ApprovedRule, ...]:
    return tuple(ApprovedRule(rule=rule, reason="Because.", approver="petra") for rule in rules)


def test_on_its_last_day_a_candidate_is_weighed(release: Release) -> None:
    """And on no day after."""
    ends = replace(release, manifest=release.manifest.model_copy(update={"expires": LAST}))

    check_candidate(ends, None, unsigned(datetime(2026, 5, 31, 23, 59, tzinfo=UTC)))
    with pytest.raises(Invalid, match="last day"):
        check_candidate(ends, None, unsigned(datetime(2026, 6, 1, tzinfo=UTC)))


def test_one_without_a_last_day_does_not_end(release: Release) -> None:
    """Whatever the day."""
    endless = replace(release, manifest=release.manifest.model_copy(update={"expires": None}))

    check_candidate(endless, None, unsigned(datetime(9999, 12, 31, tzinfo=UTC)))


def test_where_candidates_have_to_be_signed_this_one_is(release: Release) -> None:
    """By as many people as are asked for, and before anything else is looked at."""
    envelope = with_signature(release, None, EnvelopeSigner.of(ANNA))
    known = organisation(*releasing())

    check_candidate(release, envelope, Signing(required=1, known=known, now=NOW))
    for given, required in ((None, 1), (envelope, 2)):
        with pytest.raises(Invalid, match=r"nothing was weighed: .* has to be signed by"):
            check_candidate(release, given, Signing(required=required, known=known, now=NOW))


def test_rules_that_are_gone_are_named(release: Release) -> None:
    """Those that nobody approved."""
    with pytest.raises(Invalid, match="lacks a rule that") as caught:
        terms_for(
            release, cited(*GONE, "GATE-1"), approvals=approved(GONE[0]), accepted=frozenset()
        )

    assert [problem.pointer for problem in caught.value.problems] == [GONE[1]]


def test_what_a_candidate_is_judged_by_is_handed_on(release: Release) -> None:
    """What is gone with approval, what could not be read, and what is accepted."""
    accepted = frozenset({"redacted"})
    terms = terms_for(
        release,
        cited(*GONE, unread=("sha256:b", "sha256:a")),
        approvals=approved(*GONE),
        accepted=accepted,
    )

    assert (terms.removed, terms.approvals, terms.accepted) == (GONE, approved(*GONE), accepted)
    assert terms.unread == ("sha256:a", "sha256:b")


def test_without_a_decision_there_is_nothing_to_weigh(release: Release) -> None:
    """Which is no pass."""
    with pytest.raises(NotFound, match="no decision"):
        terms_for(release, Cited(), approvals=(), accepted=frozenset())
