"""The lists of what the gate takes for a placeholder."""

import re

import pytest

from gate.intake import quality_lists as module
from gate.intake.quality_lists import quality_lists
from gate.model.request import DeploymentRequest
from gate.strict_yaml import read_yaml
from tests.shared import shared


def _long_texts(schema):
    """Paths of all fields that may hold a long text."""
    found = set()

    def walk(node, path):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        if node.get("maxLength") == 20_000:
            found.add(path)
        for name, child in node.get("properties", {}).items():
            walk(child, f"{path}.{name}" if path else name)
        if isinstance(node.get("items"), dict):
            walk(node["items"], path + "[]")

    walk(schema, "")
    return found


def test_every_long_text_of_the_request_is_prose():
    """Fifty-nine fields, and three short ones that hold sentences too."""
    prose = {path for path, name in quality_lists().class_of_path.items() if name == "prose"}
    long_texts = _long_texts(DeploymentRequest.model_json_schema())

    assert len(long_texts) == 59
    assert prose - long_texts == {
        "approvals[].conditions[].text",
        "waivers[].granted_by.conditions[].text",
        "impact_assessment.fria.specific_risks[]",
    }
    assert long_texts - prose == set()


def test_every_path_is_one_of_the_request():
    """A path that the schema does not have would never be looked at."""
    schema = DeploymentRequest.model_json_schema()
    known = set()

    def walk(node, path):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        known.add(path)
        for name, child in node.get("properties", {}).items():
            walk(child, f"{path}.{name}" if path else name)
        if isinstance(node.get("items"), dict):
            walk(node["items"], path + "[]")

    walk(schema, "")

    assert set(quality_lists().class_of_path) - known == set()


def test_the_digest_is_that_of_the_content():
    """Written as all digests are."""
    assert re.fullmatch("sha256:[0-9a-f]{64}", quality_lists().digest)


@pytest.mark.parametrize(
    "name",
    [
        *("placeholders", "placeholder_patterns", "question_starts", "placeholder_inside"),
        *("template_variable_whole", "field_echo", "none_words", "headings", "ratio_metrics"),
        *("missing_below", "report_below", "template_fingerprints"),
    ],
)
def test_the_lists_are_those_of_the_specification(name):
    """Entry by entry; a pattern that repeats a character may name its group."""
    specified = read_yaml((shared("design") / "rules/quality.yaml").read_text()).value["quality"]
    ours = read_yaml(module._FILE.read_text()).value[name]
    if name == "placeholder_patterns":
        ours = [pattern.replace("(?P<repeated>.)(?P=repeated)", r"(.)\1") for pattern in ours]
    if name == "template_fingerprints":
        assert ours.split() == specified[name].split()
    else:
        assert ours == specified[name]
