"""A report on a candidate as people see it: on a terminal, in a pull request, in a browser."""

from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from gate.cli import impact_html as page
from gate.cli import impact_words as words
from gate.cli.impact_html import impact_html
from gate.cli.impact_markdown import impact_markdown
from gate.cli.impact_text import impact_text
from gate.cli.impact_words import sections
from gate.limits import IMPACT_BARS_MAX, IMPACT_ROWS_MAX

HOSTILE = "<b>ads</b> | *x* \x1b[31m\u202e & \"q\""  # fmt: skip


def row(name: str, title: str = "", **counts: int) -> dict[str, Any]:
    columns = ("decisions", *words.TURNS, *words.MOVES)
    return {"name": name, "title": title, **{column: counts.get(column, 0) for column in columns}}


def flip(index: int, turn: str, was: str, now: str, *rules: str) -> dict[str, Any]:
    return {
        "index": index,
        "decision": f"id-{index}",
        "decided_at": "2026-03-01T12:00:00.000000Z",
        "system": "search",
        "version": "1.0.0",
        "team": HOSTILE,
        "environment": "prod",
        "tier": "limited",
        "was": was,
        "now": now,
        "turn": turn,
        "rules": list(rules),
    }


def system(name: str, was: str, now: str) -> dict[str, Any]:
    return {**flip(2, "", was, now, "B.1-1"), "system": name}


def report(**changes: Any) -> dict[str, Any]:
    """Nine decisions, of which three come out otherwise."""
    whole: dict[str, Any] = {
        "candidate": {"release": "acme/2/sha256:ab", "digest": "sha256:cd"},
        "judgement": "loosens",
        "decisions": 9,
        "first": "2026-03-01T12:00:00.000000Z",
        "last": "2026-04-01T12:00:00.000000Z",
        "turns": {"loosened": 2, "eased": 0, "hardened": 0, "tightened": 1},
        "outcomes": [
            {"was": "deny", "now": "allow", "decisions": 2},
            {"was": "allow", "now": "needs_review", "decisions": 1},
        ],
        "tiers": [{"was": "high", "now": "limited", "decisions": 1}],
        "by": {
            "rule": [
                row("A.1-1", "A title | of *it*", decisions=4, loosened=2, removed=2),
                row("B.1-1", "Another", decisions=1, tightened=1, added=1),
                row("C.1-1", "Same as before", decisions=3),
            ],
            "control": [row("A.1", "Control", decisions=4, loosened=2, removed=2)],
            "team": [row(HOSTILE, decisions=9, loosened=2, tightened=1)],
            "tier": [row("limited", decisions=9, loosened=2, tightened=1)],
            "environment": [row("prod", decisions=9, loosened=2, tightened=1)],
        },
        "systems": {
            "running": 3,
            "running_weighed": 2,
            "blocked": 1,
            "allowed": 1,
            "left_out": 0,
            "newly_blocked": [system("guide", "allow", "needs_review")],
            "newly_allowed": [system("search", "deny", "allow")],
        },
        "approvals": {
            "missing": ["A.1-1", "Z.1-1"],
            "approved": [{"rule": "A.1-2", "reason": "It is weekly.", "approver": "petra"}],
            "stale": ["A.1-3"],
            "removed": ["Z.1-1"],
        },
        "flips": [
            flip(1, "loosened", "deny", "allow", "A.1-1"),
            flip(4, "loosened", "deny", "allow", "A.1-1"),
            flip(5, "tightened", "allow", "needs_review", "B.1-1"),
        ],
        "not_replayable": {"redacted": 1},
        "unreplayed": [{"index": 7, "reason": "redacted"}],
        "unread_releases": ["sha256:ef"],
    }
    return {**whole, **changes}


