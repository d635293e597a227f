"""Measures of texts."""

from gate.intake.text import distinct_words, measures
from gate.intake.walk import Leaf
from gate.limits import TEXT_MEASURED_CHARS_MIN


def test_texts_are_measured_from_the_bound_on():
    """A text one character shorter has no entry."""
    exact, shorter = "x" * TEXT_MEASURED_CHARS_MIN, "x" * (TEXT_MEASURED_CHARS_MIN - 1)
    found = measures([Leaf("/a", "", exact), Leaf("/b", "", shorter)])

    assert found == {"/a": {"chars": TEXT_MEASURED_CHARS_MIN, "words": 1}}


def test_characters_are_code_points():
    """Not bytes and not what a reader sees as one character."""
    found = measures([Leaf("/a", "", "é" * 30 + "e\u0301" * 10 + "😀")])

    assert found["/a"]["chars"] == 51


def test_words_are_distinct_without_case_and_split_on_white_space():
    """`Straße` and `STRASSE` are one word; punctuation belongs to a word."""
    assert distinct_words("The the THE end. end\tStraße\nSTRASSE\u00a0x") == 5
