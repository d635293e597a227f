"""facts.quality of sentences that stand twice."""

from datetime import UTC, datetime

import pytest

from gate.intake.quality import quality
from gate.intake.quality.repetition import _runs
from gate.intake.walk import leaves
from gate.limits import (
    QUALITY_COMPARED_MAX,
    QUALITY_REMEMBERED_CHARS_MAX,
    QUALITY_REMEMBERED_TEXTS_MAX,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENTENCE = "The system sorts the incoming letters of the archive by the department that has to answer them."


def _duplicates(document):
    found = quality(document, leaves(document), now=NOW, evidence={})
    return [pointer for pointer, each in found.items() if "duplicate" in each["reasons"]]


def test_the_later_of_two_equal_texts_is_a_duplicate():
    """In the order of the schema, not in that of the document."""
    document = {
        "classification": {"rationale": SENTENCE},
        "system": {
            "purpose": SENTENCE,
            "description": "Something else altogether is said here now",
        },
    }

    assert _duplicates(document) == ["/classification/rationale"]


def test_a_word_more_does_not_help():
    """Nine of ten runs of words are the same."""
    long = " ".join(f"word{number}" for number in range(60))

    assert _duplicates({"system": {"description": long, "purpose": f"{long} more"}}) == [
        "/system/purpose"
    ]
    assert _duplicates({"system": {"description": long, "purpose": long[:300]}}) == []


@pytest.mark.parametrize(
    "document",
    [
        {"data": [{"minimisation": SENTENCE}, {"minimisation": SENTENCE}]},
        {
            "models": [{"limitations": [SENTENCE]}],
            "risk": {"risks": [{"description": SENTENCE}]},
        },
        {
            "impact_assessment": {
                "groups": [{"description": SENTENCE}],
                "individuals": [{"mitigations": [SENTENCE]}],
            },
            "system": {"foreseeable_misuse": [{"mitigation": "Something quite different"}]},
            "risk": {
                "risks": [{"description": "Nobody reads the letters in the time that is set"}]
            },
        },
        {"system": {"description": "too few words", "purpose": "too few words"}},
    ],
)
def test_some_repetition_is_in_order(document):
    """Splits of one dataset, a harm in the register of risks, short texts."""
    expected = (
        ["/impact_assessment/groups/0/description"] if "impact_assessment" in document else []
    )
    assert set(_duplicates(document)) <= set(expected)


def test_many_equal_texts_take_no_quadratic_time():
    """Two thousand equal texts: this test ends."""
    document = {"operations": {"retirement": {"criteria": [SENTENCE] * 2_000}}}

    assert len(_duplicates(document)) == 1_999


@pytest.mark.parametrize(
    ("others", "found"),
    [
        (QUALITY_COMPARED_MAX - 1, ["/risk/risks/0/description"]),
        (QUALITY_COMPARED_MAX, []),
    ],
)
def test_a_text_is_compared_with_so_many_earlier_ones(others, found):
    """Only a request made for it has that many texts which share all but their ends."""
    tail = " ".join(f"word{number}" for number in range(30))
    begun = [{"text": f"{SENTENCE} {tail}"} for _ in range(others)]
    more = [{"description": f"Other {number} {tail}"} for number in range(20)]
    document = {
        "requirements": {"items": [*begun, {"text": SENTENCE}]},
        "impact_assessment": {"individuals": more},
        "risk": {"risks": [{"description": SENTENCE}]},
    }

    assert [each for each in _duplicates(document) if each.startswith("/risk")] == found


def test_what_is_remembered_of_texts_is_bounded():
    """So many of them, and none that is long."""
    _runs.cache_clear()
    remembered = "word " * (QUALITY_REMEMBERED_CHARS_MAX // 5)
    _duplicates({"system": {"description": remembered, "purpose": f"{remembered}s"}})

    assert len(remembered) == QUALITY_REMEMBERED_CHARS_MAX
    assert _runs.cache_info().currsize == 1
    assert _runs.cache_info().maxsize == QUALITY_REMEMBERED_TEXTS_MAX
