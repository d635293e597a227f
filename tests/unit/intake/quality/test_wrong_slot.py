"""Texts under the heading of another slot."""

import pytest

from gate.intake.plain import forms_of
from gate.intake.quality.lists import raw_lists
from gate.intake.quality.slots import slot_flaw

LIMIT = "models[].limitations[]"


def _is_wrong(text, path=LIMIT):
    return slot_flaw(forms_of(text), path) is not None


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        (path, heading)
        for entry in raw_lists()["wrong_slot"]
        for path in entry["slot"]
        for heading in entry["headings"]
    ],
)
def test_every_heading_is_wrong_in_its_slots(path, heading):
    """As a line of its own or before a mark, and numbered."""
    for text in (
        f"{heading}\nwhat stands under it",
        f"\n## {heading.upper()}\n\nwhat stands under it",
        f"{heading}: what follows",
        f"2.1 {heading} – what follows",
        f"{heading} -",
        f"2.1 {heading} –",
    ):
        assert _is_wrong(text, path)


@pytest.mark.parametrize(
    "text",
    [
        "License plates at night are misread.",
        "Usage-based prices are not predicted.",
        "Contact lenses change what the camera sees: the iris is not found.",
        "Rain is a limit.\nUsage",
        "The intended use was narrowed in May.",
    ],
)
def test_a_sentence_that_begins_with_such_a_word_is_not(text):
    """Only a heading is."""
    assert not _is_wrong(text)


def test_a_sentence_of_another_slot_is_wrong():
    """Whatever follows."""
    assert _is_wrong("The primary intended uses of the model are summaries of news.")
    assert _is_wrong("Intended use is the summary of news.")


def test_other_slots_are_not_asked():
    """An intended use may say what it is."""
    assert not _is_wrong("Intended use: summaries", "system.intended_uses[].description")
    assert _is_wrong("Limitations: rain", "system.intended_uses[].description")
