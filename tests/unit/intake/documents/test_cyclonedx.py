"""CycloneDX bills, judged by the files with which CycloneDX tests its own tools."""

import json

import pytest

from gate.intake.documents import partial_request
from gate.intake.documents.cyclonedx import CycloneDxImporter
from gate.intake.documents.reading import Unreadable
from tests.shared import shared

SPECIFIED = shared("corpus") / "cyclonedx-spec"
SHOWN = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "components": [
        {
            "type": "machine-learning-model",
            "name": "sorter",
            "version": "1.4",
            "licenses": [{"license": {"id": "MIT"}}],
            "modelCard": {
                "modelParameters": {"task": "classification"},
                "considerations": {
                    "technicalLimitations": ["Letters in other languages are sorted wrongly."],
                    "useCases": ["Sorting letters"],
                },
            },
        },
        {"type": "data", "name": "letters"},
        {"type": "library", "name": "numpy"},
    ],
}


def read(document):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return CycloneDxImporter().read(content)


@pytest.mark.parametrize("path", sorted(SPECIFIED.glob("valid-*.json")), ids=lambda path: path.name)
def test_what_its_authors_call_valid_is_valid(path):
    """Every kind of bill, of three versions."""
    assert read(path.read_bytes()).valid


NOT_EVEN_CYCLONEDX = SPECIFIED / "invalid-bomformat-1.7.json"


@pytest.mark.parametrize(
    "path",
    sorted(set(SPECIFIED.glob("invalid-*.json")) - {NOT_EVEN_CYCLONEDX}),
    ids=lambda path: path.name,
)
def test_what_its_authors_call_invalid_is_not(path):
    """It is recorded as not valid, with the place and without the value."""
    reading = read(path.read_bytes())

    assert not reading.valid
    assert "does not keep the schema" in reading.warnings[0]


def test_what_does_not_say_that_it_is_cyclonedx_is_refused():
    """It may be anything."""
    with pytest.raises(Unreadable, match="/bomFormat"):
        read(NOT_EVEN_CYCLONEDX.read_bytes())


def test_a_model_and_its_data_are_read():
    """Name, version, licence, limits; a library is neither."""
    partial = partial_request("auto", json.dumps(SHOWN).encode(), "bom.json")

    (model,) = partial["request"]["models"]
    assert (model["name"], model["version"]) == ("sorter", "1.4")
    assert model["licence"] == {"expression": "MIT"}
    assert model["limitations"] == ["Letters in other languages are sorted wrongly."]
    assert [data["name"] for data in partial["request"]["data"]] == ["letters"]
    assert partial["unmapped_fields"] == ["useCases"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "the document"),
        (b"[]", "/bomFormat"),
        (b'{"bomFormat": "SPDX"}', "/bomFormat"),
        (b'{"bomFormat": "CycloneDX"}', "/specVersion"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.4"}', "/specVersion"),
        (b'{"bomFormat": "CycloneDX", "bomFormat": "CycloneDX"}', "the document"),
        (b"\xff", "the document"),
    ],
)
def test_what_is_no_bill_is_refused(content, place):
    """With the place, and what was expected there."""
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert refused.value.place == place


def test_strange_shapes_are_read_as_far_as_they_go():
    """Lists where objects belong, and names that are none."""
    strange = {**SHOWN, "components": [7, {"type": "machine-learning-model", "modelCard": []}, {}]}
    reading = read(strange)

    assert not reading.valid
    assert [part.names for part in reading.models] == [()]
