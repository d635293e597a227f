"""What a heading is about."""

import pytest

from gate.intake.documents.hf_headings import Slot, slot_of, slot_of_text


@pytest.mark.parametrize(
    ("title", "slot"),
    [
        ("Direct Use", Slot.INTENDED),
        ("Downstream Use [optional]", Slot.INTENDED),
        ("Primary intended uses", Slot.INTENDED),
        ("Out-of-Scope Use", Slot.OUT_OF_SCOPE),
        ("Out-of-scope use cases", Slot.OUT_OF_SCOPE),
        ("Misuse, Malicious Use, and Out-of-Scope Use", Slot.OUT_OF_SCOPE),
        ("Out-of-Scope / Explicitly Prohibited", Slot.OUT_OF_SCOPE),
        ("Bias, Risks, and Limitations", Slot.LIMITATION),
        ("⚠️ Known Limitations:", Slot.LIMITATION),
        ("4.2 Limitations and bias", Slot.LIMITATION),
        ("Performance and Limitations", Slot.LIMITATION),
        ("Caveats and Recommendations", Slot.LIMITATION),
        ("Bias", Slot.LIMITATION),
        ("Intended uses & limitations", Slot.MIXED),
        ("Ethical Considerations", Slot.RISK),
        ("Model Description", Slot.DESCRIPTION),
        ("Environmental Impact", Slot.ENERGY),
        ("Model Card Authors [optional]", Slot.AUTHORS),
        ("Model Card Contact", Slot.CONTACT),
        ("Model type", Slot.MODEL_TYPE),
        ("Model version", Slot.VERSION),
        ("Recommendations", Slot.OTHER),
        ("How to Get Started with the Model", Slot.OTHER),
        ("Hallucination of names in long recordings", None),
        ("", None),
        ("In this section we say a lot about what may limit a model, limitations included", None),
    ],
)
def test_titles_are_known_by_their_words(title, slot):
    """Case, numbers, signs and [optional] make no difference."""
    assert slot_of(title) is slot


@pytest.mark.parametrize(
    "text",
    [
        "We recommend against use in decisions about people.",
        "The model should not be used for medical advice.",
        "It is not intended for children.",
        "Legal advice is out of scope.",
        "We do not support use cases that require the text to be true.",
        "We don’t support use-cases that need facts.",
    ],
)
def test_a_sentence_against_a_use_is_never_an_intended_use(text):
    """Wherever it stands among uses."""
    assert slot_of_text(Slot.INTENDED, text) is Slot.OUT_OF_SCOPE
    assert slot_of_text(Slot.MIXED, text) is Slot.OUT_OF_SCOPE


def test_a_mixed_heading_lets_each_text_decide():
    """Limits are limitations, the rest are uses."""
    assert slot_of_text(Slot.MIXED, "Accuracy is worse on dialects.") is Slot.LIMITATION
    assert slot_of_text(Slot.MIXED, "Use it to sort letters.") is Slot.INTENDED


def test_under_other_headings_texts_stay_what_the_heading_says():
    """A limitation stays one, whatever words it uses."""
    assert slot_of_text(Slot.LIMITATION, "It is not intended for children.") is Slot.LIMITATION
