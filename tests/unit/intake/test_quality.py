"""facts.quality and facts.card_score."""

import pytest

from gate.intake.quality import card_scores, quality
from gate.intake.walk import leaves

GOOD = "The model was never tested on recordings made in a moving car."
DIGEST = {"alg": "sha256", "value": "a" * 64}
OTHER = {"alg": "sha256", "value": "b" * 64}


def _quality(document):
    return quality(leaves(document))


def _score(model, **blocks):
    document = {"models": [{"id": "m", **model}], **blocks}
    return card_scores(document, _quality(document))["m"]


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


@pytest.mark.parametrize(
    "model",
    [
        {},
        {"name": "good", "card": {"authors": ["A. Author"]}, "tradeoffs": [GOOD]},
        {"limitations": ["[More Information Needed]"], "out_of_scope_uses": []},
        {"limitations": ["Too short to be good."]},
        {"limitations": [f"{{{{ x }}}} {GOOD}"]},
    ],
)
def test_a_card_without_limits_uses_and_metrics_scores_zero(model):
    """Whatever else it says: that much emptiness alone decides."""
    assert _score(model) == 0


@pytest.mark.parametrize("field", ["limitations", "out_of_scope_uses"])
def test_a_card_that_says_something_has_no_score_yet(field):
    """How good it is, nothing here can tell, so it is not known."""
    assert _score({field: ["tbd", GOOD]}) is None
    assert _score({field: ["x" + "y" * 38]}) == 0
    assert _score({field: ["x " + "y" * 38]}) is None


def test_a_metric_of_the_model_leaves_the_score_open():
    """A run counts for the model it measured, or for all when it measured the whole system."""
    metrics = [{"name": "f1", "value": 0.9, "unit": "ratio"}]
    own = {"artifact": {"digest": DIGEST}}

    def run(digest, metrics=metrics):
        return {"runs": [{"model_digest": digest, "metrics": metrics}]}

    compute = {"compute": {"environment_digest": OTHER}}

    assert _score(own, evaluation=run(DIGEST)) is None
    assert _score(own, evaluation=run(OTHER)) == 0
    assert _score(own, evaluation=run(OTHER), resources=compute) is None
    assert _score({}, evaluation=run(OTHER)) is None
    assert _score(own, evaluation=run(DIGEST, [])) == 0


def test_without_a_digest_runs_count_for_an_only_model():
    """Of two models nobody knows which one was measured."""
    document = {
        "models": [{"id": "a"}, {"id": "b"}],
        "evaluation": {"runs": [{"model_digest": DIGEST, "metrics": [{"name": "f1"}]}]},
    }

    assert card_scores(document, {}) == {"a": 0, "b": 0}
