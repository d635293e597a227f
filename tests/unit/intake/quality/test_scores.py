"""facts.quality as a whole."""

import json

import pytest

from fixtures.render import render_case
from gate.intake.quality import quality
from gate.intake.quality.lists import quality_lists
from gate.intake.walk import leaves
from gate.limits import QUALITY_REMEMBERED_CHARS_MAX, QUALITY_REMEMBERED_TEXTS_MAX
from tests.quality_documents import GOOD, NOW, document_with, found_at, pointer_of, quality_of
from tests.shared import shared

COMPLETE = (
    *("credit_scoring_prod_allow", "loan_guide_prod_allow", "drawing_search_prod_allow"),
    *("cv_ranking_prod_allow", "nurse_line_triage_prod_allow", "card_support_chat_prod_allow"),
    *("catalogue_recommendation_prod_allow", "hiring_trial_dev_allow"),
)


@pytest.mark.parametrize("path", sorted(quality_lists().class_of_path))
def test_every_path_is_looked_at(path):
    """A placeholder is found wherever a person reads content; an address is asked for its end."""
    if quality_lists().class_of_path[path] == "uri":
        text, code = "https://hub.example/datasets/of", "stop_word_uri"
    else:
        text, code = "TBD", "placeholder"

    score, reasons = found_at(path, text)

    assert score == 0
    assert code in reasons


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
    assert quality_of(document) == {}


def test_the_lowest_score_counts_and_all_reasons_are_told():
    """Sorted, and none twice."""
    assert found_at("models[].limitations[]", "Usage: to be added") == (
        0,
        ["placeholder_inside", "wrong_slot"],
    )


def test_a_blank_text_is_a_placeholder():
    """It is stated, and says nothing."""
    assert found_at("system.purpose", "   ") == (0, ["placeholder"])


def test_every_code_has_a_score():
    """A code without one would fail when it is first found."""
    codes = set(quality_lists().scores)

    assert len(codes) == 30


@pytest.mark.parametrize("name", COMPLETE)
def test_no_text_of_a_complete_request_is_poor(name):
    """What the project itself wrote as an example."""
    document = json.loads(render_case(name).request_text)
    texts = {
        leaf.pointer for leaf in leaves(document) if leaf.path in quality_lists().class_of_path
    }
    found = quality(document, leaves(document), now=NOW, evidence={})

    assert [pointer for pointer in found if pointer in texts] == []


def test_no_description_of_a_public_register_is_poor():
    """136 records of one government; the index shows the beginning of each."""
    index = json.loads((shared("corpus") / "uk-atrs/atrs_records.json").read_text())
    records = index if isinstance(index, list) else index["records"]
    poor = {
        record["description"]: found
        for record in records
        if (found := found_at("system.description", record["description"])) != (100, [])
    }

    assert len(records) == 136
    assert poor == {}


def test_long_texts_are_looked_at_as_short_ones_are():
    """They are only not remembered."""
    long = (GOOD + " ") * (QUALITY_REMEMBERED_CHARS_MAX // len(GOOD) + 1) + "Cost: to be added."

    assert len(long) > QUALITY_REMEMBERED_CHARS_MAX
    for text in (long, long[-QUALITY_REMEMBERED_CHARS_MAX:]):
        assert found_at("system.purpose", text)[1] == ["placeholder_inside"]


def test_what_is_remembered_is_bounded():
    """More texts than that change nothing."""
    texts = [f"{GOOD} {number}" for number in range(QUALITY_REMEMBERED_TEXTS_MAX + 1)]
    document = {"system": {"prohibited_uses": texts[:1]}}
    first = quality_of(document)
    for text in texts:
        found_at("system.purpose", text)

    assert quality_of(document) == first == {}


def test_pointers_are_escaped_as_in_json_pointer():
    """The same places as in `facts.text`."""
    assert pointer_of("data[].name") in quality_of(document_with("data[].name", "tbd"))
