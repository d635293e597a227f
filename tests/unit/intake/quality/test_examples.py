"""Texts as they occur in public cards, bills of materials and forms, and what each must get."""

import pytest

from tests.quality_documents import found_at
from tests.shared import shared

LIMIT = "models[].limitations[]"
TRADEOFF = "models[].tradeoffs[]"
DESCRIPTION = "system.description"
NONE_WITH_REASON = (
    "None: the model was chosen from one candidate family so that no other quality was given up "
    "for it"
)


@pytest.mark.parametrize(
    ("text", "path", "score", "reasons"),
    [
        ("[More Information Needed]", LIMIT, 0, ["placeholder"]),
        ("More information needed", LIMIT, 0, ["placeholder"]),
        ("No description available", DESCRIPTION, 0, ["placeholder"]),
        ("Description here", DESCRIPTION, 0, ["placeholder"]),
        ("This is a description.", DESCRIPTION, 0, ["placeholder"]),
        ("task goes here", DESCRIPTION, 0, ["placeholder"]),
        ("The architecture of the model.", DESCRIPTION, 0, ["placeholder"]),
        ("Veuillez expliquer votre réponse.", "system.purpose", 0, ["placeholder"]),
        ("à compléter", "system.purpose", 0, ["placeholder"]),
        ("nog te bepalen", "system.purpose", 0, ["placeholder"]),
        ("Unknown", "data[].acquisition.source", 0, ["placeholder"]),
        ("Autre (veuillez préciser)", "data[].acquisition.source", 0, ["placeholder"]),
        (
            "Who are the intended users of the model?",
            "system.intended_uses[].users[]",
            0,
            ["placeholder", "template"],
        ),
        ("other", "data[].licence", 0, ["placeholder"]),
        ("{card_data}", DESCRIPTION, 0, ["template_variable"]),
        (
            '{{ model_summary | default("Provide a quick summary.", true) }}',
            DESCRIPTION,
            0,
            ["template_variable"],
        ),
        ("limitations1", LIMIT, 0, ["field_echo"]),
        ("use_cases", "system.intended_uses[].description", 0, ["field_echo"]),
        ("asdfasdf", "system.purpose", 0, ["mash"]),
        (
            "# Dataset Card for Beans\n\nMore Information needed",
            DESCRIPTION,
            0,
            ["placeholder_inside"],
        ),
        (
            "The model was tested on adults only. Results for minors: to be added.",
            LIMIT,
            70,
            ["placeholder_inside"],
        ),
        ("None", LIMIT, 0, ["declared_absence"]),
        ("Sans objet", LIMIT, 0, ["declared_absence"]),
        ("Niet van toepassing", LIMIT, 0, ["declared_absence"]),
        ("This model has no limitations", LIMIT, 0, ["declared_absence"]),
        ("no tradeoffs", TRADEOFF, 0, ["declared_absence"]),
        ("No assessment has been conducted.", "data[].bias.method", 0, ["declared_absence"]),
        (
            "Aucune évaluation n’a été effectuée.",
            "data[].bias.method",
            0,
            ["declared_absence"],
        ),
        (NONE_WITH_REASON, TRADEOFF, 100, []),
        (NONE_WITH_REASON, LIMIT, 40, ["declared_absence"]),
        (
            "No images of persons under eighteen are kept in the training set, because the export "
            "drops them.",
            LIMIT,
            100,
            [],
        ),
        ("for", "data[].name", 0, ["stop_word"]),
        ("are", "data[].name", 0, ["stop_word"]),
        ("an", "data[].name", 0, ["stop_word", "too_short"]),
        ("https://hub.example/datasets/for", "data[].uri", 0, ["stop_word_uri"]),
        ("https://hub.example/datasets/For/", "data[].uri", 0, ["stop_word_uri"]),
        ("https://hub.example/datasets/beans", "data[].uri", 100, []),
        ("Training Data", "data[].name", 40, ["generic_name"]),
        ("Validation Set", "data[].name", 40, ["generic_name"]),
        ("my-cool-model", "models[].name", 40, ["generic_name"]),
        ("beans", "data[].name", 100, []),
        ("mnist", "data[].name", 100, []),
        ("GPT-2", "models[].name", 100, []),
        ("Mistral-7B", "models[].name", 100, []),
        ("R", "resources.tooling[].name", 0, ["too_short"]),
        ("k6", "evaluation.runs[].tool.name", 0, ["too_short"]),
        ("of Liability", LIMIT, 0, ["fragment"]),
        (
            "and moderation, all while maintaining the quality of the answers given",
            DESCRIPTION,
            20,
            ["fragment"],
        ),
        (
            "ASSOCIATED WITH YOUR USE OF THE MATERIALS AND ANY OUTPUT AND RESULTS.",
            LIMIT,
            0,
            ["licence_text"],
        ),
        (
            "The licence of the base model does not permit use in weapons, so the service must not "
            "be offered to defence customers.",
            "models[].out_of_scope_uses[]",
            100,
            [],
        ),
        (
            "Users (both direct and downstream) should be made aware of the risks, biases and "
            "limitations of the model.",
            LIMIT,
            0,
            ["template"],
        ),
        (
            "This section is meant to convey both technical and sociotechnical limitations.",
            LIMIT,
            0,
            ["template"],
        ),
        ("Strategy used to address this risk", "risk.risks[].description", 0, ["template"]),
        (
            "### Intended Uses - transcription of interviews by journalists of the newsroom",
            LIMIT,
            20,
            ["wrong_slot"],
        ),
        ("License plates at night are misread more often than by day.", LIMIT, 100, []),
        ("Training data: only English", LIMIT, 100, []),
        ("Limited performance on non-photographic styles", LIMIT, 100, []),
    ],
)
def test_a_text_gets_its_score_and_its_reason(text, path, score, reasons):
    """Every row of the specification, in its order."""
    assert found_at(path, text) == (score, reasons)


