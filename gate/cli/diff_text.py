"""Two releases compared, as people read it: on a terminal, and in Markdown."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from gate.cli.markdown import inline
from gate.cli.plain import plain

_HEADINGS: Final = {
    "rule_removed": "Rules that are gone",
    "rule_added": "Rules that are new",
    "severity": "Severities",
    "rollout": "Rollout",
    "asked": "What rules ask",
    "threshold": "Thresholds and lists",
    "proof": "Proofs",
    "text": "Texts",
    "release": "Release",
}
_SAME: Final = "Nothing differs: both decide the same, in the same words."


def diff_text(told: dict[str, Any]) -> str:
    """Every change in one line, under a heading for its kind."""
    lines = [f"{told['before']['release']}", f"→ {told['after']['release']}"]
    for kind, changes in _by_kind(told):
        lines += ["", f"{_HEADINGS[kind]} ({len(changes)})"]
        lines += [f"  {plain(change['words'])}" for change in changes]
    lines += [] if told["changes"] else ["", _SAME]
    return "\n".join(lines) + "\n"


def diff_markdown(told: dict[str, Any]) -> str:
    """The same for the page of a merge request."""
    lines = ["# What changes", ""]
    lines.append(f"From {inline(told['before']['release'])} to {inline(told['after']['release'])}.")
    for kind, changes in _by_kind(told):
        lines += ["", f"## {_HEADINGS[kind]} ({len(changes)})", ""]
        lines += [f"- {inline(change['words'])}" for change in changes]
    lines += [] if told["changes"] else ["", _SAME]
    return "\n".join(lines) + "\n"


def _by_kind(told: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for kind, changes in groupby(told["changes"], key=lambda change: str(change["kind"])):
        yield kind, list(changes)
