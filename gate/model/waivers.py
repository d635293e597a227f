"""Waivers as an engine tells them, checked against each other (rules/decision.md section 6)."""

from collections.abc import Sequence
from typing import Final

from gate.errors import EngineAnswerInvalid
from gate.model.verdict import FindingWaiver, Verdict, WaiverCode, WaiverState

WAIVES: Final = frozenset({WaiverState.ACTIVE, WaiverState.EXPIRING})
"""The states in which a waiver takes the severity of its rule away."""


def check_waivers(verdict: Verdict) -> None:
    """Refuses waivers that cannot be so.

    Raises:
        EngineAnswerInvalid: they are not in the request's order; one is invalid without a code, or
            has one in another state; a finding shows one that is not among them, is told
            differently there, is called unused, or whose end does not go with its state.
    """
    if [waiver.index for waiver in verdict.waivers] != list(range(len(verdict.waivers))):
        raise EngineAnswerInvalid("the verdict's waivers are not in the request's order")
    for waiver in verdict.waivers:
        _check_codes(waiver.state, waiver.codes)
    told = {waiver.index: waiver for waiver in verdict.waivers}
    for finding in verdict.findings:
        shown = finding.waiver
        if shown is None:
            continue
        same = told.get(shown.index)
        if same is None or (same.state, same.codes) != (shown.state, shown.codes):
            raise EngineAnswerInvalid("a finding's waiver is not among the verdict's waivers")
        if same.unused:
            raise EngineAnswerInvalid("a finding shows a waiver that is called unused")
        _check_end(shown)


def _check_codes(state: WaiverState, codes: Sequence[WaiverCode]) -> None:
    if (state is WaiverState.INVALID) != bool(codes):
        raise EngineAnswerInvalid("a waiver is invalid without a code, or has one and is not")
    if len(set(codes)) != len(codes):
        raise EngineAnswerInvalid("a waiver has a code twice")


def _check_end(waiver: FindingWaiver) -> None:
    if waiver.state is WaiverState.INVALID:
        return
    ends = waiver.ends_in_days
    if ends is None or (ends <= 0) != (waiver.state is WaiverState.EXPIRED):
        raise EngineAnswerInvalid("the end of a waiver does not go with its state")
