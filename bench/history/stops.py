"""What a release can be stopped for: the sample cases of each kind that are not allowed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from bench.history.kinds import CASES, KINDS, Kind, sample_of
from fixtures.derive import origin_of
from fixtures.render import case_names

_STOPPED: Final = frozenset({"deny", "needs_review"})
_WAY_BACK: Final = "A.6.2.5-5"
"""What an update goes back to is what is live, so this rule stops first deployments only."""
_FIRST: Final = frozenset({"first_deployment_to_everybody_deny"})
"""Stopped only where nothing of the system is live yet."""
_OTHERS: Final = frozenset(
    {"1_card_support_chat_partners_staging_allow", "1_credit_scoring_critical_staging_allow"}
)
"""Cases for staging that no kind varies."""


@dataclass(frozen=True)
class Stop:
    """A sample case that is stopped, and why.

    Attributes:
        case: its name.
        outcome: deny or needs_review.
        rules: that stop it.
        environment: of its request.
        is_first_only: stopped only before anything of the system is live.
    """

    case: str
    outcome: str
    rules: tuple[str, ...]
    environment: str
    is_first_only: bool


@cache
def stops_of(kind: Kind) -> tuple[Stop, ...]:
    """The deployments of this kind that are stopped for reasons of their own, sorted by name."""
    return tuple(
        Stop(
            case,
            expected["outcome"],
            tuple(expected["rules"]),
            request["request"]["environment"],
            case in _FIRST or _WAY_BACK in expected["rules"],
        )
        for case, expected, request in _cases()
        if _base_of(case) == kind.staged
        and expected["outcome"] in _STOPPED
        and request["request"]["action"] == "deploy"
        and request["system"]["version"] == sample_of(kind)["version"]
        and expected.get("after", []) == _rests_on(kind, request["request"]["environment"])
    )


def _rests_on(kind: Kind, environment: str) -> list[str]:
    """What a story has decided before a release; a case that rests on other things is left out."""
    return [kind.staged] if environment == "prod" else []


@cache
def _cases() -> tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]:
    return tuple(_read_cases())


def _read_cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    for case in case_names():
        expected = json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))
        if expected.get("outcome") in _STOPPED:
            text = (CASES / case / "request.json").read_text(encoding="utf-8")
            yield case, expected, json.loads(text)


@cache
def _base_of(case: str) -> str:
    """The nearest case for staging that a case comes from, itself included."""
    named = {kind.staged for kind in KINDS} | _OTHERS
    while case not in named and (origin := origin_of(case)) is not None:
        case = origin
    return case
