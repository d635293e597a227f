"""Which texts are compared, and how alike they have to be."""

import pytest

from gate.intake.quality.lists import raw_lists
from tests.quality_documents import GOOD, document_with, quality_of

EIGHT = "one two three four five six seven eight"


def _repeated(document):
    found = quality_of(document)
    return sorted(place for place, entry in found.items() if "duplicate" in entry["reasons"])


def test_indices_count_as_numbers():
    """The tenth element comes after the third."""
    texts = [f"{EIGHT} number {n} is another text about {n * n}" for n in range(11)]
    texts[10] = texts[2]

    assert _repeated({"system": {"prohibited_uses": texts}}) == ["/system/prohibited_uses/10"]


def test_short_texts_are_not_compared():
    """Eight distinct words are enough."""
    short = EIGHT.rpartition(" ")[0] + " one"

    assert _repeated({"system": {"purpose": short, "description": short}}) == []
    assert _repeated({"system": {"purpose": EIGHT, "description": EIGHT}}) == ["/system/purpose"]


@pytest.mark.parametrize(("changed", "repeats"), [(0, True), (1, True), (2, False)])
def test_more_than_nine_tenths_of_the_runs_are_shared(changed, repeats):
    """Of 50 words one may differ at the end, and no more in the middle."""
    text = [f"w{n}" for n in range(50)]
    other = [*text[: 50 - changed], *(f"x{n}" for n in range(changed * 2))]

    assert bool(
        _repeated({"system": {"purpose": " ".join(text), "description": " ".join(other)}})
    ) is (repeats)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (one, other)
        for first, second in raw_lists()["duplicate"]["exempt_pairs"]
        for one in first
        for other in second
        if one != other
    ],
)
def test_some_pairs_of_slots_may_share_a_text(one, other):
    """A harm may stand in the impact assessment and in the risk register."""
    document = _merged(document_with(one, GOOD), document_with(other, GOOD))

    assert _repeated(document) == []


def _merged(one, other):
    merged = dict(one)
    for name, value in other.items():
        if isinstance(value, dict) and isinstance(merged.get(name), dict):
            merged[name] = _merged(merged[name], value)
        elif isinstance(value, list) and isinstance(merged.get(name), list):
            merged[name] = (
                [_merged(merged[name][0], value[0])]
                if isinstance(value[0], dict)
                else ([*merged[name], *value])
            )
        else:
            merged[name] = value
    return merged


def test_splits_of_one_dataset_may_share_a_description():
    """Texts of one slot, be it of one model or of two; another slot of the model is another."""
    described = {"minimisation": GOOD}

    assert _repeated({"data": [described, described, described]}) == []
    assert _repeated({"models": [{"limitations": [GOOD]}, {"limitations": [GOOD]}]}) == []
    assert _repeated({"models": [{"limitations": [GOOD, GOOD]}]}) == []
    assert _repeated({"models": [{"limitations": [GOOD], "tradeoffs": [GOOD]}]}) == [
        "/models/0/tradeoffs/0"
    ]


def test_other_lists_may_not():
    """Two risks are two."""
    risks = [{"description": GOOD}, {"description": GOOD}]

    assert _repeated({"risk": {"risks": risks}}) == ["/risk/risks/1/description"]
