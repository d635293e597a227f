"""A gap report as Markdown, to hand to whoever introduces the management system."""

from collections.abc import Iterator
from typing import Any

from gate.cli.gap_words import NO_OUTCOME, counts_line, effect_words, soa_words, status_words
from gate.cli.markdown import inline, subject_line, table


def gap_markdown(report: dict[str, Any]) -> str:
    """An overview of the families, then every control with what is missing of it."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield "# Gap report"
    yield ""
    yield f"{subject_line(report['subject'])}, tier {report['tier']['effective']}."
    yield NO_OUTCOME
    yield ""
    yield from table(
        ("family", "rules", "met", "missing", "waived", "not applicable"), _rows(report)
    )
    for family in report["families"]:
        yield ""
        yield f"## {inline(family['family'])} {inline(family['title'])}"
        for control in family["controls"]:
            yield from _control(control)


def _rows(report: dict[str, Any]) -> list[tuple[str, ...]]:
    names = ("rules", "passed", "gaps", "waived", "not_applicable")
    return [
        (name, *(str(counts[each]) for each in names))
        for name, counts in (
            *(
                (f"{inline(each['family'])} {inline(each['title'])}", each["counts"])
                for each in report["families"]
            ),
            ("all", report["counts"]),
        )
    ]


def _control(control: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield f"### {inline(control['control'])} {inline(control['title'])}"
    yield ""
    yield f"{counts_line(control['counts'])} {inline(soa_words(control))}".rstrip()
    rows = [
        (
            inline(gap["rule"]),
            inline(gap["title"]),
            inline(status_words(gap)),
            inline(effect_words(gap)),
            inline("  ".join(gap["places"])),
            inline(gap["remediation"]),
        )
        for gap in control["gaps"]
    ]
    if rows:
        yield ""
        yield from table(("rule", "missing", "is", "where deployed", "where", "fix"), rows)
