"""Measures of texts."""

from gate.intake.text import _counted, distinct_words, measures
from gate.intake.walk import Leaf
from gate.limits import (
    QUALITY_REMEMBERED_CHARS_MAX,
    QUALITY_REMEMBERED_TEXTS_MAX,
    TEXT_MEASURED_CHARS_MIN,
)


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


def test_what_is_remembered_of_texts_is_bounded():
    """So many of them, and none that is long; a long one is counted as a short one is."""
    _counted.cache_clear()
    bound = "word " * (QUALITY_REMEMBERED_CHARS_MAX // 5)

    assert len(bound) == QUALITY_REMEMBERED_CHARS_MAX
    assert distinct_words(bound) == 1
    assert distinct_words(f"{bound}s") == 2
    assert _counted.cache_info().currsize == 1
    assert _counted.cache_info().maxsize == QUALITY_REMEMBERED_TEXTS_MAX
