"""facts.quality of texts beside the examples of the specification."""

from datetime import UTC, datetime

import pytest

from gate.intake.quality import quality
from gate.intake.walk import leaves

GOOD = "The model was never tested on recordings made in a moving car."
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def _quality(document):
    return quality(document, leaves(document), now=NOW, evidence={})


def _at(path, text):
    """A document with `text` at a path such as `models[].limitations[]`."""
    value = text
    for step in reversed(path.split(".")):
        value = {step.removesuffix("[]"): [value] if step.endswith("[]") else value}
    return value


def _score(path, text):
    found = _quality(_at(path, text))
    return next(iter(found.values()), {"score": 100, "reasons": []})


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"system": {"purpose": "TBD"}}, "/system/purpose"),
        ({"models": [{"limitations": [GOOD, "tbd"]}]}, "/models/0/limitations/1"),
        ({"data": [{"name": "unknown"}]}, "/data/0/name"),
        ({"data": [{"licence": "other"}]}, "/data/0/licence"),
        ({"explainability": {"method": "todo"}}, "/explainability/method"),
        ({"system": {"purpose": "   "}}, "/system/purpose"),
    ],
)
def test_a_placeholder_is_listed_by_its_pointer(document, pointer):
    """Sentences, names, labels and licences are looked at."""
    assert _quality(document) == {pointer: {"score": 0, "reasons": ["placeholder"]}}


def test_a_text_with_a_placeholder_beside_it_keeps_a_score():
    """It still says something."""
    found = _quality({"system": {"purpose": GOOD + " Tests with noise: to be added."}})

    assert found == {"/system/purpose": {"score": 70, "reasons": ["placeholder_inside"]}}


LIMITATION = "models[].limitations[]"


@pytest.mark.parametrize(
    ("text", "score", "code"),
    [
        ("IN NO EVENT SHALL THE COPYRIGHT HOLDERS BE LIABLE", 0, "licence_text"),
        ("Intended Use\nSorting mail", 20, "wrong_slot"),
        ("The primary intended uses are research", 20, "wrong_slot"),
    ],
)
def test_a_poor_text_is_named_by_its_flaw(text, score, code):
    """As texts occur in public cards, bills of materials and forms."""
    assert _score(LIMITATION, text) == {"score": score, "reasons": [code]}


@pytest.mark.parametrize(
    "text",
    [
        "Non-native speakers are understood less often than native ones.",
        "Sorts mail, see asdf-17 in the register.",
    ],
)
def test_a_good_text_is_left_alone(text):
    """Also where it holds words of a list."""
    assert _quality(_at(LIMITATION, text)) == {}


@pytest.mark.parametrize(
    ("name", "score", "code"), [("1234", 0, "not_a_name"), ("dataset 3", 40, "generic_name")]
)
def test_a_name_names_something(name, score, code):
    """Not a number, and not what anything could be called."""
    assert _score("data[].name", name) == {"score": score, "reasons": [code]}


@pytest.mark.parametrize("path", ["models[].limitations[]", "data[].bias.method"])
def test_a_reason_needs_eight_words(path):
    """One word less is none."""
    eight = "none: one two three four five six seven eight"
    seven = "none: one two three four five six seven"

    assert _score(path, eight)["score"] == 40
    assert _score(path, seven)["score"] == 0
    assert _score("models[].tradeoffs[]", eight)["score"] == 100


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "[" * 10_000 + "]" * 10_000,
        "word " * 4_000,
        "\u0301" * 20_000,
        "none " * 4_000,
        "a-" * 10_000,
        "without warranty " * 1_200,
    ],
)
def test_any_long_text_is_looked_at(text):
    """No text makes a pattern run away: this test ends."""
    for path in ("models[].limitations[]", "data[].name", "data[].uri", "data[].licence"):
        _quality(_at(path, text[:20_000]))
