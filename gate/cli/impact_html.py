"""A report on a candidate as one page for a browser: charts, and a table beside each.

The page is one file. It has no scripts and loads nothing, and every text in it is escaped.
"""

import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from gate.cli.impact_chart import Bar, chart
from gate.cli.impact_words import GROUPS, TURNS, Section, headline, overview, sections
from gate.cli.plain import plain
from gate.limits import IMPACT_BARS_MAX

_STYLE: Final = """
:root { color-scheme: light dark; --text: #1b1f24; --page: #ffffff; --line: #c8ced6;
  --loosened: #b42318; --eased: #d97706; --hardened: #0f8a8a; --tightened: #1b4f8f; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --page: #14171b; --line: #3d444d;
  --loosened: #ff7b72; --eased: #ffc15e; --hardened: #5fd0c5; --tightened: #62a3ef; } }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1, h2 { line-height: 1.25; }
h2 { margin-top: 2.5rem; }
code { overflow-wrap: anywhere; }
figure, .scroll { margin: 1rem 0; overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left;
  vertical-align: top; }
th { white-space: nowrap; }
.number { text-align: right; }
.long { min-width: 15rem; white-space: normal; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; min-width: 48rem; max-width: 60rem; }
svg text { fill: var(--text); font: 13px system-ui, sans-serif; }
.loosened { fill: var(--loosened); } .eased { fill: var(--eased); }
.hardened { fill: var(--hardened); } .tightened { fill: var(--tightened); }
""".strip()
_NUMBER: Final = re.compile(r"[0-9,]*")
_LONG_CHARS: Final = 40
"""Characters from which a text is worth a broad column."""

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_CHARTS: Final = {f"by_{group}": group for group in GROUPS}


def impact_html(report: dict[str, Any]) -> str:
    """The whole page."""
    return "\n".join(_page(report)) + "\n"


def _page(report: dict[str, Any]) -> Iterator[str]:
    word, sentence = headline(report)
    yield '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Impact: {_safe(word.lower())}</title>\n<style>\n{_STYLE}\n</style>\n</head>"
    yield f"<body>\n<main>\n<h1>Impact: {_safe(word.lower())}</h1>"
    yield f"<p><strong>{_safe(sentence)}</strong></p>"
    yield f"<p>Candidate <code>{_safe(report['candidate']['release'])}</code></p>"
    yield "<ul>"
    yield from (f"<li>{_safe(line)}</li>" for line in overview(report))
    yield "</ul>"
    yield from _turns(report)
    for section in sections(report):
        yield from _section(section, report)
    yield "</main>\n</body>\n</html>"


def _turns(report: dict[str, Any]) -> Iterator[str]:
    turns = report["turns"]
    title = "How decisions turn out"
    yield _heading("turns", title)
    if not any(turns.values()):
        yield "<p>Every decision comes out as it did.</p>"
        return
    bars = [Bar(turn, {turn: turns[turn]}) for turn in TURNS]
    yield from chart("turns", "Decisions that would come out otherwise", bars)
    rows = tuple((turn, f"{turns[turn]:,}", words) for turn, words in TURNS.items())
    header = ("turn", "decisions", "which means")
    yield from _table(Section("turns", title, header, rows, 0))


def _section(section: Section, report: dict[str, Any]) -> Iterator[str]:
    yield _heading(section.key, section.title)
    if section.key in _CHARTS:
        bars = _bars(report["by"][_CHARTS[section.key]])
        if bars:
            title = f"{section.title}: decisions that would come out otherwise"
            yield from chart(section.key, title, bars)
    yield from _table(section)
    if section.left_out:
        yield f"<p>And {section.left_out:,} more; the report as JSON lists them.</p>"


def _bars(rows: list[dict[str, Any]]) -> list[Bar]:
    """A bar for each row with flips; rows come with the most of them first."""
    flipped = [row for row in rows if any(row[turn] for turn in TURNS)]
    return [
        Bar(row["name"], {turn: row[turn] for turn in TURNS}) for row in flipped[:IMPACT_BARS_MAX]
    ]


def _heading(key: str, title: str) -> str:
    return f'<h2 id="{key}-heading">{_safe(title)}</h2>'


def _table(section: Section) -> Iterator[str]:
    looks = [_look(column) for column in zip(*section.rows, strict=True)]
    yield f'<div class="scroll"><table aria-labelledby="{section.key}-heading">'
    head = "".join(
        f'<th scope="col"{look}>{_safe(name)}</th>'
        for name, look in zip(section.header, looks, strict=True)
    )
    yield f"<thead><tr>{head}</tr></thead>\n<tbody>"
    for first, *rest in section.rows:
        cells = "".join(
            f"<td{look}>{_safe(cell)}</td>" for cell, look in zip(rest, looks[1:], strict=True)
        )
        yield f'<tr><th scope="row"{looks[0]}>{_safe(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _look(column: tuple[str, ...]) -> str:
    """How a column is shown: numbers under each other, and room for sentences."""
    if all(_NUMBER.fullmatch(cell) for cell in column):
        return ' class="number"'
    return ' class="long"' if max(map(len, column)) > _LONG_CHARS else ""


def _safe(text: str) -> str:
    return escape(plain(text))
