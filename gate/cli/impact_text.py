"""A report on a candidate as a person reads it on a terminal."""

from collections.abc import Iterator
from typing import Any, Final

from gate.cli.impact_words import Section, headline, overview, sections
from gate.cli.plain import plain

_NUMBERS: Final = frozenset("0123456789,")


def impact_text(report: dict[str, Any]) -> str:
    """What it comes to, the counts, and every table."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: dict[str, Any]) -> Iterator[str]:
    word, sentence = headline(report)
    yield f"{word}  {sentence}"
    yield f"Candidate {report['candidate']['release']}"
    yield from overview(report)
    for section in sections(report):
        yield ""
        yield f"{section.title}:"
        yield from _table(section)
        if section.left_out:
            yield f"  and {section.left_out:,} more; --output json lists them"


def _table(section: Section) -> Iterator[str]:
    rows = [section.header, *(tuple(map(plain, row)) for row in section.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    numeric = [
        all(set(row[place]) <= _NUMBERS for row in section.rows) for place in range(len(widths))
    ]
    for row in rows:
        cells = (
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(row, widths, numeric, strict=True)
        )
        yield f"  {'  '.join(cells)}".rstrip()
