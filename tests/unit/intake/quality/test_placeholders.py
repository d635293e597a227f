"""Whether a text says anything."""

import pytest

from gate.intake.plain import forms_of
from gate.intake.quality import placeholders
from gate.intake.quality.borrowed import template_flaw
from gate.intake.quality.lists import quality_lists
from gate.intake.quality.placeholders import says_nothing
from gate.limits import LONG_TEXT_CHARS_MAX, PATTERN_CHARS_MAX


def flaw_in(text):
    """The flaw of a text."""
    return placeholders.flaw_of(forms_of(text))


EIGHT = "one two three four five six seven eight"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[More Information Needed]", "placeholder"),
        ("More information needed", "placeholder"),
        ("No description available", "placeholder"),
        ("Description here", "placeholder"),
        ("This is a description.", "placeholder"),
        ("task goes here", "placeholder"),
        ("The architecture of the model.", "placeholder"),
        ("Veuillez expliquer votre réponse.", "placeholder"),
        ("à compléter", "placeholder"),
        ("nog te bepalen", "placeholder"),
        ("Unknown", "placeholder"),
        ("Autre (veuillez préciser)", "placeholder"),
        ("Who are the intended users of the model?", "placeholder"),
        ("other", "placeholder"),
        ("xxxx", "placeholder"),
        ("- ", "placeholder"),
        ("{card_data}", "template_variable"),
        ("{{ model_summary | default('', true) }}", "template_variable"),
        ("<model name>", "template_variable"),
        ("The limits are ${limits}", "template_variable"),
        ("limitations1", "field_echo"),
        ("use_cases", "field_echo"),
        ("Trade-offs", "field_echo"),
        ("# Dataset Card for Beans\nMore Information needed", "placeholder_inside"),
        ("Results: TBD", "placeholder_inside"),
    ],
)
def test_what_says_nothing_scores_zero(text, code):
    """As it occurs in public cards, bills of materials and forms."""
    assert flaw_in(text) == (code, 0)
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "beans",
        "GPT-2",
        "Limited performance on non-photographic styles",
        "License plates at night are misread more often than by day.",
        "Others have measured the same.",
        "What the model does not know it invents.",
        "The described method was applied here and there, as the report says in section four.",
        "Use {braces} and [brackets] in the middle of a sentence as you like.",
        "We tested 3 < 5 and 7 > 2.",
    ],
)
def test_a_text_that_says_something_has_no_flaw(text):
    """Words of the lists inside a sentence are words."""
    assert flaw_in(text) is None
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("text", "code", "score"),
    [
        (
            "The model was tested on adults only. Results for minors: to be added.",
            "placeholder_inside",
            70,
        ),
        (f"{EIGHT} TBD", "placeholder_inside", 70),
        (f"{EIGHT[4:]} TBD", "placeholder_inside", 0),
        (f"{EIGHT} {{{{ limits }}}}", "template_variable", 40),
        (f"{EIGHT[4:]} {{{{ limits }}}}", "template_variable", 0),
    ],
)
def test_beside_eight_words_a_placeholder_weighs_less(text, code, score):
    """Eight other words still say something, seven do not."""
    assert flaw_in(text) == (code, score)


def test_a_phrase_counts_as_whole_words_only():
    """`todos` is Spanish and no to-do."""
    assert flaw_in("Vale para todos los solicitantes de la provincia") is None


def test_every_entry_of_every_list_is_found():
    """In any case and with a full stop: no entry is written in a form that nothing equals."""
    lists = quality_lists()
    entries = [(entry, "placeholder") for entry in lists.placeholders]
    entries += [(entry, "field_echo") for entry in lists.field_echo]

    missed = [
        shown
        for entry, code in entries
        for shown in (entry, entry.upper(), entry + ".")
        if flaw_in(shown) != (code, 0)
    ]

    assert missed == []
    assert all(says_nothing(word.upper() + ".") for word in lists.none_words)


def test_patterns_look_at_the_beginning_alone():
    """A difference within the bound is seen, one that comes a character later is not."""
    within = "a" * (PATTERN_CHARS_MAX - 1) + "b"
    past = "a" * PATTERN_CHARS_MAX + "b"

    assert flaw_in(within) is None
    assert flaw_in(past) == ("placeholder", 0)


@pytest.mark.parametrize(
    "text",
    [
        "This section is meant to convey both technical and sociotechnical limitations.",
        "Users (both direct and downstream) should be made aware of the risks, biases and "
        "limitations of the model. More information needed for further recommendations.",
        "Strategy used to address this risk",
        "## Out-of-Scope Use [optional]\n[More Information Needed]",
    ],
)
def test_the_text_of_a_template_is_no_information(text):
    """Instructions, default sentences and bare headings of the common templates."""
    assert template_flaw(forms_of(text)) == ("template", 0)
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["None", "Sans objet", "n/a", "Keine.", "Ninguna"])
def test_a_bare_none_is_not_carried_over(text):
    """That there are none is a claim, and not a limitation."""
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{" * 10_000,
        "${" * 10_000,
        "<add " * 4_000,
        "<!--" * 5_000,
        "[" * 10_000 + "]" * 10_000,
        "\u0301\u0323" * 10_000,
        "a" * 20_000,
        "word " * 4_000,
        "*" * 20_000,
        "{{\n" * 6_000 + "}}",
        "1." * 10_000,
    ],
)
def test_any_text_of_the_longest_kind_is_looked_at(text):
    """No text makes a pattern run away: this test ends."""
    says_nothing(text[:LONG_TEXT_CHARS_MAX])
