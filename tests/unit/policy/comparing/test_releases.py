"""Two releases compared: every kind of change, in words that name the rule and both values."""

import json
from pathlib import Path

import pytest

from gate.cli.diff_text import diff_markdown, diff_text
from gate.policy.build import build_release
from gate.policy.comparing.releases import Comparison, compare
from gate.policy.release import Release
from tests.policy_folder import RULE, control, policy_folder
from tests.unit.cli.commands import gate

T_1_2 = (
    RULE.replace("T.1-1", "T.1-2")
    .replace("purpose", "name")
    .replace("  remediation", "  severity: [{when: always, set: R}]\n#   remediation")
)
BEING_TRIED = 'when contains ["T.1-1", "being_tried"] if input.system.name == "trial"\n'
T_1_3 = RULE.replace("T.1-1", "T.1-3").replace("purpose", "version")

OVERRIDES = """
tables:
  FAIR: {min_ratio: 0.9}
  SEVERITY: {K: {dev: [warn, review, review, deny]}}
release:
  name: acme
  version: 2
  expires: 2030-01-31
  rollout: {T.1: {mode: warn, from: 2027-03-01}}
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Policies, and the same with a control that somebody worked on."""
    place = tmp_path_factory.mktemp("compared")
    changed = (
        RULE.replace("[system.purpose]", "[system.name]")
        .replace("State the purpose.", "Say what it is for.")
        .replace("#   needs", "#   severity: [{when: being_tried, set: W}]\n#   envs: [staging, prod]\n#   needs")
        .replace("is_string(input.system.purpose)", "is_string(input.system.name)")
    )  # fmt: skip
    policy_folder(place / "before", control(RULE, T_1_2), machinery=True)
    policy_folder(place / "after", control(changed, BEING_TRIED, T_1_3), machinery=True)
    days = place / "after" / "gate" / "lib" / "days.rego"
    days.write_text(days.read_text() + "\n_spare := 1\n")
    return place / "before", place / "after"


@pytest.fixture(scope="module")
def releases(folders: tuple[Path, Path]) -> tuple[Release, Release]:
    """A release of each; the second one with values of an organisation."""
    before, after = folders
    overrides = after.parent / "acme.yaml"
    overrides.write_text(OVERRIDES)
    return (
        build_release(before, before.parent / "before.tar"),
        build_release(after, after.parent / "after.tar", overrides=overrides),
    )


@pytest.fixture(scope="module")
def comparison(releases: tuple[Release, Release]) -> Comparison:
    """From the first to the second."""
    return compare(*releases)


def said(comparison: Comparison, kind: str) -> list[str]:
    return [change.words for change in comparison.changes if change.kind == kind]


def test_rules_come_and_go(comparison: Comparison) -> None:
    """With the fact that they are about."""
    assert said(comparison, "rule_removed") == ["T.1-2 is gone: The system has a name"]
    assert said(comparison, "rule_added") == ["T.1-3 is new: The system has a version"]


def test_severities_are_told_by_rule_environment_and_tier(comparison: Comparison) -> None:
    """A rule of a profile whose table changed, and one that is no longer asked somewhere."""
    words = said(comparison, "severity")

    assert "T.1-1 is not asked now in dev at the tiers minimal and limited (before: warn)" in words
    assert "T.1-1 is not asked now in dev at tier critical (before: deny)" in words
    assert "T.1-1: warn when being tried (before: no exception)" in words
    assert not [each for each in words if "T.1-2" in each or "T.1-3" in each]


def test_thresholds_are_told_by_their_path(comparison: Comparison) -> None:
    """Both values; and nothing of tables that are the same."""
    assert said(comparison, "threshold") == [
        "FAIR.min_ratio: 0.8 → 0.9",
        "SEVERITY.K.dev at tier limited: warn → review",
    ]


def test_the_rest_is_told_too(comparison: Comparison) -> None:
    """Rollout, needs, texts, proofs, and the release itself."""
    assert said(comparison, "rollout") == ["T.1: warn from 2027-03-01 (before: enforce)"]
    assert said(comparison, "asked") == [
        "T.1-1 needs system.name as well and no longer needs system.purpose"
    ]
    assert said(comparison, "text") == [
        "remediation of T.1-1: State the purpose. → Say what it is for."
    ]
    assert [words.split(" (")[0].split(" in what")[0] for words in said(comparison, "proof")] == [
        "gate/lib/days.rego is another one",
        "the proof of T.1-1 is another one",
    ]
    assert said(comparison, "release") == [
        "name of the release: iso42001 → acme",
        "version of the release: 1 → 2",
        "expires of the release: none → 2030-01-31",
    ]


def test_a_release_compared_with_itself_has_nothing_to_tell(
    releases: tuple[Release, Release],
) -> None:
    """And says so."""
    told = compare(releases[0], releases[0]).as_json()

    assert told["changes"] == []
    assert told["counts"] == {}
    assert "Nothing differs" in diff_text(told)
    assert "Nothing differs" in diff_markdown(told)


def test_people_read_it_by_kind(comparison: Comparison) -> None:
    """The gravest first; in Markdown no word of a policy becomes markup."""
    told = comparison.as_json()
    text, markdown = diff_text(told), diff_markdown(told)

    assert (
        text.index("Rules that are gone (1)") < text.index("Severities (") < text.index("Texts (1)")
    )
    assert "  FAIR.min_ratio: 0.8 → 0.9\n" in text
    assert "## Thresholds and lists (2)\n\n- FAIR.min\\_ratio: 0.8 → 0.9\n" in markdown


def test_the_command_takes_releases_and_folders_of_policies(
    folders: tuple[Path, Path], comparison: Comparison
) -> None:
    """A folder is built first; a file is read; anything else is refused."""
    told = gate("policy", "diff", folders[0], folders[0].parent / "after.tar", "--output", "json")
    form = gate("policy", "diff", "a", "b", "--output", "env")
    none = gate("policy", "diff", folders[0].parent / "before.tar", "nowhere.tar")

    assert json.loads(told.out) == json.loads(json.dumps(comparison.as_json()))
    assert (form.code, none.code) == (2, 2)
    assert "--output markdown" in form.err
    assert "cannot be read" in none.err
