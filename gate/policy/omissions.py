"""Which statements could be left out of one denied or reviewed request to get a better answer?

Each value that the request need not state is taken away, one at a time. A removal is first put to
the control of one rule that stands in the way (`gate.policy.slices`). While that rule stands, so
does the outcome. Only where it gives way, the whole release is asked.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final
from zlib import crc32

import orjson

from gate.canon import JsonObject
from gate.errors import EngineAnswerInvalid, Misconfigured
from gate.limits import OPA_TEST_SECONDS_MAX
from gate.model.verdict import Outcome, Severity
from gate.policy.absences import Steps
from gate.policy.engine import Engine
from gate.policy.removals import pattern_of, removable, without_value
from gate.policy.slices import UNCHANGED, Slice, removal_of

_AT_ONCE: Final = 2
_CHANGES_PER_RUN: Final = 100
_GRAVEST_FIRST: Final = (Severity.DENY, Severity.REVIEW, Severity.WARN, Severity.OFF)
_WORST_FIRST: Final = (Outcome.DENY, Outcome.NEEDS_REVIEW, Outcome.ALLOW)
_CARD_SCORE_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Edge:
    """What comes before the rules.

    Attributes:
        accepts: would the gate read a request with these blocks? What its schema requires cannot be
            left out.
        facts_of: the facts that follow from what a policy input states, and from nothing else.
    """

    accepts: Callable[[JsonObject], bool]
    facts_of: Callable[[JsonObject], JsonObject]


@dataclass(frozen=True, slots=True, order=True)
class Admission:
    """Without what is at `path` (`*`: in some element), `rule` no longer stops `case`."""

    rule: str
    path: str
    case: str
    becomes: Outcome

    def __str__(self) -> str:
        return f"{self.case} is {self.becomes} without {self.path}: {self.rule} gives way"


@dataclass(frozen=True, slots=True)
class Case:
    """A policy input that is not allowed, and the rules that stop it, all equally grave."""

    name: str
    document: JsonObject
    outcome: Outcome
    severity: Severity
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is taken away from a case, one at a time."""

    case: Case
    places: Sequence[Steps]


def stopped_case(name: str, document: JsonObject, engine: Engine) -> Case | None:
    """`document` as a case; None when it is allowed, as nothing can be better.

    Raises:
        EngineUnavailable, EngineAnswerInvalid: the engine cannot evaluate it.
    """
    verdict = _verdict(engine, document)
    outcome = Outcome(verdict["outcome"])
    if outcome is Outcome.ALLOW:
        return None
    severity = Severity.DENY if outcome is Outcome.DENY else Severity.REVIEW
    rules = (each["rule"] for each in verdict["findings"] if each["severity"] == severity)
    return Case(name, document, outcome, severity, tuple(rules))


def places_in(case: Case, *, share: int, always: Collection[str]) -> list[Steps]:
    """Every place of `case` whose pattern is in `always`, and one in `share` of the others.

    Which ones is told by a checksum of the name and the place, so that it is the same every time.
    """
    return [
        steps
        for steps in removable(case.document)
        if pattern_of(steps) in always or crc32(repr((case.name, steps)).encode()) % share == 0
    ]


def find_admissions(
    trial: Trial, *, of_control: Slice, engine: Engine, edge: Edge
) -> set[Admission]:
    """The removals of `trial` after which its case gets a better answer.

    Args:
        trial: what is denied or reviewed, and what is taken away.
        of_control: the control of the first of the rules that stop the case.
        engine: evaluates the whole release.
        edge: what the gate would make of the request without the value.

    Raises:
        Misconfigured: control and release say different things about the case.
        EngineUnavailable, EngineAnswerInvalid: an engine cannot say.
    """
    case = trial.case
    rule, document = case.rules[0], _with_best_facts(case.document)
    if of_control.severities(rule, case.document, [UNCHANGED]) != [case.severity]:
        raise Misconfigured(f"{rule} by itself is not what it is in the release, in {case.name}")

    def admissions(batch: Sequence[Steps]) -> list[Admission]:
        changes = [removal_of(document, steps) for steps in batch]
        severities = of_control.severities(rule, document, changes)
        return [
            admission
            for steps, severity in zip(batch, severities, strict=True)
            if _GRAVEST_FIRST.index(Severity(severity)) > _GRAVEST_FIRST.index(case.severity)
            for admission in _confirmed(case, steps, engine, edge)
        ]

    batches = [
        trial.places[start : start + _CHANGES_PER_RUN]
        for start in range(0, len(trial.places), _CHANGES_PER_RUN)
    ]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return {each for found in pool.map(admissions, batches) for each in found}


def _confirmed(case: Case, steps: Steps, engine: Engine, edge: Edge) -> Iterator[Admission]:
    """What the whole release says of a request that may leave the value out at all."""
    changed = without_value(case.document, steps)
    if not edge.accepts(changed):
        return
    facts: Any = changed["facts"]
    try:
        verdict = _verdict(engine, {**changed, "facts": {**facts, **edge.facts_of(changed)}})
    except EngineAnswerInvalid:
        return
    outcome = Outcome(verdict["outcome"])
    if _WORST_FIRST.index(outcome) > _WORST_FIRST.index(case.outcome):
        for rule in case.rules:
            yield Admission(rule, pattern_of(steps), case.name, outcome)


def _with_best_facts(document: JsonObject) -> JsonObject:
    """As if no text were poor and no reference led nowhere: a removal may mend another place.

    With facts this good a rule gives way too often rather than too seldom, and what the gate would
    really know is found out only where it does.
    """
    facts: Any = document["facts"]
    scores = dict.fromkeys(facts.get("card_score", {}), _CARD_SCORE_MAX)
    return {
        **document,
        "facts": {**facts, "quality": {}, "dangling": [], "card_score": scores},
    }


def _verdict(engine: Engine, document: JsonObject) -> Any:
    return orjson.loads(engine.evaluate(orjson.dumps(document), seconds=OPA_TEST_SECONDS_MAX))
