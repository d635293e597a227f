"""The lists of what the gate takes for a placeholder."""

import re

import pytest

from gate.intake.quality import lists as module
from gate.intake.quality.lists import quality_lists
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
        *("missing_below", "report_below", "template_fingerprints", "keyboard_runs"),
        *("none_joiners", "none_sentences", "absence_min_words", "stop_words", "generic_names"),
        *("fragment_starts", "licence_terms", "licence_numbers", "units", "perfect_n"),
        *("contradiction",),
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


def test_points_and_scores_are_those_of_the_specification():
    """A flaw with two scores has both; a card has every point."""
    specified = read_yaml((shared("design") / "rules/quality.yaml").read_text()).value["quality"]
    ours = module.raw_lists()
    for code, score in specified["scores"].items():
        low, high = ours["scores"][code]
        expected = [0, 70] if code == "placeholder_inside" else score
        assert [low, high] == (expected if isinstance(expected, list) else [score, score])
    card = {name: value for name, value in specified["card"].items() if name != "zero_without"}

    assert ours["card"] == card


def test_paths_of_addresses_metrics_and_dates_are_those_of_the_specification():
    """And where absence, a heading or a repetition is judged."""
    specified = read_yaml((shared("design") / "rules/quality.yaml").read_text()).value["quality"]
    ours = module.raw_lists()
    for name in ("uri", "metric", "past", "name", "licence"):
        assert ours["paths"][name] == specified["paths"][name]
    assert ours["absence_allowed"] == _expanded(specified["absence_allowed"])
    assert [entry["headings"] for entry in ours["wrong_slot"]] == [
        entry["headings"] for entry in specified["wrong_slot"]
    ]
    assert [entry["slot"] for entry in ours["wrong_slot"]] == [
        _expanded(entry["slot"]) for entry in specified["wrong_slot"]
    ]
    assert ours["duplicate"]["exempt_pairs"] == [
        [_expanded([one]), _expanded([other])]
        for one, other in specified["duplicate"]["exempt_pairs"]
    ]


def _expanded(paths):
    """`a.{b,c}` is two paths."""
    found = []
    for path in paths:
        match = re.search(r"\{([^}]*)\}", path)
        if match is None:
            found.append(path)
        else:
            found += [
                path[: match.start()] + each + path[match.end() :] for each in match[1].split(",")
            ]
    return found
