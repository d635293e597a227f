"""A decision as Markdown, for the page of a merge request or a ticket."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from gate.cli.exits import outcome_of
from gate.cli.plain import plain

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def decision_markdown(decision: dict[str, Any]) -> str:
    """Outcome, counts and findings of a decision of the API, or of a dry run."""
    return "\n".join(_lines(decision)) + "\n"


def inline(text: str) -> str:
    """`text` on one line and as it is: it starts no markup, link, table cell or element."""
    return _SPECIAL.sub(r"\\\1", plain(text))


def table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The lines of a table; its cells are Markdown already."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def subject_line(subject: dict[str, Any]) -> str:
    """What was asked about, in one line."""
    system = subject["system"]
    name = inline(f"{system['name']} {system['version']}")
    return f"{inline(subject['action'])} {name} to {inline(subject['environment'])}"


def _lines(decision: dict[str, Any]) -> Iterator[str]:
    outcome = (outcome_of(decision) or "unknown").replace("_", " ")
    local = "" if "outcome" in decision else " (not logged: this is no decision)"
    yield f"# {outcome.capitalize()}{local}"
    yield ""
    yield f"{subject_line(decision['subject'])}, tier {decision['tier']['effective']}."
    yield ""
    counts = decision["summary"]
    stated = [f"{count} {word.replace('_', ' ')}" for word, count in counts.items() if count]
    yield f"{sum(counts.values())} rules: {', '.join(stated)}."
    columns = ("rule", "severity", "title", "status", "remediation")
    rows = [tuple(inline(each[column]) for column in columns) for each in decision["findings"]]
    if rows:
        yield ""
        yield from table(("rule", "effect", "what is required", "is", "fix"), rows)
