"""facts.card_score."""

from datetime import UTC, datetime

import pytest

from gate.intake.quality import card_scores, quality
from gate.intake.quality.card import _says_version
from gate.intake.walk import leaves
from gate.limits import QUALITY_REMEMBERED_CHARS_MAX, QUALITY_REMEMBERED_TEXTS_MAX
from tests.quality_documents import card_score, full_card

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GOOD = "The model was never tested on recordings made in a moving car."
DEEP = (
    GOOD + " Nobody has looked at speech of children, of singers or of people with a cold, either."
)
DEEP += " Wind and traffic were recorded apart."
THREE = [
    "A letter is sent to the wrong department and nobody answers it.",
    "Handwriting of older people is read wrongly more often than print.",
    "The archive relies on the order and checks no letter by hand any more.",
]
DIGEST = {"alg": "sha256", "value": "a" * 64}
OTHER = {"alg": "sha256", "value": "b" * 64}


def _score(model, **blocks):
    document = {"models": [{"id": "m", **model}], **blocks}
    scored = quality(document, leaves(document), now=NOW, evidence={})
    return card_scores(document, scored, NOW)["m"]


def _runs(*metrics, digest=DIGEST, **run):
    return {"runs": [{"model_digest": digest, "metrics": list(metrics), **run}]}


def _metric(**stated):
    return {"name": "f1", "value": 0.8, "unit": "ratio", **stated}


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
    """Whatever else it says: it is a template with a name."""
    assert _score(model) == 0


@pytest.mark.parametrize(
    ("model", "points"),
    [
        ({}, 0),
        ({"name": "Sorter"}, 4),
        ({"name": "ab"}, 0),
        ({"name": "for"}, 0),
        ({"version": "1.4"}, 4),
        ({"version": "latest"}, 0),
        ({"version": "tbd"}, 0),
        ({"version": "n/a"}, 0),
        ({"version": "No. 5"}, 4),
        ({"artifact": {"digest": DIGEST}}, 4),
        ({"artifact": {"digest": {"alg": "sha256", "value": "A" * 64}}}, 0),
        ({"source": "vendor_api", "version": "2026-05"}, 8),
        ({"source": "vendor_api", "version": "stable"}, 0),
        ({"source": "vendor_api", "version": "summer"}, 4),
        ({"licence": {"expression": "MIT"}}, 4),
        ({"licence": {"expression": "LicenseRef-own"}}, 4),
        ({"licence": {"expression": "internal"}}, 0),
        ({"licence": {"expression": "internal", "custom_uri": "https://example.org"}}, 4),
        ({"card": {"last_updated": "2026-11-23"}}, 4),
        ({"card": {"last_updated": "2026-11-24"}}, 0),
        ({"card": {"authors": ["Ada", "x"]}}, 5),
        ({"card": {"authors": ["an"]}}, 0),
        ({"tradeoffs": [GOOD + " So it is slower."]}, 3),
        ({"out_of_scope_uses": [GOOD.replace("model", "tool")]}, 6),
        ({"out_of_scope_uses": [GOOD.replace("model", "tool"), GOOD.replace("car", "bus")]}, 10),
        (
            {"limitations": [GOOD, "Dialects of the north are understood less often than others."]},
            4,
        ),
        ({"limitations": [DEEP]}, 4),
        ({"card": {"quality_score": 100}}, 0),
    ],
)
def test_what_a_card_says_earns_points(model, points):
    """Each line of the table, beside the six points of one limitation."""
    assert _score({"limitations": [GOOD], **model}) == 6 + points


@pytest.mark.parametrize(
    ("blocks", "points"),
    [
        ({"system": {"intended_uses": [{"description": DEEP}]}}, 6),
        ({"system": {"intended_uses": [{"description": DEEP, "users": ["clerks"]}]}}, 8),
        ({"system": {"intended_uses": [{"description": DEEP, "context": "the archive"}]}}, 8),
        ({"system": {"intended_uses": [{"description": "short", "users": ["clerks"]}]}}, 0),
        ({"risk": {"risks": [{"description": DEEP}]}}, 4),
        ({"risk": {"risks": [{"description": each} for each in THREE]}}, 7),
        ({"risk": {"risks": [{"description": DEEP}] * 3}}, 4),
        ({"system": {"owner": {"id": "team"}}}, 5),
        ({"system": {"owner": {"id": "ada@example.org"}}}, 10),
        ({"operations": {"support": {"contact": "archive desk, room 5"}}}, 5),
        ({"operations": {"support": {"contact": "tbd"}}}, 0),
        ({"transparency": {"external_reporting_channel": "https://example.org"}}, 5),
    ],
)
def test_what_the_request_says_counts_too(blocks, points):
    """Wherever it came from."""
    assert _score({"limitations": [GOOD]}, **blocks) == 6 + points


def test_metrics_earn_points_by_their_share():
    """Sample size, interval and known data, each for the share that has it."""
    interval = {"lower": 0.7, "upper": 0.9, "level": 0.95}
    model = {"artifact": {"digest": DIGEST}}
    bare = 4 + 8

    assert _score(model, evaluation=_runs(_metric())) == bare
    assert _score(model, evaluation=_runs(_metric(n=100))) == bare + 5
    half = _runs(_metric(n=100), _metric(name="recall"))
    assert _score(model, evaluation=half) == bare + 2
    assert _score(model, evaluation=_runs(_metric(ci=interval))) == bare + 4
    known = {"evaluation": _runs(_metric(), dataset_id="d"), "data": [{"id": "d"}]}
    assert _score(model, **known) == bare + 4
    sliced = [_metric(slice={"age": each}) for each in ("young", "old")]
    assert _score(model, evaluation=_runs(*sliced)) == bare + 4
    assert _score(model, evaluation=_runs(_metric()), fairness={"metrics": sliced}) == bare + 4
    assert _score(model, evaluation=_runs(_metric(value=80))) == 0


def test_a_run_counts_for_the_model_it_measured():
    """Or for all when it measured the whole system."""
    own = {"artifact": {"digest": DIGEST}}
    compute = {"compute": {"environment_digest": OTHER}}

    assert _score(own, evaluation=_runs(_metric(), digest=OTHER)) == 0
    assert _score(own, evaluation=_runs(_metric(), digest=OTHER), resources=compute) == 12
    assert _score({}, evaluation=_runs(_metric(), digest=OTHER)) == 8


def test_without_a_digest_runs_count_for_an_only_model():
    """Of two models nobody knows which one was measured."""
    document = {
        "models": [{"id": "a"}, {"id": "b"}],
        "evaluation": {"runs": [{"model_digest": DIGEST, "metrics": [_metric()]}]},
    }

    assert card_scores(document, {}, NOW) == {"a": 0, "b": 0}


def test_a_card_that_says_everything_has_every_point():
    """The parts add up."""
    assert card_score(full_card()) == {"m": 100}


def test_what_is_remembered_of_versions_is_bounded():
    """So many of them, and none that is long."""
    _says_version.cache_clear()
    bound = "1." * (QUALITY_REMEMBERED_CHARS_MAX // 2)

    for version in (bound, f"{bound}1"):
        assert _score({"version": version, "limitations": [GOOD]}) > _score(
            {"version": "latest", "limitations": [GOOD]}
        )
    assert _says_version.cache_info().currsize == 2
    assert _says_version.cache_info().maxsize == QUALITY_REMEMBERED_TEXTS_MAX
