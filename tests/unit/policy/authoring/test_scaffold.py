"""A new control passes every check at once."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy.authoring.scaffold import new_control
from gate.policy.policy_tests import run_policy_tests
from gate.policy.toolchain import find_opa
from tests.policy_folder import checked, policy_folder


@pytest.mark.parametrize("control", ["A.6.2.7", "CL-6.1.2/8.2", "ACME.1"])
def test_a_new_control_builds_and_its_tests_pass(control: str, tmp_path: Path) -> None:
    """Rule and test are there, and an author changes them from there."""
    folder = policy_folder(tmp_path / "policies", {}, machinery=True)

    rule, test = new_control(folder, control)

    assert test.name == f"{rule.stem}_test.rego"
    assert f"{control}-1" in [each.rule for each in checked(folder).catalogue.rules]
    assert run_policy_tests(folder, only=test.stem).passed


def test_what_is_written_is_formatted(tmp_path: Path) -> None:
    """The first check an author meets is not about white space."""
    folder = policy_folder(tmp_path / "policies", {})
    new_control(folder, "A.6.2.7")

    assert find_opa(folder).run(["fmt", "--list", "iso42001"], folder=folder).output == b""


def test_a_control_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Not even when only the test is there."""
    folder = policy_folder(tmp_path / "policies", {})
    rule, _ = new_control(folder, "A.6.2.7")
    rule.unlink()

    with pytest.raises(Misconfigured, match="there already"):
        new_control(folder, "A.6.2.7")

    assert not rule.exists()


@pytest.mark.parametrize("control", ["", "a.6", "A", "A.", "../A.1", "A.1\n", "CL-", "TOO.LONG..1"])
def test_an_id_that_is_none_is_refused(control: str, tmp_path: Path) -> None:
    """It would become a file name."""
    with pytest.raises(Misconfigured, match="not the id of a control"):
        new_control(policy_folder(tmp_path / "policies", {}), control)
