"""One rule as a person reads it on a terminal."""

import textwrap
from collections.abc import Iterator

from gate.policy.explained import ENVIRONMENTS, TIERS, ExplainedRule

_WIDTH = 100
_LABEL = 12
_COLUMN = 10
_LETTERS = {"D": "deny", "R": "review", "W": "warn", "-": "off"}
_FRAMEWORKS = {"eu_ai_act": "EU AI Act", "nist_ai_rmf": "NIST AI RMF", "iso": "ISO/IEC"}


def rule_text(explained: ExplainedRule) -> str:
    """What the rule asks, where, how grave a failure is, how to fix it, and its proof."""
    return "\n".join(_lines(explained)) + "\n"


def scope_words(explained: ExplainedRule) -> str:
    """Where the rule is asked at all, in one line."""
    scope = explained.rule.scope
    parts = [
        ", ".join(scope.actions) or "every action",
        ", ".join(scope.envs) or "every environment",
        f"tiers {', '.join(scope.tiers)}" if scope.tiers else "every tier",
    ]
    return "; ".join(parts) + (f"; about each element of {scope.each}" if scope.each else "")


def condition_words(explained: ExplainedRule) -> list[str]:
    """The exceptions from the severity of the profile, in their order."""
    return [
        f"{_LETTERS[row.set]} {row.when.replace('_', ' ')}"
        if row.when == "always"
        else f"{_LETTERS[row.set]} when {row.when.replace('_', ' ')}"
        for row in explained.rule.severity
    ]


def waiver_words(explained: ExplainedRule) -> str:
    """Whether a waiver may exist."""
    return "never" if explained.never_waived else "possible below the critical tier"


def mode_words(explained: ExplainedRule) -> str:
    """How far the rollout of the control has come."""
    return explained.mode + (f" from {explained.mode_from}" if explained.mode_from else "")


def framework_words(explained: ExplainedRule) -> list[str]:
    """Where other frameworks ask for the same."""
    return [f"{_FRAMEWORKS[name]} {place}" for name, place in explained.rule.maps.items()]


def _lines(explained: ExplainedRule) -> Iterator[str]:
    rule = explained.rule
    yield from textwrap.wrap(f"{rule.rule}  {rule.title}", _WIDTH, subsequent_indent="    ")
    yield ""
    yield from _labelled("control", f"{rule.control} {explained.control.title}")
    yield from _labelled("asked", scope_words(explained))
    if rule.reason:
        yield from _labelled("not if", rule.reason)
    for place, need in enumerate(rule.needs):
        yield from _labelled("" if place else "needs", need)
    if rule.required != rule.title:
        yield from _labelled("required", rule.required)
    yield from _labelled("fix", rule.remediation)
    yield from _severity_table(explained)
    if explained.lift:
        lifted = f"values and severity of the next tier with {explained.lift.replace('_', ' ')}"
        yield from _labelled("lifted", lifted)
    yield from _labelled("waiver", waiver_words(explained))
    yield from _labelled("rollout", mode_words(explained))
    for place, words in enumerate(framework_words(explained)):
        yield from _labelled("" if place else "see also", words)
    yield ""
    yield f"  Proved in {explained.proof.file}:"
    yield ""
    yield textwrap.indent(explained.proof.text.expandtabs(4), "    ")


def _severity_table(explained: ExplainedRule) -> Iterator[str]:
    head = "".join(f"{tier:<{_COLUMN}}" for tier in TIERS)
    yield f"  {'severity':<{_LABEL}}{'':<{_COLUMN}}{head}".rstrip()
    for env in ENVIRONMENTS:
        row = "".join(f"{severity:<{_COLUMN}}" for severity in explained.severities[env])
        yield f"  {'':<{_LABEL}}{env:<{_COLUMN}}{row}".rstrip()
    for words in condition_words(explained):
        yield from _labelled("", words)


def _labelled(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=f"  {label:<{_LABEL}}",
        subsequent_indent=" " * (2 + _LABEL),
        break_long_words=False,
        break_on_hyphens=False,
    )
