"""Names, fragments and addresses."""

import pytest

from gate.intake.plain import forms_of
from gate.intake.quality.lists import every_language, raw_lists
from gate.intake.quality.names import address_flaw, fragment_flaw, name_flaws
from tests.quality_documents import found_at


def _name(text, *, may_be_short=False):
    return {
        flaw.code: flaw.score for flaw in name_flaws(forms_of(text), short_allowed=may_be_short)
    }


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ab", {"too_short"}),
        ("a-b", {"too_short"}),
        ("abc", set()),
        ("123", {"not_a_name"}),
        ("1", {"not_a_name", "too_short"}),
        ("the", {"stop_word"}),
        ("été", set()),
        ("数据集", set()),
    ],
)
def test_a_name_has_letters_and_three_characters(text, codes):
    """Of any script; marks do not count."""
    assert _name(text) == dict.fromkeys(codes, 0)


def test_a_name_may_be_short_beside_a_version():
    """But it is no stop word."""
    assert _name("R", may_be_short=True) == {}
    assert _name("of", may_be_short=True) == {"stop_word": 0}


def test_no_stop_word_of_any_language_is_a_name():
    """In upper case and with a full stop as well."""
    words = every_language(raw_lists()["stop_words"])
    shown = [form for word in words for form in (word, word.upper(), word + ".")]

    assert [text for text in shown if _name(text).get("stop_word") != 0] == []


def test_no_generic_name_says_which_one():
    """With or without a number; a word more and it does."""
    names = raw_lists()["generic_names"]
    shown = [form for name in names for form in (name, name.upper(), name + " 2", name + "_12")]

    assert [text for text in shown if _name(text) != {"generic_name": 40}] == []
    assert _name("Training data of the loans 2024") == {}


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("of liability", 0),
        ("and the rest", 0),
        ("and the rest too", 20),
        ("- or the other one of the two", 20),
        ("And the rest of it", None),
        ("Of the runs two failed", None),
        ("mais c'est tout autre chose", 20),
        ("android phones are slower", None),
        ("", None),
    ],
)
def test_a_text_does_not_begin_in_the_middle(text, score):
    """A capital letter begins a sentence, whatever its first word is."""
    flaw = fragment_flaw(forms_of(text))

    assert (None if flaw is None else flaw.score) == score


@pytest.mark.parametrize(
    ("address", "is_flaw"),
    [
        ("https://hub.example/datasets/for", True),
        ("https://hub.example/datasets/FOR/", True),
        ("https://hub.example/datasets/forest", False),
        ("https://hub.example/datasets/a/for", False),
        ("https://hub.example/models/for", False),
        ("https://hub.example/datasets/", False),
    ],
)
def test_the_address_of_a_dataset_ends_in_a_name(address, is_flaw):
    """Scrapers of cards make addresses of ordinary words."""
    assert (address_flaw(address) is not None) is is_flaw


def test_only_a_name_is_asked_for_its_name():
    """A label may be one short word."""
    assert found_at("explainability.method", "of") == (0, ["fragment"])
    assert found_at("data[].licence", "for") == (100, [])
