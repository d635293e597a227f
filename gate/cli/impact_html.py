"""A report on a candidate as one page for a browser: charts, and a table beside each.

The page is one file. It has no scripts and loads nothing, and every text in it is escaped.
"""

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from gate.cli.impact_chart import Bar, chart
from gate.cli.impact_words import GROUPS, TURNS, Section, headline, overview, sections
from gate.cli.plain import plain
from gate.limits import IMPACT_BARS_MAX

_STYLE: Final = """
:root { color-scheme: light dark; --text: #1b1f24; --page: #ffffff; --line: #c8ced6;
  --quiet: #57606a; --loosened: #b42318; --eased: #c2570c; --hardened: #3b6ea5;
  --tightened: #1b4f8f; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ed; --page: #14171b; --line: #3d444d;
  --quiet: #9aa4af; --loosened: #ff8a80; --eased: #ffb36b; --hardened: #8fbef0;
  --tightened: #62a3ef; } }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1, h2 { line-height: 1.25; }
h2 { margin-top: 2.5rem; }
code { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .25rem; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left;
  vertical-align: top; }
figure { margin: 1rem 0; }
svg { width: 100%; height: auto; max-width: 60rem; }
svg text { fill: var(--text); font: 13px system-ui, sans-serif; }
.loosened { fill: var(--loosened); } .eased { fill: var(--eased); }
.hardened { fill: var(--hardened); } .tightened { fill: var(--tightened); }
""".strip()
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
    yield "<h2>How decisions turn out</h2>"
    if not any(turns.values()):
        yield "<p>Every decision comes out as it did.</p>"
        return
    bars = [Bar(turn, {turn: turns[turn]}) for turn in TURNS]
    yield from chart("turns", "Decisions that would come out otherwise", bars)
    rows = tuple((turn, f"{turns[turn]:,}", words) for turn, words in TURNS.items())
    header = ("turn", "decisions", "which means")
    yield from _table(Section("turns", "How decisions turn out", header, rows, 0))


def _section(section: Section, report: dict[str, Any]) -> Iterator[str]:
    yield f"<h2>{_safe(section.title)}</h2>"
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


def _table(section: Section) -> Iterator[str]:
    yield '<div class="scroll"><table>'
    yield f"<caption>{_safe(section.title)}</caption>"
    head = "".join(f'<th scope="col">{_safe(name)}</th>' for name in section.header)
    yield f"<thead><tr>{head}</tr></thead>\n<tbody>"
    for first, *rest in section.rows:
        cells = "".join(f"<td>{_safe(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{_safe(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _safe(text: str) -> str:
    return escape(plain(text))
