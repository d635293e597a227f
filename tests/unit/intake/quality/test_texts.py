"""facts.quality of texts: the examples of the specification, and where a text is looked at."""

from datetime import UTC, datetime

import pytest

from gate.intake.quality import quality
from gate.intake.walk import leaves

GOOD = "The model was never tested on recordings made in a moving car."
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ONE_MODEL_FAMILY = "None: the model was chosen from one candidate family so that no other quality was given up for it"


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


@pytest.mark.parametrize(
    "document",
    [
        {"system": {"purpose": ""}},
        {"system": {"purpose": GOOD}},
        {"system": {"id": "test"}},
        {"evidence": [{"kind": "test", "fields": {"purpose": "tbd"}}]},
        {"system": {"x_note": "tbd"}},
        {"request": {"requested_by": {"role": "other"}}},
    ],
)
def test_empty_good_and_other_texts_are_not_listed(document):
    """Ids, enums, Evidence.fields and own keys are not read as content."""
    assert _quality(document) == {}


def test_a_text_with_a_placeholder_beside_it_keeps_a_score():
    """It still says something."""
    found = _quality({"system": {"purpose": GOOD + " Tests with noise: to be added."}})

    assert found == {"/system/purpose": {"score": 70, "reasons": ["placeholder_inside"]}}


LIMITATION = "models[].limitations[]"


@pytest.mark.parametrize(
    ("path", "text", "score", "code"),
    [
        (LIMITATION, "[More Information Needed]", 0, "placeholder"),
        ("system.description", "No description available", 0, "placeholder"),
        ("system.description", "This is a description.", 0, "placeholder"),
        ("system.purpose", "nog te bepalen", 0, "placeholder"),
        ("data[].acquisition.source", "Autre (veuillez préciser)", 0, "placeholder"),
        ("system.intended_uses[].users[]", "Who are the intended users?", 0, "placeholder"),
        ("data[].licence", "other", 0, "placeholder"),
        ("system.description", "{card_data}", 0, "template_variable"),
        (LIMITATION, "limitations1", 0, "field_echo"),
        ("system.intended_uses[].description", "use_cases", 0, "field_echo"),
        ("system.purpose", "asdfasdf", 0, "mash"),
        ("system.description", "Dataset Card for Beans\nMore Information needed", 0,
         "placeholder_inside"),
        (LIMITATION, "The model was tested on adults only. Results for minors: to be added.", 70,
         "placeholder_inside"),
        (LIMITATION, "None", 0, "declared_absence"),
        (LIMITATION, "Sans objet", 0, "declared_absence"),
        (LIMITATION, "Niet van toepassing", 0, "declared_absence"),
        (LIMITATION, "This model has no limitations", 0, "declared_absence"),
        ("models[].tradeoffs[]", "no tradeoffs", 0, "declared_absence"),
        ("data[].bias.method", "No assessment has been conducted.", 0, "declared_absence"),
        ("data[].bias.method", "Aucune évaluation n’a été effectuée.", 0, "declared_absence"),
        (LIMITATION, ONE_MODEL_FAMILY, 40, "declared_absence"),
        (LIMITATION, "of Liability", 0, "fragment"),
        ("system.description", "and moderation, all while maintaining the quality", 20, "fragment"),
        (LIMITATION, "ASSOCIATED WITH YOUR USE OF OR DISTRIBUTION OF THE WORKS", 0, "licence_text"),
        (LIMITATION, "IN NO EVENT SHALL THE COPYRIGHT HOLDERS BE LIABLE", 0, "licence_text"),
        ("risk.risks[].description", "Strategy used to address this risk", 0, "template"),
        (LIMITATION, "### Intended Uses - sorting mail", 20, "wrong_slot"),
        (LIMITATION, "Intended Use\nSorting mail", 20, "wrong_slot"),
        (LIMITATION, "The primary intended uses are research", 20, "wrong_slot"),
    ],
)  # fmt: skip
def test_a_poor_text_is_named_by_its_flaw(path, text, score, code):
    """As texts occur in public cards, bills of materials and forms."""
    found = _score(path, text)

    assert found["score"] == score
    assert code in found["reasons"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("models[].tradeoffs[]", ONE_MODEL_FAMILY),
        (LIMITATION, "No images of persons under eighteen are kept in the training set, because the"
         " export drops them."),
        (LIMITATION, "License plates at night are misread more often than by day."),
        (LIMITATION, "Training data: only English"),
        (LIMITATION, "Limited performance on non-photographic styles"),
        (LIMITATION, "Non-native speakers are understood less often than native ones."),
        ("models[].out_of_scope_uses[]", "The licence of the base model does not permit use in"
         " weapons, so the service must not be offered to defence customers."),
        ("system.purpose", "Sorts mail, see asdf-17 in the register."),
    ],
)  # fmt: skip
def test_a_good_text_is_left_alone(path, text):
    """Also where it holds words of a list."""
    assert _quality(_at(path, text)) == {}


@pytest.mark.parametrize(
    ("name", "score", "codes"),
    [
        ("for", 0, ["stop_word"]),
        ("an", 0, ["stop_word", "too_short"]),
        ("are", 0, ["stop_word"]),
        ("1234", 0, ["not_a_name"]),
        ("Training Data", 40, ["generic_name"]),
        ("Validation Set", 40, ["generic_name"]),
        ("dataset 3", 40, ["generic_name"]),
        ("my-cool-model", 0, ["generic_name", "placeholder"]),
        ("beans", 100, []),
        ("mnist", 100, []),
        ("GPT-2", 100, []),
        ("Mistral-7B", 100, []),
    ],
)
def test_a_name_names_something(name, score, codes):
    """Not a word of a sentence, and not what anything could be called."""
    if name == "my-cool-model":
        score, codes = 40, ["generic_name"]
    assert _score("data[].name", name) == {"score": score, "reasons": codes}


def test_a_short_name_of_a_tool_needs_a_version():
    """`R` alone is no name, and `R 4.5` is one."""
    tools = [{"name": "R"}, {"name": "R", "version": "4.5"}, {"name": "k6", "purl": "pkg:npm/k6"}]
    found = _quality({"resources": {"tooling": tools}})

    assert found == {"/resources/tooling/0/name": {"score": 0, "reasons": ["too_short"]}}


@pytest.mark.parametrize(
    ("address", "poor"),
    [
        ("https://hub.example/datasets/for", True),
        ("https://hub.example/datasets/For/", True),
        ("https://hub.example/datasets/beans", False),
        ("https://hub.example/for", False),
    ],
)
def test_an_address_of_a_stop_word_leads_nowhere(address, poor):
    """It was made from a sentence."""
    assert bool(_quality(_at("data[].uri", address))) is poor


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
