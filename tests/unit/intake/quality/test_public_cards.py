"""What every public card that stands beside the checkout reaches on its own.

The card alone fills the request: no native field stands beside it. Each score was reviewed by eye
against the card, and the table says why it is deserved. Every run prints it.
"""

import csv
import json
from datetime import UTC, datetime

import pytest

from gate.intake.documents import Unreadable, format_names, partial_request
from gate.intake.quality import card_scores, quality
from gate.intake.walk import leaves
from tests.shared import shared
from tests.toolkit_cards import toolkit_request

CORPUS = shared("corpus")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORMATS = {
    "hf-card": "hf_card",
    "hf-card-template": "hf_card",
    "md-model-card": "hf_card",
    "cyclonedx": "cyclonedx",
}
"""The formats of the corpus as requests name them."""

_KINDS = {"model_card", "dataset_card", "template", "ml_bom"}
_HUB = "huggingface_hub/"
_TOOLKIT = "model-card-toolkit/"
_BILLS = "cyclonedx-spec/valid-machine-learning"

REVIEWED = {
    "openai/gpt-2.model_card.md": (
        34,
        "name and version; three intended users and uses, two deep uses out of scope; two deep "
        "limitations; no licence, no measured value, nobody to ask",
    ),
    "openai/whisper.model-card.md": (
        34,
        "name; intended users and one deep use out of scope; four deep limitations and a risk; its "
        "measurements are in a paper, nobody to ask",
    ),
    _HUB + "sample_simple_model_index.md": (
        16,
        "a licence and two values on a named dataset, without sample size; says nothing of use or "
        "limits, and its name is a sample's",
    ),
    _HUB + "sample_invalid_model_index.md": (0, "its results break the rules of the format"),
    _HUB + "sample_simple.md": (
        0,
        "a licence, a dataset and a sample's name: no use, no limit, no value",
    ),
    _HUB + "sample_no_metadata.md": (0, "a name alone"),
    _HUB + "sample_windows_line_breaks.md": (0, "a licence and a greeting"),
    _HUB + "sample_template.md": (0, "a template"),
    _HUB + "sample_datasetcard_template.md": (0, "a template"),
    _HUB + "modelcard_template.md": (0, "the template itself"),
    _BILLS + "-1.5.json": (17, "name, version, one limitation and one trade-off of one sentence"),
    _BILLS + "-1.6.json": (17, "the same bill"),
    _BILLS + "-1.7.json": (17, "the same bill"),
    _BILLS + "-considerations-env-1.6.json": (0, "its considerations are of energy alone"),
    _BILLS + "-considerations-env-1.7.json": (0, "the same bill"),
    "mlbom-goldenset/owasp-aibom_Llama-3.1-8B-Instruct.cdx16.json": (
        0,
        "its only limitation is a line of a licence, cut off: of liability",
    ),
    _TOOLKIT + "cats_vs_dogs_v0_0_2.json": (
        63,
        "name, version, licence, date, an owner with an address, a use and its users, a limitation, "
        "a risk, accuracy by slice; no sample size, nothing out of scope",
    ),
    _TOOLKIT + "cats_vs_dogs_v0_0_1.json": (63, "the same card in the older layout"),
    _TOOLKIT + "full.json": (
        34,
        "every text echoes its field; version, licence, date, an address and one value stay",
    ),
    _TOOLKIT + "considerations.json": (0, "says that it has no limitations and no trade-offs"),
    _TOOLKIT + "train_data.json": (0, "data and owners, and nothing of use, limits or values"),
}
"""The score of each card, and in a line why it is plausible."""

WITHOUT_MODEL = {
    _HUB + "datasetcard_template.md",
    _HUB + "sample_datasetcard_simple.md",
    "cyclonedx-spec/valid-component-data-1.6.json",
    "cyclonedx-spec/valid-component-data-1.7.json",
}
"""They describe data; there is no model to score."""

NOT_READ = {
    _HUB + "sample_invalid_card_data.md": "its front matter is a list",
    _TOOLKIT + "full.pbtxt": "full.json as Protobuf text",
    "mlbom-goldenset/cdx2spdx_nsfw_image_detection.spdx301.json": "SPDX 3",
    **{
        f"{_BILLS}{bill}": "CycloneDX is read as JSON"
        for bill in (
            *("-1.7.textproto", "-1.7.xml"),
            *("-considerations-env-1.7.textproto", "-considerations-env-1.7.xml"),
        )
    },
}
"""Cards without a score, since nothing reads them."""


def _cards():
    """The format of every card of the corpus by its path."""
    with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in _KINDS]
    return {row["path"]: row["format"] for row in rows}


def _request_of(path):
    """What a card fills of an empty request."""
    content = (CORPUS / path).read_bytes()
    stated = _cards()[path]
    if stated == "mct":
        return toolkit_request(json.loads(content))
    return partial_request(FORMATS[stated], content, path.rpartition("/")[2])["request"]


def _scores_of(path):
    """The score of each model that a card describes."""
    request = _request_of(path)
    found = quality(request, leaves(request), now=NOW, evidence={})
    return list(card_scores(request, found, NOW).values())


def test_every_card_of_the_corpus_was_reviewed(capsys):
    """Printed on every run, the best first, so that a person can look again."""
    with capsys.disabled():
        print("\n  card scores of the public cards, and why")
        for path, (_, why) in sorted(REVIEWED.items(), key=lambda item: -item[1][0]):
            print(f"  {_scores_of(path)[0]:3}  {path}: {why}")

    assert _cards().keys() == REVIEWED.keys() | WITHOUT_MODEL | NOT_READ.keys()


@pytest.mark.parametrize("path", REVIEWED)
def test_a_card_has_the_score_that_was_reviewed(path):
    """And one model."""
    assert _scores_of(path) == [REVIEWED[path][0]]


@pytest.mark.parametrize("path", sorted(WITHOUT_MODEL))
def test_a_card_of_data_has_no_score(path):
    """A score is a model's."""
    assert _scores_of(path) == []


@pytest.mark.parametrize("path", [path for path in _cards() if "template" in path])
def test_a_template_has_no_points(path):
    """However long it is."""
    assert not any(_scores_of(path))


@pytest.mark.parametrize("path", sorted(NOT_READ))
def test_a_card_that_is_not_read_is_refused(path):
    """In a format that the gate has not, or against the rules of one that it has."""
    stated = FORMATS.get(_cards()[path])
    if stated is None:
        assert _cards()[path] in {"mct", "spdx3-jsonld"}
        assert not {"model_card_toolkit", "spdx3"} & set(format_names())
    else:
        with pytest.raises(Unreadable):
            partial_request(stated, (CORPUS / path).read_bytes(), path.rpartition("/")[2])


@pytest.mark.parametrize(
    ("path", "low", "high"),
    [
        ("openai/whisper.model-card.md", 30, 37),
        ("openai/gpt-2.model_card.md", 34, 46),
        (_TOOLKIT + "cats_vs_dogs_v0_0_2.json", 53, 63),
    ],
)
def test_real_cards_reach_what_careful_readers_give(path, low, high):
    """Between two readers, of whom one maps a line that the other leaves."""
    assert low <= REVIEWED[path][0] <= high
