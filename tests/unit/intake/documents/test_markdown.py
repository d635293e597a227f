"""Markdown, as far as a card needs it."""

import pytest

from gate.intake.documents.markdown import sections
from gate.intake.documents.markdown_text import paragraph_label, shown


def _read(text, headings=()):
    return sections(text.split("\n"), lambda label: label in headings)


def _texts(text, headings=()):
    return {
        "/".join(filter(None, (*section.titles, section.label))): section.texts
        for section in _read(text, headings)
        if section.texts
    }


def test_headings_nest_by_their_level():
    """A heading ends all that are not above it."""
    found = _read("intro\n# A\na\n### B\nb\n## C\nc\n# D\nd")

    assert [section.titles for section in found] == [
        *((), ("A",), ("A", "B"), ("A", "C"), ("D",)),
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("## Direct Use", "Direct Use"),
        ("## **Direct** _Use_ ##", "Direct Use"),
        ("   ## Direct Use   ", "Direct Use"),
        ("##\tDirect Use", "Direct Use"),
        ("Direct Use\n---", "Direct Use"),
        ("Direct Use\n=====", "Direct Use"),
        ("##", ""),
    ],
)
def test_a_heading_is_written_in_many_ways(line, title):
    """With marks, closing marks, tabs, or underlined."""
    found = _read(f"\n{line}\n\nbody")

    assert found[-1].titles[-1] == title
    assert found[-1].texts == ("body",)


@pytest.mark.parametrize("line", ["#hashtag", "    # code", "####### seven", "a # b"])
def test_other_lines_are_no_headings(line):
    """Marks without a space, too many of them, or indented as code."""
    assert [section.titles for section in _read(line)] == [()]


def test_code_comments_tables_and_pictures_are_left_out():
    """What looks like a heading in code is none; that something was left out is known."""
    text = (
        "# A\nbefore\n\n```python\n# not a heading\n## nor this\n```\n\n"
        "<!-- ## hidden\ntext -->after\n\n![a picture](x.png)\n"
    )

    assert _texts(text) == {"A": ("before", "after")}
    assert _read(text)[1].has_more
    assert not _read("# A\ntext")[1].has_more
    assert _read("# A\n| a | b |\n|---|---|\n| 1 | 2 |\n\nx")[1].texts == ("x",)


def test_a_fence_ends_at_its_own_kind():
    """Tildes do not close backticks, and longer fences hold shorter ones."""
    assert _texts("````\n```\n# code\n~~~\n````\ntext") == {"": ("text",)}
    assert _texts("```\nnever ends\n# A\nb") == {}


def test_paragraphs_are_joined_and_cleaned():
    """Lines become one text; links, tags and emphasis go, their words stay."""
    text = (
        "Two **bold** lines\nwith a [link](https://x.example/a) and<br/>a `code`.\n\n"
        "> quoted\n> text"
    )

    assert _texts(text) == {"": ("Two bold lines with a link and a code.", "quoted text")}


def test_list_items_are_texts_with_all_their_lines():
    """Continued lines and nested items belong to the item."""
    text = "- one\n  continued\n- two\n  - nested\n\n* three\n1. four\n2) five\n\nafter"

    assert _texts(text) == {
        "": ("one continued", "two nested", "three", "four", "five", "after"),
    }


def test_the_sentence_before_a_list_goes_with_each_item():
    """Without it "minors" would be a limitation and "It works well for" would be lost."""
    text = "Not tested on:\n\n- minors\n- people who stutter\n\nA new paragraph.\n- item"

    assert _texts(text) == {
        "": (
            "Not tested on: minors",
            "Not tested on: people who stutter",
            "A new paragraph.",
            "item",
        )
    }


def test_a_long_sentence_before_a_list_stands_alone():
    """It is not repeated for every item."""
    lead = "x" * 400 + ":"

    assert _texts(f"{lead}\n- a\n- b") == {"": (lead, "a", "b")}


def test_pairs_are_items_with_a_label():
    """As the common template writes them; they stay texts as well."""
    section = _read("- **License:** mit\n- **Base [optional]:** [x/y](https://z)\n- plain")[0]

    assert section.pairs == (("License", "mit"), ("Base", "x/y"))
    assert len(section.texts) == 3


def test_bold_words_can_be_a_heading():
    """Where they are known as one; elsewhere they stay in the text, and end the one before."""
    text = (
        "## Intended Use\n**Intended Use Cases** Chat in English.\n\n**Out-of-scope Uses** Law.\n\n"
        "More law.\n\n**Hardware.** We used GPUs.\n\n**Bold** start of a sentence."
    )

    assert _texts(text, {"Intended Use Cases", "Out-of-scope Uses"}) == {
        "Intended Use/Intended Use Cases": ("Chat in English.",),
        "Intended Use/Out-of-scope Uses": ("Law.", "More law."),
        "Intended Use": ("Hardware: We used GPUs.", "Bold start of a sentence."),
    }


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("**Out of scope:** law", ("Out of scope", "law")),
        ("**Out of scope**: law", ("Out of scope", "law")),
        ("__Out of scope.__ law", ("Out of scope", "law")),
        ("**Out of scope**", ("Out of scope", "")),
        ("**Out of scope** Law", ("Out of scope", "Law")),
        ("**Whisper** is a model", None),
        ("Out of scope: law", None),
        ("** **", None),
    ],
)
def test_a_label_is_told_from_bold_words_of_a_sentence(text, label):
    """By its colon, or because something new begins after it."""
    assert paragraph_label(text) == label


def test_what_a_reader_sees():
    """A tilde, a word in angle brackets and marks inside words are text."""
    assert shown("~10 <mask> tokens of my_model_v2, *all* a*b") == (
        "~10 <mask> tokens of my_model_v2, all a*b"
    )
