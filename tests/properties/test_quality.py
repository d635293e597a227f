"""What holds for the quality of any text and any card."""

from copy import deepcopy

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gate.canon import canonical_bytes
from gate.intake.plain import words
from gate.intake.quality.lists import every_language, quality_lists, raw_lists
from gate.intake.quality.repetition import repetition_flaws
from gate.intake.walk import Leaf
from gate.limits import LONG_TEXT_CHARS_MAX
from tests.quality_documents import GOOD, card_score, document_with, full_card, quality_of

_LISTS = quality_lists()
_PIECES = st.sampled_from(
    [
        *every_language(raw_lists()["placeholders"]),
        *every_language(raw_lists()["none_words"]),
        *every_language(raw_lists()["stop_words"]),
        *raw_lists()["none_joiners"],
        *raw_lists()["headings"],
        *raw_lists()["licence_terms"],
        *raw_lists()["placeholder_inside"],
        *("\n", " ", ". ", ": ", "## ", "- ", "{{ x }}", "${x}", "<!-- x -->", "<your name>"),
        *("accuracy", " 0.9", " 95%", "asdf", "1.5", "’", "\u0301", "TBD?", GOOD, "What is it?"),
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=12), max_size=12).map("".join)
_PATHS = st.sampled_from(sorted(_LISTS.class_of_path))
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 2_000)
_METRICS = st.fixed_dictionaries(
    {"name": _TEXTS, "value": _NUMBERS, "unit": st.sampled_from(sorted(raw_lists()["units"]))},
    optional={
        "n": st.integers(-1, 5_000),
        "ci": st.fixed_dictionaries(
            {}, optional={"lower": _NUMBERS, "upper": _NUMBERS, "level": _NUMBERS}
        ),
        "slice": st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
        "higher_is_better": st.booleans(),
    },
)


def _entries(found):
    return found.values()


@settings(max_examples=400)
@given(_PATHS, _TEXTS)
def test_every_score_has_its_bounds_and_reasons(path, text):
    """0 to 99 and at least one reason, sorted; the same each time, and JSON."""
    document = document_with(path, text)
    found = quality_of(document)

    assert canonical_bytes(found) == canonical_bytes(quality_of(document))
    for entry in _entries(found):
        assert 0 <= entry["score"] < 100
        assert entry["reasons"] == sorted(set(entry["reasons"])) != []
        assert set(entry["reasons"]) <= set(_LISTS.scores)


@settings(max_examples=200)
@given(st.lists(_METRICS, max_size=5), st.lists(_TEXTS, max_size=3))
def test_every_metric_has_a_score(metrics, prose):
    """Whatever it states, and whatever the prose beside it says."""
    digest = {"alg": "sha256", "value": "a" * 64}
    document = {
        "models": [{"id": "m", "artifact": {"digest": digest}, "limitations": prose}],
        "evaluation": {"runs": [{"model_digest": digest, "dataset_id": "d", "metrics": metrics}]},
    }

    assert all(0 <= entry["score"] < 100 for entry in _entries(quality_of(document)))
    assert 0 <= card_score(document)["m"] <= 100


_CARD_TEXTS = st.sampled_from(
    [
        ("models", 0, "limitations", 0),
        ("models", 0, "tradeoffs", 0),
        ("models", 0, "out_of_scope_uses", 0),
        ("system", "intended_uses", 0, "description"),
        ("system", "intended_uses", 0, "context"),
        ("risk", "risks", 0, "description"),
    ]
)


def _with(document, steps, value):
    changed = deepcopy(document)
    inner = changed
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    return changed


@settings(max_examples=300)
@given(_CARD_TEXTS, _TEXTS)
@example(("models", 0, "limitations", 0), "None")
@example(("models", 0, "limitations", 0), "### Limitations\n")
def test_a_good_sentence_more_never_costs_points(steps, text):
    """The sentence may be about anything that no other text and no metric is about."""
    sentence = (
        " Beyond that nobody on the team measured how the software behaves near the sea in winter."
    )
    shorter, longer = (_with(full_card(), steps, each) for each in (text, text + sentence))

    assert card_score(longer)["m"] >= card_score(shorter)["m"]


@settings(max_examples=200)
@given(st.lists(st.tuples(_PATHS, _TEXTS), min_size=2, max_size=5), st.data())
def test_taking_a_text_away_raises_no_other_score_but_that_of_its_copy(stated, data):
    """Each text is judged by itself."""
    document = {}
    for path, text in stated:
        document.update(document_with(path, text))
    block = data.draw(st.sampled_from(sorted(document)))
    before = quality_of(document)
    after = quality_of({name: value for name, value in document.items() if name != block})

    for pointer, entry in before.items():
        if not pointer.startswith(f"/{block}/") and "duplicate" not in entry["reasons"]:
            assert after.get(pointer) == entry


_WORDS = st.lists(st.sampled_from("abcdefghijklm"), min_size=8, max_size=40)


@settings(max_examples=300)
@given(st.lists(_WORDS, min_size=2, max_size=6), st.data())
def test_the_index_finds_what_comparing_all_pairs_finds(texts, data):
    """Copies with a word changed are mixed in, so that some are alike."""
    for text in texts[:]:
        if data.draw(st.booleans()):
            position = data.draw(st.integers(0, len(text) - 1))
            texts.append(
                [*text[:position], *data.draw(st.sampled_from([[], ["z"]])), *text[position:]]
            )
    leaves = [
        Leaf(f"/system/prohibited_uses/{n}", "system.prohibited_uses[]", " ".join(text))
        for n, text in enumerate(texts)
    ]

    found = {pointer for pointer, _ in repetition_flaws(leaves)}

    assert found == {
        leaf.pointer
        for n, leaf in enumerate(leaves)
        if any(_are_alike(leaf.text, earlier.text) for earlier in leaves[:n])
    }


def _are_alike(one, other):
    sets = []
    for text in (one, other):
        found = words(text)
        if len(set(found)) < 8:
            return False
        sets.append({tuple(found[n : n + 3]) for n in range(len(found) - 2)})
    return len(sets[0] & sets[1]) > 0.9 * len(sets[0] | sets[1])


@pytest.mark.parametrize(
    "text",
    [
        "word " * 4_000,
        "[" * 10_000 + "]" * 10_000,
        "\u0301" * 20_000,
        "no-" * 6_600,
        "none because " * 1_500,
        "in no event " * 1_600,
        "accuracy 0.5 " * 1_500,
        "Limitations\n" * 1_600,
        "to be added " * 1_600,
        "{{ x }}" * 2_800,
        "a.b:c-d " * 2_500,
        "other (" * 2_800,
        "here " * 4_000,
        "".join(chr(32 + n * 7_919 % 50_000) for n in range(20_000)).replace("\ud800", ""),
    ],
)
def test_the_longest_texts_are_scored(text):
    """20 000 characters of anything, at every kind of place: this test ends."""
    text = text[:LONG_TEXT_CHARS_MAX]
    for path in (
        "models[].limitations[]",
        "data[].name",
        "explainability.method",
        "data[].licence",
    ):
        quality_of(document_with(path, text))
