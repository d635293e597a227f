"""Plain forms of texts."""

import pytest

from gate.intake.plain import fingerprint, grams, norm, plain, without_comments, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two   words\n", "two words"),
        ("# A heading\n- an **item**\n2) another", "A heading an item another"),
        ("_Emphasis_ and `code`, ~~gone~~.", "Emphasis and code, gone."),
        ("use_cases and a*b", "use_cases and a*b"),
        ("1.5 billion parameters", "1.5 billion parameters"),
        ("before <!-- a\ncomment --> after", "before after"),
        ("ﬁne ’quote’", "fine 'quote'"),
        ("before <!-- never ends", "before <!-- never ends"),
    ],
)
def test_markup_is_taken_off(text, expected):
    """Marks go, words stay."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[More Information Needed]", "more information needed"),
        ("**TBD.**", "tbd"),
        ("«À compléter»", "à compléter"),
        ("...", ""),
        ("", ""),
        ("GROß", "gross"),
    ],
)
def test_the_normal_form_has_no_outer_marks(text, expected):
    """Case and punctuation at the ends make no difference."""
    assert norm(text) == expected


def test_words_hold_apostrophes_and_hyphens_inside():
    """Between two letters or digits only."""
    assert words("It's a well-known GPT-2 - isn't it? 'x'") == [
        *("it's", "a", "well-known", "gpt-2", "isn't", "it", "x"),
    ]


def test_grams_are_runs_of_words():
    """A text with fewer words has none."""
    assert grams(["a", "b", "c", "a", "b"], 2) == {"a b", "b c", "c a"}
    assert grams(["a", "b"], 3) == set()


def test_a_fingerprint_is_eight_hex_digits_of_sha_256():
    """The digest of the empty text is well known."""
    assert fingerprint("").hex() == "e3b0c442"


def test_comments_are_cut_out_one_by_one():
    """What follows one comment is kept."""
    assert without_comments("a<!--b-->c<!---->d<!--e") == "acd<!--e"


def test_a_long_run_of_combining_marks_is_left_as_it_is():
    """Ordering it would take quadratic time, and no script writes such a thing."""
    run = "e" + "\u0301\u0323" * 31

    assert plain(run + "ﬁ") == run + "ﬁ"
    assert plain("e" + "\u0301\u0323" * 10 + "ﬁ").endswith("fi")
