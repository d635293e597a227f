"""Reading an engine's answer: a verdict of this release about this input, or nothing.

    1  bounded, and JSON with one reading
    2  the shape of a verdict, nothing missing, nothing more
    3  the echoes: this release, this input
    4  what follows from the results is what the answer says follows
    5  values that can be hashed and logged: whole numbers beyond ±(2⁵³-1) are floats of the request

There is no second chance and no repair: anything unexpected is `EngineAnswerInvalid`, whoever
answered (rules/decision.md section 9).
"""

from math import isfinite

from pydantic import ValidationError

from gate.canon import JsonValue, canonical_bytes
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
    check_agreement(verdict, release.catalogue.by_rule.keys())
    return _with_floats(verdict)


def _with_floats(verdict: Verdict) -> Verdict:
    """The verdict with every value that it shows of the request as canonical JSON has it."""
    shown = [reason.value for reason in verdict.tier.reasons]
    shown += [finding.found for finding in verdict.findings]
    if _are_canonical(shown):
        return verdict
    reasons = tuple(
        reason.model_copy(update={"value": _value(reason.value)}) for reason in verdict.tier.reasons
    )
    findings = tuple(
        finding.model_copy(update={"found": _value(finding.found)}) for finding in verdict.findings
    )
    tier = verdict.tier.model_copy(update={"reasons": reasons})
    return verdict.model_copy(update={"tier": tier, "findings": findings})


def _are_canonical(values: list[JsonValue]) -> bool:
    """Whether every number in `values` is as canonical JSON has it; `_value` makes the others so.

    It looks at all of them, level by level, because one that comes later may have to be refused.
    """
    are_exact = True
    level = [value for value in values if not isinstance(value, str)]
    for _ in range(VERDICT_DEPTH_MAX):
        deeper: list[JsonValue] = []
        for value in level:
            if isinstance(value, dict):
                deeper += value.values()
            elif isinstance(value, list):
                deeper += value
            elif isinstance(value, float) and not isfinite(value):
                raise EngineAnswerInvalid(
                    "the policy engine's answer has a number that is not exact"
                )
            elif isinstance(value, int) and abs(value) > JSON_INTEGER_MAX:
                are_exact = False
        level = [value for value in deeper if not isinstance(value, str)]
    if level:
        raise EngineAnswerInvalid("the policy engine's answer is nested too deeply")
    return are_exact


def _value(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_value(item) for item in value]
    if isinstance(value, int) and abs(value) > JSON_INTEGER_MAX:
        return _as_float(value)
    return value


def _as_float(whole: int) -> float:
    """The float that an engine, like canonical JSON, writes without fraction and exponent."""
    try:
        number = float(whole)
        written = canonical_bytes(number)
    except (OverflowError, ValueError):
        written = b""
    if written != str(whole).encode():
        raise EngineAnswerInvalid("the policy engine's answer has a number that is not exact")
    return number
