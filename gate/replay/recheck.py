"""Would what runs still be allowed: the decision of a live system, as of another moment.

The recorded policy input stays as it is, but for what time changes: the clock, the worth of dates,
and, where the organisation's files are given, its people and incidents. So what is found is what
became old, ended or took effect since: evidence, waivers, approvals, people, rules, the release.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from gate.canon import JsonObject, JsonValue
from gate.errors import EngineAnswerInvalid
from gate.intake.clock import clock_of
from gate.intake.quality.assessment import quality
from gate.intake.quality.card import card_scores
from gate.intake.walk import leaves
from gate.limits import RECHECK_DAYS_MAX
from gate.model.verdict import Outcome, RuleFinding, Severity, Verdict
from gate.replay.live import LiveSystem
from gate.replay.outcome import NotReplayable, Reason
from gate.replay.releases import Ready
from gate.replay.source import History

_ADDED: Final = ("facts", "clock")


class Organisation(Protocol):
    """What the organisation's files say at a moment (`gate.people.organisation.Organisation`)."""

    def identity(
        self, named: set[str], now: datetime, *, system_id: str = ""
    ) -> dict[str, JsonValue] | None:
        """The people whom the request names."""

    def incidents(self, system_id: str, now: datetime) -> JsonObject:
        """What happened with the system."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """A rule that denies or asks for review, in words."""

    rule: str
    severity: str
    status: str
    title: str
    remediation: str


@dataclass(frozen=True, slots=True)
class Expiry:
    """The first day, counted from the moment asked about, on which a system no longer passes."""

    days: int
    blocking: tuple[Blocking, ...]


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A live system as of a moment.

    `expiry` is None where it does not pass now, and where it passes for `RECHECK_DAYS_MAX` days.
    `reason` says why it could not be evaluated; then there is no outcome.
    """

    live: LiveSystem
    outcome: Outcome | None
    blocking: tuple[Blocking, ...] = ()
    expiry: Expiry | None = None
    reason: Reason | None = None

    @property
    def passes(self) -> bool:
        """Whether it would be allowed."""
        return self.outcome is Outcome.ALLOW


def recheck(
    live: LiveSystem,
    history: History,
    ready: Ready,
    at: datetime,
    *,
    organisation: Organisation | None = None,
) -> Rechecked:
    """Evaluate the decision by which a system runs as of `at` (aware), under a release.

    When the system passes, the first day on which it does not is searched by halving, which takes
    that what does not pass any more on some day does not pass later either.
    """
    try:
        document = history.document(live.entry.policy_input, live.index)
        asked = _Asked(live, document, ready, organisation)
        verdict = asked.as_of(at)
        expiry = _expiry(asked, at) if verdict.outcome is Outcome.ALLOW else None
    except NotReplayable as error:
        return Rechecked(live, None, reason=error.reason)
    except (LookupError, TypeError, AttributeError, ValueError):  # no gate recorded such a document
        return Rechecked(live, None, reason=Reason.ENTRY_CORRUPT)
    return Rechecked(live, verdict.outcome, asked.blocking(verdict), expiry)


@dataclass(frozen=True, slots=True)
class _Asked:
    live: LiveSystem
    document: dict[str, Any]
    ready: Ready
    organisation: Organisation | None

    def as_of(self, moment: datetime) -> Verdict:
        """The verdict at another moment.

        Raises:
            NotReplayable: there is none.
        """
        document = moved(self.document, moment, self.organisation)
        try:
            return self.ready.verdict(document, self.live.entry.decision_id)
        except EngineAnswerInvalid as error:
            raise NotReplayable(Reason.ENGINE_UNAVAILABLE) from error

    def blocking(self, verdict: Verdict) -> tuple[Blocking, ...]:
        """What denies, and what asks for review."""
        found = (each for each in verdict.findings if each.severity in _BLOCKS)
        return tuple(self._in_words(each) for each in found)

    def _in_words(self, finding: RuleFinding) -> Blocking:
        rule = self.ready.release.catalogue.by_rule[finding.rule]
        return Blocking(
            finding.rule, finding.severity, finding.status, rule.title, rule.remediation
        )


_BLOCKS: Final = frozenset({Severity.DENY, Severity.REVIEW})


def moved(
    policy_input: dict[str, Any], moment: datetime, organisation: Organisation | None
) -> dict[str, Any]:
    """A recorded policy input as it would be at `moment`, everything else being equal."""
    document = {name: block for name, block in policy_input.items() if name not in _ADDED}
    recorded_facts = policy_input["facts"]
    texts = leaves(document)
    scored = quality(document, texts, now=moment, evidence=recorded_facts["evidence"])
    facts = {
        **recorded_facts,
        "quality": scored,
        "card_score": card_scores(document, scored, moment),
    }
    if organisation is not None:
        system = document["system"]["id"]
        named = {leaf.text for leaf in texts}
        facts["identity"] = organisation.identity(named, moment, system_id=system)
        facts["history"] = {**facts["history"], **organisation.incidents(system, moment)}
    return {**document, "facts": facts, "clock": clock_of(texts, facts, moment)}


def _expiry(asked: _Asked, at: datetime) -> Expiry | None:
    """The first day on which the system does not pass, by halving."""
    passes, fails = 0, RECHECK_DAYS_MAX
    verdict = asked.as_of(at + timedelta(days=fails))
    if verdict.outcome is Outcome.ALLOW:
        return None
    while fails - passes > 1:
        middle = (passes + fails) // 2
        between = asked.as_of(at + timedelta(days=middle))
        if between.outcome is Outcome.ALLOW:
            passes = middle
        else:
            fails, verdict = middle, between
    return Expiry(fails, asked.blocking(verdict))