@pytest.mark.parametrize("beside", [{"version": "4.5"}, {"purl": "pkg:cran/base"}])
@pytest.mark.parametrize(
    ("name", "path"),
    [("R", "resources.tooling[].name"), ("k6", "evaluation.runs[].tool.name")],
)
def test_a_tool_with_a_version_may_have_a_short_name(name, path, beside):
    """What is meant is clear."""
    assert found_at(path, name, **beside) == (100, [])


def test_what_real_authors_wrote_about_limits_is_good():
    """The limits and uses out of scope of two public cards, paragraph by paragraph."""
    paragraphs = []
    for name in ("openai/whisper.model-card.md", "openai/gpt-2.model_card.md"):
        text = (shared("corpus") / name).read_text(encoding="utf-8")
        for title in ("## Performance and Limitations", "### Caveats and Rec", "### Out-of-scope"):
            _, _, after = text.partition(title)
            section = after.partition("\n")[2].partition("\n#")[0]
            paragraphs += [part for part in section.split("\n\n") if part.strip()]
    scores = {
        (paragraph[:40], path): found_at(path, paragraph)
        for paragraph in paragraphs
        for path in (LIMIT, "models[].out_of_scope_uses[]")
    }

    assert len(paragraphs) == 8
    assert set(map(str, scores.values())) == {"(100, [])"}, scores


METRIC = "evaluation.runs[].metrics[]"


def _metric(value, unit, name="accuracy", **rest):
    return {"name": name, "value": value, "unit": unit, **rest}


def _interval(lower, upper, level=0.95):
    return {"lower": lower, "upper": upper, "level": level}


@pytest.mark.parametrize(
    ("metric", "score", "reasons"),
    [
        (_metric(0.9, "ratio"), 60, ["no_sample_size"]),
        (_metric(90, "ratio", n=100), 0, ["out_of_range"]),
        (_metric(90, "score", "acc", n=1000), 40, ["scale_unclear"]),
        (_metric(1.0, "ratio", "f1", n=999), 40, ["perfect_score"]),
        (_metric(1.0, "ratio", "f1", n=1000), 100, []),
        (
            _metric(0, "percent", "error", n=50, higher_is_better=False),
            40,
            ["perfect_score"],
        ),
        (
            _metric(0.8, "ratio", "f1", n=1000, ci=_interval(0.81, 0.85)),
            30,
            ["interval_excludes_value"],
        ),
        (
            _metric(0.9933, "ratio", n=5000, ci=_interval(0.9833, 1.0033)),
            60,
            ["interval_out_of_range"],
        ),
        (
            _metric(0.8, "ratio", "f1", n=1000, ci=_interval(0.78, 0.85, 95)),
            60,
            ["interval_level"],
        ),
        (_metric(3, "count", "crashes", n=0), 0, ["bad_sample_size"]),
    ],
)
def test_a_metric_gets_its_score_and_its_reason(metric, score, reasons):
    """Every row of the specification, in its order."""
    assert found_at(METRIC, metric) == (score, reasons)