@pytest.mark.parametrize(
    ("judgement", "approvals", "line"),
    [
        ("loosens", {}, "LOOSENS  2 rules let more pass than before, and nobody approved it."),
        ("incomplete", {}, "INCOMPLETE  Nothing is loosened without approval in what could be weighed."),
        ("loosens", {"missing": ["A.1-1"]}, "LOOSENS  1 rule lets more pass than before, and nobody approved it."),
        ("passes", {}, "PASSES  Whatever is loosened is approved."),
        ("passes", {"approved": []}, "PASSES  Nothing is loosened."),
    ],
)  # fmt: skip
def test_the_first_line_says_what_it_comes_to(
    judgement: str, approvals: dict[str, Any], line: str
) -> None:
    """In one word and a sentence."""
    told = report(judgement=judgement, approvals={**report()["approvals"], **approvals})

    assert impact_text(told).startswith(line + "\n")


def test_a_terminal_shows_counts_and_aligned_tables() -> None:
    """Rows in which nothing changed are left out."""
    text = impact_text(report())
    lines = text.splitlines()

    assert "9 decisions from 2026-03-01 to 2026-04-01: 3 would come out otherwise." in lines
    assert "2 loosened: stopped before, allowed now." in lines
    assert "3 systems running in production, 2 of them weighed: 1 would be stopped." in lines
    assert "1 entry could not be weighed." in lines
    assert "  Z.1-1  the rule is gone" in lines
    assert "  A.1-1  2 decisions" in lines
    assert "  A.1-2  petra        It is weekly." in lines
    place = lines.index("By rule:")
    assert lines[place + 2].index("2") < lines[place + 2].index("A title")
    assert len({line.index(word) for line, word in zip(lines[place + 1 : place + 4], ("title", "A title", "Another"), strict=True)}) == 1  # fmt: skip
    assert "C.1-1" not in text
    assert "\x1b" not in text


def test_a_pull_request_shows_the_same_and_no_markup_of_a_request() -> None:
    """Names of teams and titles are texts."""
    markdown = impact_markdown(report())

    assert markdown.startswith("# Impact: loosens\n\n**2 rules let more pass")
    assert "\n- 2 loosened: stopped before, allowed now.\n" in markdown
    assert "\n| A.1-1 | 2 decisions |\n" in markdown
    assert "A title \\| of \\*it\\*" in markdown
    assert "\\<b\\>ads\\</b\\> \\| \\*x\\*" in markdown
    for section in sections(report()):
        assert f"\n## {section.title}\n\n| {section.header[0]} |" in markdown


class Page(HTMLParser):
    """What is on a page: its elements, their attributes, and whether each is closed."""

    VOID = ("meta", "br", "hr")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_page_is_one_file_that_runs_and_loads_nothing() -> None:
    """No scripts, no addresses, and every text of a request is a text."""
    text = impact_html(report())
    seen = Page(text)

    assert seen.open == []
    assert {tag for tag, _ in seen.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "strong"),
        *("code", "ul", "li", "figure", "svg", "desc", "text", "rect", "div", "table"),
        *("thead", "tbody", "tr", "th", "td"),
    }
    names = {name for _, attributes in seen.elements for name in attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"href", "src", "style"}
    assert "://" not in text
    assert "url(" not in text
    assert "<b>ads</b> | *x* [31m & \"q\"" in seen.words  # fmt: skip
    assert "default-src 'none'" in text


def test_a_page_says_in_words_what_its_charts_show() -> None:
    """Each chart has a title, a description and a table; ids are not used twice."""
    text = impact_html(report())
    charts = [part.partition("</svg>")[0] for part in text.split("<svg")[1:]]
    ids = [attributes["id"] for _, attributes in Page(text).elements if "id" in attributes]

    assert len(charts) == 6
    headings = [each for each in ids if each.endswith("-heading")]
    assert len(ids) == len(set(ids)) == 12 + len(headings)
    for chart in charts:
        drawing = ET.fromstring(f"<svg{chart}</svg>")
        labelled = drawing.get("aria-labelledby", "").split()
        assert drawing.get("role") == "img"
        assert [child.get("id") for child in drawing if child.tag in ("title", "desc")] == labelled
    assert "A.1-1: 2 loosened; B.1-1: 1 tightened" in charts[1]
    labels = [
        attributes["aria-labelledby"] for tag, attributes in Page(text).elements if tag == "table"
    ]
    assert labels == headings
    assert len(labels) == len(list(sections(report()))) + 1


