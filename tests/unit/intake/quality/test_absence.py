"""Texts that say that there is nothing."""

import pytest

from gate.intake.quality.lists import every_language, raw_lists
from tests.quality_documents import found_at

LIMIT = "models[].limitations[]"
ALLOWED = "models[].tradeoffs[]"
REASON = "one two three four five six seven eight"


def _score(text, path=LIMIT):
    return found_at(path, text)[0]


def test_every_word_for_nothing_in_every_language_is_one():
    """In upper case and with a full stop as well, even where absence is allowed."""
    words = every_language(raw_lists()["none_words"])
    shown = [form for word in words for form in (word, word.upper(), word + ".")]

    assert [text for text in shown if _score(text, ALLOWED) != 0] == []


@pytest.mark.parametrize("joiner", raw_lists()["none_joiners"])
def test_every_joiner_leads_to_a_reason(joiner):
    """Eight distinct words are one; seven are not, nor are eight of which two are the same."""
    seven = REASON.rpartition(" ")[0]

    assert _score(f"None {joiner} {REASON}", ALLOWED) == 100
    assert _score(f"None {joiner} {REASON}") == 40
    assert _score(f"None {joiner} {seven}", ALLOWED) == 0
    assert _score(f"None {joiner} {seven} one", ALLOWED) == 0


@pytest.mark.parametrize("path", raw_lists()["absence_allowed"])
def test_where_absence_is_allowed_a_reason_makes_it_an_answer(path):
    """And only a reason."""
    assert _score(f"Not applicable, {REASON}", path) == 100
    assert _score("Not applicable", path) == 0


@pytest.mark.parametrize(
    "text",
    [
        "This model has no limitations",
        "Our dataset contains no known biases.",
        "There are no significant risks identified",
        "no trade-offs",
        "No testing was done",
        "Aucun essai n'a été réalisé",
        "The system poses no risk to anybody.",
    ],
)
def test_a_sentence_says_it_too(text):
    """What follows the sentence is the reason."""
    assert _score(text) == 0
    assert _score(text, ALLOWED) == 0


def test_a_sentence_with_a_reason():
    """It counts as a reason after a word does."""
    text = f"No assessment has been conducted {REASON}"

    assert (_score(text), _score(text, ALLOWED)) == (40, 100)


@pytest.mark.parametrize(
    "text",
    [
        "Non-English speech is transcribed with twice as many errors.",
        "No-code platforms were never tested with it.",
        "NA-12 sensors are read wrongly",
        "No images of minors are in the data.",
        "Nothing but forms of the bank is read.",
        "None of the runs used recordings of children.",
        "Not applicable standards were left out",
        "No known limitations of the camera were examined in rain",
    ],
)
def test_a_sentence_that_begins_like_one_is_none(text):
    """A word of the list counts as a whole word before a joiner."""
    assert _score(text) == 100
