"""A report on a candidate as Markdown, for the page of a pull request."""

from collections.abc import Iterator
from typing import Any

from gate.cli.impact_words import headline, overview, sections
from gate.cli.markdown import inline, table


def impact_markdown(report: dict[str, Any]) -> str:
    """What it comes to, the counts, and every table."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: dict[str, Any]) -> Iterator[str]:
    word, sentence = headline(report)
    yield f"# Impact: {word.lower()}"
    yield ""
    yield f"**{inline(sentence)}** Candidate {inline(report['candidate']['release'])}."
    yield ""
    yield from (f"- {inline(line)}" for line in overview(report))
    for section in sections(report):
        yield ""
        yield f"## {inline(section.title)}"
        yield ""
        yield from table(section.header, [tuple(map(inline, row)) for row in section.rows])
        if section.left_out:
            yield ""
            yield f"And {section.left_out:,} more; the report as JSON lists them."