def test_numbers_stand_under_each_other_and_sentences_have_room() -> None:
    """By what a column holds; an empty cell is no number less."""
    sentence = "x" * (page._LONG_CHARS + 1)

    assert page._look(("1", "", "1,000")) == ' class="number"'
    assert page._look(("1", "1.0.0")) == ""
    assert page._look(("x", sentence[:-1])) == ""
    assert page._look(("x", sentence)) == ' class="long"'


def test_bars_are_as_long_as_what_they_count() -> None:
    """All of a chart to one scale, none beyond the drawing."""
    text = impact_html(report())
    rules = ET.fromstring("<svg" + text.split("<svg")[2].partition("</svg>")[0] + "</svg>")
    bars = [(bar.get("class"), float(bar.get("width", 0))) for bar in rules if bar.tag == "rect"]

    assert [name for name, _ in bars] == ["loosened", "tightened"]
    assert bars[0][1] == 2 * bars[1][1]


def test_colours_follow_the_readers_wish() -> None:
    """Each colour is said for a light and for a dark page."""
    style = impact_html(report()).partition("</style>")[0]
    light, _, dark = style.partition("prefers-color-scheme: dark")

    for turn in words.TURNS:
        assert f"--{turn}:" in light
        assert f"--{turn}:" in dark
        assert f".{turn} {{ fill: var(--{turn}); }}" in style


def test_a_candidate_that_changes_nothing_has_a_short_report() -> None:
    """In every form."""
    nothing = report(
        judgement="passes",
        turns=dict.fromkeys(words.TURNS, 0),
        outcomes=[],
        tiers=[],
        by={group: [row("x", decisions=9)] for group in words.GROUPS},
        systems={**report()["systems"], "running": 0, "newly_blocked": [], "newly_allowed": []},
        approvals={"missing": [], "approved": [], "stale": [], "removed": []},
        flips=[],
        not_replayable={},
        unreplayed=[],
        unread_releases=[],
    )

    assert impact_text(nothing).count("\n") == 3
    assert "|" not in impact_markdown(nothing)
    assert "Every decision comes out as it did." in impact_html(nothing)
    assert "<svg" not in impact_html(nothing)


def test_tables_end_at_their_bound_and_say_so() -> None:
    """At the bound everything is there; one past it is counted."""
    assert words.IMPACT_ROWS_MAX == IMPACT_ROWS_MAX
    many = [flip(n, "loosened", "deny", "allow", "A.1-1") for n in range(IMPACT_ROWS_MAX + 1)]
    at = report(flips=many[:-1], turns={**report()["turns"], "loosened": 99, "tightened": 1})
    past = report(flips=many, turns={**report()["turns"], "loosened": 100, "tightened": 1})

    for render in (impact_text, impact_markdown, impact_html):
        assert " more; " not in render(at)
        assert render(past).lower().count("and 1 more; ") == 1


def test_charts_end_at_their_bound() -> None:
    """The table below has the rest."""
    assert page.IMPACT_BARS_MAX == IMPACT_BARS_MAX
    rows = [row("A.1-1", decisions=1, loosened=1)]
    rows += [row(f"R-{n:02}", decisions=1, loosened=1) for n in range(1, IMPACT_BARS_MAX + 1)]
    text = impact_html(report(by={**report()["by"], "rule": rows}))
    rules = text.split("<svg")[2].partition("</svg>")[0]

    assert rules.count("<rect") == IMPACT_BARS_MAX
    assert "R-20" not in rules
    assert "R-20" in text
