"""Tables and the release's own file are checked against their schemas, with line and fix."""

import json
from datetime import date
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy.authoring.sources import read_sources
from tests.policy_folder import RULE, checked, control, policy_folder, refusals

_SCHEMA = json.dumps(
    {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "AGE": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
            "MODE": {"type": "object"},
            "WAIVER": {"type": "object"},
            "SOA": {"type": "object"},
            "TIER": {"type": "object"},
        },
    }
)


_PROVED = {
    "gate/applicability.rego": (
        'package gate.applicability\n\ncontradictions contains "proved" if count(input.data) > 0\n'
    ),
    "gate/tier.rego": (
        'package gate.tier\n\n_speaks contains "spoken" if is_string(input.system.purpose)\n'
    ),
}


def _with_tables(folder: Path, tables: str, **more: str) -> Path:
    files = {"data/a.yaml": tables, "data/a.schema.json": _SCHEMA, **more}
    return policy_folder(folder / "policies", {**control(RULE), **files})


def test_tables_of_all_files_are_put_together(tmp_path: Path) -> None:
    """Two files may fill one group."""
    more = {"data/b.yaml": "AGE: {second: 2}\n", "data/b.schema.json": _SCHEMA}
    folder = _with_tables(tmp_path, "AGE: {first: 1}\n", **more)

    assert checked(folder).data["tables"] == {"AGE": {"first": 1, "second": 2}}


