"""An organisation's own values take the place of the project's, checked as an edit would be."""

import json
from pathlib import Path
from typing import Any

import pytest

from gate.errors import Misconfigured
from gate.policy.authoring.checked import CheckedPolicies, check_policies
from gate.policy.authoring.overrides import patched
from gate.policy.authoring.sources import read_sources
from gate.policy.toolchain import find_opa
from tests.policy_folder import RULE, control, policy_folder

_DAYS = {"type": "array", "minItems": 2, "items": {"type": "integer", "minimum": 1}}


def _group(*required: str, **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


_FIRST = _group(
    AGE=_group("policy", policy=_DAYS, drill=_DAYS),
    WAIVER=_group("max", max=_DAYS),
    words={"type": "array", "items": {"type": "string"}},
    CLASS={"type": "object", "additionalProperties": {"type": "object"}},
)
_SECOND = _group(
    WAIVER=_group("soon", soon={"type": "integer"}, later={"type": "integer"}),
    MODE=_group("fixed", fixed={"type": "array"}),
)
_FILES = {
    "data/a.yaml": (
        "AGE: {policy: [1, 2], drill: [3, 4]}\nWAIVER: {max: [90, 60]}\n"
        "words: [a, b]\nCLASS: {odd: {review: true, tier: high}}\n"
    ),
    "data/a.schema.json": json.dumps(_FIRST),
    "data/b.yaml": "WAIVER: {soon: 14}\nMODE: {fixed: [T.1-1]}\n",
    "data/b.schema.json": json.dumps(_SECOND),
}


def _check(folder: Path, overrides: str | bytes) -> CheckedPolicies:
    policies = policy_folder(folder / "policies", {**control(RULE), **_FILES})
    file = folder / "acme.yaml"
    file.write_bytes(overrides if isinstance(overrides, bytes) else overrides.encode())
    return check_policies(read_sources(policies, file), find_opa(policies))


def _refusals(folder: Path, overrides: str | bytes) -> dict[str, str]:
    with pytest.raises(Misconfigured) as caught:
        _check(folder, overrides)
    return {
        problem.pointer.removeprefix(f"{folder}/"): problem.detail
        for problem in caught.value.problems
    }


def _tables(folder: Path, overrides: str) -> Any:
    return _check(folder, overrides).data["tables"]


def test_what_is_stated_takes_the_place_and_the_rest_stays(tmp_path: Path) -> None:
    """Objects are merged by key; a list is replaced as a whole."""
    tables = _tables(
        tmp_path,
        "tables:\n  AGE: {policy: [10, 20]}\n  words: [c]\n  CLASS: {new: {tier: high}}\n",
    )

    assert tables == {
        "AGE": {"policy": [10, 20], "drill": [3, 4]},
        "WAIVER": {"max": [90, 60], "soon": 14},
        "words": ["c"],
        "CLASS": {"odd": {"review": True, "tier": "high"}, "new": {"tier": "high"}},
        "MODE": {"fixed": ["T.1-1"]},
    }


def test_a_group_of_two_files_is_overridden_in_both(tmp_path: Path) -> None:
    """Whoever overrides need not know in which file a key stands."""
    tables = _tables(tmp_path, "tables: {WAIVER: {max: [30, 20], soon: 7}}\n")

    assert tables["WAIVER"] == {"max": [30, 20], "soon": 7}


def test_null_takes_a_key_away(tmp_path: Path) -> None:
    """As in every JSON merge patch."""
    tables = _tables(tmp_path, "tables: {AGE: {drill: null}, CLASS: {odd: {review: null}}}\n")

    assert tables["AGE"] == {"policy": [1, 2]}
    assert tables["CLASS"] == {"odd": {"tier": "high"}}


@pytest.mark.parametrize(
    ("value", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
    ids=str,
)
def test_patches_are_those_of_rfc_7396(value: Any, patch: Any, result: Any) -> None:
    """The examples of its appendix A that a table can have."""
    assert patched(value, patch) == result


def test_the_release_file_is_overridden_too(tmp_path: Path) -> None:
    """An organisation's release has a name, a version and a rollout of its own."""
    release = _check(
        tmp_path,
        "release:\n  name: acme\n  version: 7\n  expires: 2030-01-31\n"
        "  rollout: {T.1: {mode: warn, from: 2027-01-01}}\n",
    ).release

    assert (release.name, release.version, str(release.expires)) == ("acme", 7, "2030-01-31")
    assert release.rollout == {"T.1": {"mode": "warn", "from": "2027-01-01"}}
    assert _check(tmp_path / "again", "release: {expires: null}\n").release.expires is None


@pytest.mark.parametrize(
    ("overrides", "line", "words"),
    [
        ("tables:\n  AGES: {policy: [1, 2]}\n", 2, "no table has AGES"),
        ("tables:\n  age: {policy: [1, 2]}\n", 2, "no table has age"),
        ("tables:\n  AGE:\n    policy: [1, 2]\n    polcy: [1, 2]\n", 4, "/AGE/polcy"),
        ("tables:\n  AGE:\n    polcy: null\n    policy: [1]\n", 4, "/AGE/policy"),
        ("tables:\n  WAIVER:\n    sooner: 1\n", 3, "no table has WAIVER.sooner"),
        ("tables:\n  WAIVER:\n    max: 1\n", 3, "/WAIVER/max"),
        ("tables:\n  WAIVER: 1\n", 2, "no table has WAIVER"),
        ("tables:\n  AGE: [1]\n", 2, "/AGE"),
        ("tables:\n  AGE:\n    policy: ['1', 2]\n", 3, "/AGE/policy/0"),
        ("tables:\n  AGE:\n    policy:\n    - 1\n    - 0\n", 5, "/AGE/policy/1"),
        ("tables:\n  AGE:\n    policy: null\n", 3, "/AGE"),
        ("tables:\n  MODE:\n    fixed:\n    - T.1-1\n    - T.1-9\n", 5, "unknown rule: T.1-9"),
        ("release:\n  nam: acme\n", 2, "/nam"),
        ("release:\n  version: 0\n", 2, "/version"),
        ("release:\n  rollout:\n    T.9: {mode: warn}\n", 3, "unknown control: T.9"),
        ("release:\n  rollout:\n    T.1: {mode: loud}\n", 3, "/rollout/T.1/mode"),
        ("release:\n  rollout:\n    T.1: {mode: warn, from: soon}\n", 3, "/rollout/T.1/from"),
        ("rules: {}\ntables: {}\n", 1, "no part rules"),
        ("tables:\n- AGE\n", 2, "tables has no keys"),
        ("release: acme\n", 1, "release has no keys"),
        ("- tables\n", 1, "no list"),
        ("", 1, "no list"),
        ("tables: {\n", 2, "not YAML"),
        ("tables: {AGE: {}}\ntables: {}\n", 2, "twice"),
        (b"\xff", 1, "UTF-8"),
    ],
)
def test_what_could_not_be_written_into_the_file_itself_is_refused(
    overrides: str | bytes, line: int, words: str, tmp_path: Path
) -> None:
    """Line and fix are those of the overrides."""
    found = _refusals(tmp_path, overrides)

    assert words in found[f"acme.yaml:{line}"]
    assert "Fix: " in found[f"acme.yaml:{line}"]


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """An author of overrides sees all of it in one run."""
    found = _refusals(tmp_path, "tables:\n  AGES: 1\n  AGE: {policy: x}\nrelease:\n  version: x\n")

    assert set(found) == {"acme.yaml:2", "acme.yaml:3", "acme.yaml:5"}


def test_overrides_that_are_not_there_are_not_taken_for_none(tmp_path: Path) -> None:
    """A wrong path must not build a release with the project's values."""
    policies = policy_folder(tmp_path / "policies", {**control(RULE), **_FILES})

    with pytest.raises(Misconfigured, match=r"overrides .*none\.yaml cannot be read"):
        read_sources(policies, tmp_path / "none.yaml")


def test_overrides_are_part_of_the_digest(tmp_path: Path) -> None:
    """By their bytes, not by where they lie."""
    policies = policy_folder(tmp_path / "policies", {**control(RULE), **_FILES})
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text("tables: {}\n")
    other.write_text("tables: {}\n")

    plain = read_sources(policies).digest
    assert read_sources(policies, one).digest == read_sources(policies, other).digest != plain
    other.write_text("tables: {} # reviewed\n")
    assert read_sources(policies, one).digest != read_sources(policies, other).digest
