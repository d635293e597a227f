"""The forms in which every command can answer: for people, programs and pipelines."""

import json
import sys
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from gate.cli.exits import outcome_of
from gate.cli.gap_markdown import gap_markdown
from gate.cli.gap_text import GapPage
from gate.cli.markdown import decision_markdown
from gate.cli.plain import plain
from gate.cli.text import Page
from gate.errors import Invalid


class Output(StrEnum):
    """`--output`: text and markdown for people, json for programs, the others for pipelines."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"
    JUNIT = "junit"
    ENV = "env"


def render_decision(decision: dict[str, Any], output: Output, *, colour: bool) -> str:
    """One decision, or one dry run, in the form asked for; ends with a line end."""
    match output:
        case Output.TEXT:
            return Page(colour=colour).decision(decision)
        case Output.JSON:
            return as_json(decision)
        case Output.MARKDOWN:
            return decision_markdown(decision)
        case Output.GITHUB:
            return _github(decision)
        case Output.JUNIT:
            return _junit(decision)
        case Output.ENV:
            return _env(decision)


def render_gaps(report: dict[str, Any], output: Output, *, colour: bool) -> str:
    """One gap report in the form asked for; ends with a line end.

    Raises:
        Invalid: the form is one for the outcome of a decision, which a report does not have.
    """
    match output:
        case Output.TEXT:
            return GapPage(colour=colour).report(report)
        case Output.JSON:
            return as_json(report)
        case Output.MARKDOWN:
            return gap_markdown(report)
        case _:
            raise Invalid(
                f"--output {output} tells a pipeline an outcome, and a gap report has none; "
                "choose text, json or markdown"
            )


def as_json(value: Any) -> str:
    """Indented JSON with a line end."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def wants_colour(*, no_color: bool) -> bool:
    """Colour only on a terminal, and never against the reader's wish."""
    if no_color or not sys.stdout.isatty():
        return False
    from gate.settings import colour_is_unwanted

    return not colour_is_unwanted()


_GITHUB_COMMANDS = {"deny": "error", "review": "error", "warn": "warning"}


def _github(decision: dict[str, Any]) -> str:
    lines = []
    for finding in decision["findings"]:
        command = _GITHUB_COMMANDS.get(finding["severity"], "notice")
        title = _github_property(f"{finding['rule']} {finding['title']}")
        message = _github_data(f"{finding['status']}. Fix: {finding['remediation']}")
        lines.append(f"::{command} title={title}::{message}")
    summary = " · ".join(f"{count} {word}" for word, count in decision["summary"].items() if count)
    lines.append(f"::notice title=Gate::{_github_data(f'{outcome_of(decision)}: {summary}')}")
    return "\n".join(lines) + "\n"


def _github_data(text: str) -> str:
    return plain(text).replace("%", "%25")


def _github_property(text: str) -> str:
    return _github_data(text).replace(":", "%3A").replace(",", "%2C")


def _junit(decision: dict[str, Any]) -> str:
    findings = decision["findings"]
    failed = [finding for finding in findings if finding["severity"] in ("deny", "review")]
    cases = [_junit_case(finding) for finding in findings]
    passed = decision["summary"]["passed"]
    cases.append(f'  <testcase classname="gate" name="{passed} rules passed"/>')
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<testsuite name={quoteattr(f'gate: {outcome_of(decision)}')} "
            f'tests="{len(cases)}" failures="{len(failed)}" errors="0">',
            *cases,
            "</testsuite>",
            "",
        ]
    )


def _junit_case(finding: dict[str, Any]) -> str:
    name = quoteattr(plain(f"{finding['rule']} {finding['title']}"))
    head = f"  <testcase classname={quoteattr(finding['control'])} name={name}>"
    body = escape(
        plain(
            f"{finding['status']} at {' '.join(finding['pointers'])}. Fix: {finding['remediation']}"
        )
    )
    if finding["severity"] in ("deny", "review"):
        kind, message = quoteattr(finding["severity"]), quoteattr(finding["status"])
        inside = f"    <failure type={kind} message={message}>{body}</failure>"
    else:
        inside = f"    <system-out>{body}</system-out>"
    return f"{head}\n{inside}\n  </testcase>"


def _env(decision: dict[str, Any]) -> str:
    log = decision.get("log") or {}
    values = {
        "GATE_DECISION": outcome_of(decision) or "",
        "GATE_DECISION_ID": decision.get("decision_id", ""),
        "GATE_LOGGED": "true" if log else "false",
        "GATE_LOG_INDEX": str(log.get("index", "")),
        "GATE_TIER": decision["tier"]["effective"],
        **{f"GATE_{word.upper()}": str(count) for word, count in decision["summary"].items()},
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())
