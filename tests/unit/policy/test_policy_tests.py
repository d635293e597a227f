"""Tests of policies run with the data of the release, and every line has to be reached."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy.policy_tests import run_policy_tests
from tests.policy_folder import RULE, T_1, control, policy_folder

_TEST = "iso42001/t_1_test.rego"
_HEAD = "package iso42001.t_1_test\n\nimport data.iso42001.t_1\n\n"
_PASSES = 'test_a_text if "T.1-1" in t_1.passes with input as {"system": {"purpose": "x"}}\n'
_FAILS = 'test_a_number if "T.1-1" in t_1.passes with input as {"system": {"purpose": 1}}\n'
_READS_DATA = 'test_data if data.catalogue.rules["T.1-1"].profile == "K"\n'
_MORE = "_unused if {\n\tinput.system.id\n}\n"


def _folder(tmp_path: Path, tests: str, *more: str) -> Path:
    return policy_folder(tmp_path / "policies", {**control(RULE, *more), _TEST: _HEAD + tests})


def test_tests_that_pass_and_reach_every_line_pass(tmp_path: Path) -> None:
    """The data of the release is there."""
    report = run_policy_tests(_folder(tmp_path, _PASSES + _READS_DATA))

    assert report.passed
    assert report.lines == 1


def test_a_test_that_fails_is_named(tmp_path: Path) -> None:
    """With what OPA says of it."""
    report = run_policy_tests(_folder(tmp_path, _PASSES + _FAILS))

    assert not report.passed
    assert "test_a_number" in report.failures


def test_a_line_that_no_test_reaches_is_named(tmp_path: Path) -> None:
    """File and line, so that an editor opens it."""
    report = run_policy_tests(_folder(tmp_path, _PASSES, _MORE))

    assert not report.passed
    assert report.failures == ""
    assert [str(place) for place in report.uncovered] == [f"{T_1}:17", f"{T_1}:18"]


def test_chosen_tests_run_without_coverage(tmp_path: Path) -> None:
    """One control at a time while it is being written."""
    report = run_policy_tests(_folder(tmp_path, _PASSES + _FAILS, _MORE), only="test_a_text")

    assert report.passed
    assert report.lines == 0


def test_no_test_at_all_is_a_failure(tmp_path: Path) -> None:
    """An empty run proves nothing."""
    assert not run_policy_tests(_folder(tmp_path, _PASSES), only="no_such_test").passed
    assert not run_policy_tests(policy_folder(tmp_path / "other", control(RULE))).passed


def test_policies_that_are_refused_are_not_tested(tmp_path: Path) -> None:
    """What cannot be right need not be tried."""
    with pytest.raises(Misconfigured, match="refused"):
        run_policy_tests(_folder(tmp_path, _PASSES, "public := 1\n"))
