"""Reading an engine's answer: a verdict of this release about this input, or nothing.

    1  bounded, and JSON with one reading
    2  the shape of a verdict, nothing missing, nothing more
    3  the echoes: this release, this input
    4  values that can be hashed and logged as they are
    5  what follows from the results is what the answer says follows

There is no second chance and no repair: anything unexpected is `EngineAnswerInvalid`, whoever
answered (rules/decision.md section 9).
"""

from pydantic import ValidationError

from gate.canon import JsonValue
from gate.errors import EngineAnswerInvalid
from gate.limits import ENGINE_ANSWER_BYTES_MAX, JSON_INTEGER_MAX, VERDICT_DEPTH_MAX
from gate.model.outcome import check_agreement
from gate.model.verdict import Verdict
from gate.policy.release import Release
from gate.policy.unique_json import parse_unique


def read_verdict(answer: bytes, *, release: Release, decision_id: str) -> Verdict:
    """The verdict in `answer`.

    Args:
        answer: what an engine returned, not trusted.
        release: the release that was asked.
        decision_id: `facts.decision_id` of the policy input that was asked about.

    Raises:
        EngineAnswerInvalid: it is not such a verdict.
    """
    if len(answer) > ENGINE_ANSWER_BYTES_MAX:
        raise EngineAnswerInvalid("the policy engine's answer is larger than its bound")
    try:
        parse_unique(answer)
        verdict = Verdict.model_validate_json(answer)
    except ValidationError as error:
        raise EngineAnswerInvalid("the policy engine's answer is not a verdict") from error
    except ValueError as error:
        raise EngineAnswerInvalid("the policy engine's answer is not JSON") from error
    if verdict.release != release.id:
        raise EngineAnswerInvalid("the policy engine answered for another release")
    if verdict.input != decision_id:
        raise EngineAnswerInvalid("the policy engine answered another question")
    for reason in verdict.tier.reasons:
        _check_value(reason.value, VERDICT_DEPTH_MAX)
    for finding in verdict.findings:
        _check_value(finding.found, VERDICT_DEPTH_MAX)
    check_agreement(verdict, release.catalogue.by_rule.keys())
    return verdict


def _check_value(value: JsonValue, depth: int) -> None:
    if depth == 0:
        raise EngineAnswerInvalid("the policy engine's answer is nested too deeply")
    if isinstance(value, dict):
        for item in value.values():
            _check_value(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            _check_value(item, depth - 1)
    elif isinstance(value, int | float) and not -JSON_INTEGER_MAX <= value <= JSON_INTEGER_MAX:
        raise EngineAnswerInvalid("the policy engine's answer has a number that is not exact")
