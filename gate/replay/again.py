"""One decision, taken again from what was recorded of it.

The release of then evaluates the policy input of then. The verdict becomes an answer with the words
of that release, and answer and results have to be the bytes that the log names. Where they are not,
the first thing that differs is named rule by rule.
"""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from gate import __version__
from gate.canon import canonical_bytes, digest_of
from gate.errors import EngineAnswerInvalid
from gate.model.answer import Circumstances, decision_of, results_of
from gate.model.decision import Input, Policy, Subject, UnloggedDecision, UnloggedResults
from gate.model.entry import DecisionEntry
from gate.model.people import people_in
from gate.model.unnamed import without_names
from gate.replay.content import checked, read_object
from gate.replay.drift import drift_of
from gate.replay.outcome import Difference, NotReplayable, Reason, Replayed
from gate.replay.releases import Ready, Releases
from gate.replay.source import History

_UNEVEN: Final = "(not there)"


class _Recorded(BaseModel):
    """What a recorded answer says beside the verdict, which is compared byte by byte."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    decided_at: str
    subject: Subject
    policy: Policy
    input: Input


def decide_again(
    index: int, entry: DecisionEntry, history: History, releases: Releases, *, drift: bool = True
) -> Replayed:
    """Take the decision of an entry again; never raises for what a history can hold.

    Without `drift` it is not asked what the gate itself would read otherwise today.
    """
    try:
        document = history.document(entry.policy_input, index)
        answer = checked(history, entry.answer)
        results = checked(history, entry.results)
        ready = releases.ready(entry.policy.digest)
        was = _recorded(answer)
        differences = _differences(entry, document, (was, answer, results), ready)
    except NotReplayable as error:
        return Replayed(index, error.reason)
    return Replayed(
        index,
        differences=differences,
        drift=drift_of(entry, document, was.input, history) if drift else (),
        versions=_versions(entry, ready),
    )


def _recorded(answer: bytes) -> _Recorded:
    try:
        return _Recorded.model_validate_json(answer)
    except ValidationError as error:
        raise NotReplayable(Reason.ENTRY_CORRUPT) from error


def _differences(
    entry: DecisionEntry,
    document: dict[str, Any],
    recorded: tuple[_Recorded, bytes, bytes],
    ready: Ready,
) -> tuple[Difference, ...]:
    was, answer, results = recorded
    try:
        verdict = ready.verdict(document, entry.decision_id)
    except EngineAnswerInvalid as error:
        return (Difference("verdict", entry.outcome, error.detail),)
    catalogue = ready.release.catalogue
    around = Circumstances(
        at=was.decided_at, subject=was.subject, policy=was.policy, asked=was.input
    )
    named = without_names(verdict, people_in(document))
    now = decision_of(named, catalogue, around).model_dump(mode="json")
    every = dict(results_of(verdict, catalogue))
    if canonical_bytes(now) == answer and canonical_bytes(every) == results:
        return ()
    _check_shapes(answer, results)
    return tuple(compared(read_object(answer), read_object(results), now, every))


def _check_shapes(answer: bytes, results: bytes) -> None:
    """What is not the answer of today has to be one at least, to be compared rule by rule."""
    try:
        UnloggedDecision.model_validate_json(answer)
        UnloggedResults.model_validate_json(results)
    except ValidationError as error:
        raise NotReplayable(Reason.ENTRY_CORRUPT) from error


def compared(
    was: dict[str, Any], was_results: dict[str, Any], now: dict[str, Any], results: dict[str, Any]
) -> list[Difference]:
    """What differs between two answers with their results: the outcome, then rule by rule."""
    found = []
    if was["outcome"] != now["outcome"]:
        found.append(Difference("outcome", was["outcome"], now["outcome"]))
    before, after = _statuses(was_results), _statuses(results)
    found += [
        Difference(rule, before.get(rule, _UNEVEN), after.get(rule, _UNEVEN))
        for rule in sorted(before.keys() | after.keys())
        if before.get(rule) != after.get(rule)
    ]
    named = {difference.rule for difference in found}
    listed, lists = _findings(was), _findings(now)
    for rule in sorted((listed.keys() | lists.keys()) - named):
        then, today = listed.get(rule, {}), lists.get(rule, {})
        field = next((key for key in (*then, *today) if then.get(key) != today.get(key)), None)
        if field is not None:
            found.append(Difference(rule, _said(field, then), _said(field, today)))
    return found or [Difference("verdict", digest_of(canonical_bytes(was)), "other bytes")]


def _statuses(results: dict[str, Any]) -> dict[str, str]:
    return {each["rule"]: each["status"] for each in results["results"]}


def _findings(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["rule"]: each for each in answer["findings"]}


def _said(field: str, finding: dict[str, Any]) -> str:
    """A field of a finding; of what the request says only that it is there."""
    value = finding.get(field, _UNEVEN)
    return f"{field} {value}" if isinstance(value, str) and field != "found" else f"{field} differs"


def _versions(entry: DecisionEntry, ready: Ready) -> tuple[tuple[str, str, str], ...]:
    now = (
        ("engine", entry.policy.engine, ready.engine.name),
        ("gate", entry.gate_version, __version__),
    )
    return tuple(each for each in now if each[1] != each[2])
