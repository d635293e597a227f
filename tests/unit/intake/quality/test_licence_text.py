"""The text of a licence where information is asked for."""

import pytest

from gate.intake.plain import forms_of
from gate.intake.quality.borrowed import licence_flaw
from gate.intake.quality.lists import raw_lists


def _is_licence(text):
    return licence_flaw(forms_of(text)) is not None


@pytest.mark.parametrize("term", raw_lists()["licence_terms"])
def test_a_term_alone_is_a_licence(term):
    """It covers all of its words."""
    assert _is_licence(term)
    assert _is_licence(term.upper() + ".")


def test_two_different_terms_need_a_share_of_the_words():
    """15 percent: six words of forty, not of forty-one."""
    terms = "in no event … limitation of liability"

    assert _is_licence(f"{terms} {'w ' * 34}")
    assert not _is_licence(f"{terms} {'w ' * 35}")


def test_one_term_needs_half_of_the_words():
    """However often it occurs."""
    assert _is_licence("in no event a b c")
    assert not _is_licence("in no event a b c d")
    assert not _is_licence("in no event a b c d in no event e f g h")


def test_in_capitals_one_term_is_enough():
    """Six words, of whose letters six tenths are upper case."""
    assert _is_licence("IN NO EVENT will this be used OR BE SOLD TO ANYBODY")
    assert not _is_licence("IN NO EVENT will this be used anywhere")
    assert not _is_licence("THE USE OF THIS MODEL IN CARS WAS NEVER TESTED")


def test_words_of_a_term_apart_are_no_term():
    """And a word of more letters is another one."""
    assert not _is_licence("limitation of the liability")
    assert not _is_licence("merchantabilities")
