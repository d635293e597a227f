"""A decision as a person reads it: the outcome, what blocks, what was found, what to do."""

import json
import shutil
import textwrap
from collections.abc import Iterator
from typing import Any

from gate.cli.exits import outcome_of
from gate.cli.finding_text import reason_words, rollout_words, waiver_words
from gate.cli.plain import plain

_WORDS = {"allow": "ALLOW", "deny": "DENY", "needs_review": "NEEDS REVIEW"}
_COLOURS = {
    "allow": "32",
    "deny": "31",
    "needs_review": "33",
    "warn": "33",
    "quiet": "2",
    "bold": "1",
}
_BLOCKING = {"deny": "blocks", "review": "needs review"}
_FOUND_CHARACTERS_MAX = 240
_LABEL_WIDTH = 10


class Page:
    """Lines for one reader: wrapped to the width of the terminal, coloured when it has colours."""

    def __init__(self, *, colour: bool, width: int | None = None) -> None:
        self._colour = colour
        self._width = width or min(shutil.get_terminal_size((100, 24)).columns, 110)

    def decision(self, decision: dict[str, Any]) -> str:
        """The whole page for a decision of the API, or for a dry run."""
        return "\n".join(self._lines(decision)) + "\n"

    def _lines(self, decision: dict[str, Any]) -> Iterator[str]:
        outcome = outcome_of(decision) or "unknown"
        yield self._headline(decision, outcome)
        yield self._paint("quiet", _tier_line(decision["tier"]))
        blocking = [finding for finding in decision["findings"] if finding["severity"] in _BLOCKING]
        others = [
            finding for finding in decision["findings"] if finding["severity"] not in _BLOCKING
        ]
        if blocking:
            yield ""
            yield self._paint("bold", _count_line(blocking))
            for finding in blocking:
                yield ""
                yield from self._finding(finding)
        if others:
            yield ""
            yield self._paint("bold", "Does not block:")
            for finding in others:
                yield from self._short(finding)
        yield ""
        yield self._paint("quiet", _summary_line(decision["summary"]))
        yield from self._provenance(decision)

    def _headline(self, decision: dict[str, Any], outcome: str) -> str:
        subject = decision["subject"]
        system = subject["system"]
        word = self._paint(outcome, _WORDS.get(outcome, outcome.upper()))
        local = "" if "outcome" in decision else " (not logged: this is no decision)"
        name = plain(f"{system['name']} {system['version']}")
        return f"{word}{local}  {subject['action']} {name} to {subject['environment']}"

    def _finding(self, finding: dict[str, Any]) -> Iterator[str]:
        title = plain(finding["title"])
        rule = self._paint(finding["severity"], finding["rule"])
        yield from textwrap.wrap(
            f"{title}", self._width, initial_indent=f"  {rule}  ", subsequent_indent=" " * 4
        )
        yield from self._labelled(
            "is", f"{STATUS_WORDS[finding['status']]}; {_BLOCKING[finding['severity']]}"
        )
        yield from self._labelled("because", reason_words(finding.get("reason")))
        yield from self._labelled("found", _found(finding["found"]))
        if finding.get("required") != finding["title"]:
            yield from self._labelled("required", finding.get("required"))
        yield from self._labelled("where", "  ".join(finding["pointers"]))
        yield from self._labelled("fix", finding["remediation"])
        yield from self._labelled("waiver", waiver_words(finding.get("waiver")))
        yield from self._labelled("rollout", rollout_words(finding))
        yield from self._labelled("read more", finding.get("docs"))

    def _short(self, finding: dict[str, Any]) -> Iterator[str]:
        rule = self._paint("warn", finding["rule"])
        line = f"{plain(finding['title'])}: {STATUS_WORDS[finding['status']]}."
        yield from textwrap.wrap(
            line, self._width, initial_indent=f"  {rule}  ", subsequent_indent=" " * 4
        )
        yield from self._labelled("because", reason_words(finding.get("reason")))
        yield from self._labelled("waiver", waiver_words(finding.get("waiver")))
        yield from self._labelled("rollout", rollout_words(finding))

    def _labelled(self, label: str, text: str | None) -> Iterator[str]:
        if text:
            yield from textwrap.wrap(
                plain(text),
                self._width,
                initial_indent=f"    {label:<{_LABEL_WIDTH}}",
                subsequent_indent=" " * (4 + _LABEL_WIDTH),
                break_on_hyphens=False,
                break_long_words=False,
            )

    def _provenance(self, decision: dict[str, Any]) -> Iterator[str]:
        policy = decision["policy"]
        yield self._paint(
            "quiet",
            f"Policy {policy['release']} version {policy['version']}, engine {policy['engine']}.",
        )
        log = decision.get("log")
        if log:
            entry = f"entry {log['index']} of the log {plain(log['origin'])}"
            yield self._paint("quiet", f"Decision {decision['decision_id']}, {entry}.")

    def _paint(self, kind: str, text: str) -> str:
        code = _COLOURS.get(kind)
        return f"\033[{code}m{text}\033[0m" if self._colour and code else text


STATUS_WORDS = {
    "missing": "not stated",
    "stale": "out of date",
    "unverified": "stated, but the gate could not check it",
    "invalid": "stated, but not valid",
    "fail": "not met",
    "waived": "waived",
}
"""What a person reads for each status that is not a pass."""


def _tier_line(tier: dict[str, Any]) -> str:
    declared, effective = tier["declared"], tier["effective"]
    if declared == effective:
        return f"Tier {effective}, as declared."
    raised_by = sorted(
        {reason["source"] for reason in tier["reasons"] if reason["tier"] == effective}
    )
    return f"Tier {effective}; declared {declared}; raised by {', '.join(raised_by)}."


def _count_line(blocking: list[dict[str, Any]]) -> str:
    denied = sum(finding["severity"] == "deny" for finding in blocking)
    review = len(blocking) - denied
    parts = []
    if denied:
        parts.append(
            f"{denied} {'finding blocks' if denied == 1 else 'findings block'} this deployment"
        )
    if review:
        parts.append(f"{review} {'needs' if review == 1 else 'need'} a person to review")
    return " and ".join(parts) + ":"


def _summary_line(summary: dict[str, int]) -> str:
    words = ("deny", "review", "warn", "waived", "passed", "not_applicable", "off")
    stated = [f"{summary[word]} {word.replace('_', ' ')}" for word in words if summary[word]]
    return f"{sum(summary.values())} rules: {', '.join(stated)}."


def _found(found: Any) -> str:
    if not isinstance(found, dict) or not found:
        return "nothing"
    stated = "; ".join(f"{path} = {_value(value)}" for path, value in sorted(found.items()))
    if len(stated) <= _FOUND_CHARACTERS_MAX:
        return stated
    return stated[:_FOUND_CHARACTERS_MAX] + " … (--output json shows it whole)"


def _value(value: Any) -> str:
    if value is None or value in ([], {}, ""):
        return "nothing"
    return json.dumps(value, ensure_ascii=False)