@pytest.mark.parametrize(
    ("tables", "line", "words"),
    [
        ("AGE:\n  a: 1\n  b: 0\n", 3, "/AGE/b"),
        ("AGE:\n  a: x\n", 2, "/AGE/a"),
        ("OTHER: 1\n", 1, "OTHER"),
        ("AGE: {a: 1}\nAGE: {a: 2}\n", 2, "twice"),
        ("AGE: [\n", 2, "not YAML"),
        ("MODE:\n  fixed: [T.1-9]\n", 2, "unknown rule: T.1-9"),
        ("MODE:\n  fixed: [[T.1-1]]\n", 2, "unknown rule"),
        ("MODE:\n  fixed:\n  - T.1-1\n  - t.1-1\n", 4, "unknown rule: t.1-1"),
        ("WAIVER:\n  never: [T.1-9]\n", 2, "unknown rule: T.1-9"),
        ("SOA:\n  contradicted:\n    T.9: proved\n", 3, "unknown control: T.9"),
        ("SOA:\n  contradicted:\n    T.1: unheard\n", 3, "unheard"),
        ("SOA:\n  contradicted:\n    T.1: [proved]\n", 3, "nowhere proved"),
        ("TIER:\n  sources:\n    facts:\n    - {code: unheard}\n", 4, "unheard"),
        ("TIER:\n  sources:\n    classes: [spoken, {code: spoken}]\n", 3, "None"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    tables: str, line: int, words: str, tmp_path: Path
) -> None:
    """The line of the value is named."""
    found = refusals(_with_tables(tmp_path, tables, **_PROVED))

    assert words in found[f"data/a.yaml:{line}"]


def test_names_that_policies_and_catalogue_have_are_accepted(tmp_path: Path) -> None:
    """Rules, controls, and the conditions and sources that a policy proves."""
    tables = (
        "MODE: {fixed: [T.1-1]}\nWAIVER: {never: [T.1-1]}\nSOA: {contradicted: {T.1: proved}}\n"
        "TIER: {sources: {classes: [{code: spoken}], facts: []}}\n"
    )

    assert checked(_with_tables(tmp_path, tables, **_PROVED)).data["tables"]


def test_a_table_in_two_files_is_refused(tmp_path: Path) -> None:
    """Which of the two would count is nobody's guess."""
    more = {"data/b.yaml": "AGE:\n  first: 2\n", "data/b.schema.json": _SCHEMA}

    found = refusals(_with_tables(tmp_path, "AGE: {first: 1}\n", **more))

    assert "AGE.first is in another file" in found["data/b.yaml:2"]


def test_tables_without_a_schema_are_refused(tmp_path: Path) -> None:
    """Data that governance edits is never unchecked."""
    folder = policy_folder(tmp_path / "policies", {**control(RULE), "data/a.yaml": "x: 1\n"})

    assert "no schema" in refusals(folder)["data/a.yaml:1"]


def test_tables_that_are_not_text_are_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are not guessed at."""
    folder = _with_tables(tmp_path, "")
    (folder / "data" / "a.yaml").write_bytes(b"\xff")

    assert "not UTF-8" in refusals(folder)["data/a.yaml:1"]


_RELEASE = "name: mine\nversion: 3\nexpires: 2030-01-31\nrollout:\n  {rollout}\n"


def _with_release(folder: Path, text: str) -> Path:
    return policy_folder(folder / "policies", {**control(RULE), "release.yaml": text})


def test_the_release_file_is_read(tmp_path: Path) -> None:
    """Name, version, expiry and rollout reach the release."""
    rollout = '"*": {mode: warn}\n  T.1: {mode: enforce, from: 2029-01-01}'
    folder = _with_release(tmp_path, _RELEASE.replace("{rollout}", rollout))

    policies = checked(folder)

    assert policies.release.name == "mine"
    assert policies.release.version == 3
    assert policies.release.expires == date(2030, 1, 31)
    assert policies.data["policy"] == {
        "rollout": {"*": {"mode": "warn"}, "T.1": {"mode": "enforce", "from": "2029-01-01"}}
    }
    assert policies.id == f"mine/3/{policies.sources.digest}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (_RELEASE.replace("{rollout}", "T.1: {mode: loud}"), 5, "loud"),
        (_RELEASE.replace("{rollout}", "T.1: {mode: warn, from: 2029-02-30}"), 5, "/from"),
        (_RELEASE.replace("{rollout}", "T.1: {mode: warn, from: soon}"), 5, "/from"),
        (_RELEASE.replace("{rollout}", "T.1: {from: 2029-01-01}"), 5, "mode"),
        (_RELEASE.replace("{rollout}", "T.9: {mode: warn}"), 5, "unknown control: T.9"),
        (_RELEASE.replace("{rollout}", "T.1: {mode: warn}\n  T/9~: {mode: warn}"), 6, "T/9~"),
        (_RELEASE.replace("\n  {rollout}", " {}").replace("3", "0", 1), 2, "/version"),
        (_RELEASE.replace("\n  {rollout}", " {}").replace("01-31", "01-32"), 3, "/expires"),
        (_RELEASE.replace("\n  {rollout}", " {}").replace("mine", "My own"), 1, "/name"),
        ("name: mine\n", 1, "required"),
        ("- mine\n", 1, "object"),
        ("name: [\n", 2, "not YAML"),
    ],
)
def test_a_release_file_that_cannot_be_right_is_refused(
    text: str, line: int, words: str, tmp_path: Path
) -> None:
    """Unknown modes, days that do not exist, unknown controls."""
    found = refusals(_with_release(tmp_path, text))

    assert words in found[f"release.yaml:{line}"]


def test_a_folder_that_is_not_there_says_what_is_needed(tmp_path: Path) -> None:
    """An installed package has no policies, and says so."""
    with pytest.raises(Misconfigured, match="source checkout"):
        read_sources(tmp_path / "policies")


def test_a_folder_that_lacks_a_file_says_which(tmp_path: Path) -> None:
    """Any other folder is no folder of policies."""
    with pytest.raises(Misconfigured, match=r"no clock\.schema\.json|no schemas|is not a folder"):
        read_sources(tmp_path)


def test_tests_are_not_part_of_the_digest(tmp_path: Path) -> None:
    """A release stays the same when only a test changes, and nothing else leaves it the same."""
    folder = policy_folder(tmp_path / "policies", control(RULE))
    before = read_sources(folder).digest

    (folder / "iso42001" / "t_1_test.rego").write_text("package iso42001.t_1_test\n")
    assert read_sources(folder).digest == before

    (folder / "iso42001" / "t_1.rego").write_text("package iso42001.t_1\n")
    assert read_sources(folder).digest != before


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    """A release that asks nothing would allow everything."""
    with pytest.raises(Misconfigured, match="has no rule"):
        checked(policy_folder(tmp_path / "policies", {}))
