"""A new control passes every check at once."""

import json
import shutil
from pathlib import Path

import jsonpatch
import pytest

from fixtures.derive import CASES
from fixtures.render import FIXTURES
from gate.cli.local import local_policy
from gate.decide import Gate, Question
from gate.errors import Misconfigured
from gate.people.source import OrganisationSource
from gate.policy.authoring.json_text import as_text
from gate.policy.authoring.scaffold import new_control
from gate.policy.build import build_release
from gate.policy.mutation import run_mutants
from gate.policy.policy_tests import run_policy_tests
from gate.policy.toolchain import find_opa
from tests.policy_folder import POLICIES, checked, policy_folder, refusals


@pytest.mark.parametrize("control", ["A.6.2.7", "CL-6.1.2/8.2", "ACME.1"])
def test_a_new_control_builds_and_its_tests_pass(control: str, tmp_path: Path) -> None:
    """Rule and test are there, and an author changes them from there."""
    folder = policy_folder(tmp_path / "policies", {}, machinery=True)

    made = new_control(folder, control)

    assert made.test.name == f"{made.rule.stem}_test.rego"
    assert f"{control}-1" in [each.rule for each in checked(folder).catalogue.rules]
    assert run_policy_tests(folder, only=made.test.stem).passed


def test_what_is_written_is_formatted(tmp_path: Path) -> None:
    """The first check an author meets is not about white space."""
    folder = policy_folder(tmp_path / "policies", {})
    new_control(folder, "A.6.2.7")

    assert find_opa(folder).run(["fmt", "--list", "iso42001"], folder=folder).output == b""


def test_a_control_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """Not even when only the test is there."""
    folder = policy_folder(tmp_path / "policies", {})
    made = new_control(folder, "A.6.2.7")
    made.rule.unlink()

    with pytest.raises(Misconfigured, match="there already"):
        new_control(folder, "A.6.2.7")

    assert not made.rule.exists()


def test_the_rule_reads_its_threshold_from_a_table(tmp_path: Path) -> None:
    """Another number there is another rule, and one that does not fit is refused."""
    folder = policy_folder(tmp_path / "policies", {}, machinery=True)
    made = new_control(folder, "A.6.2.7")
    text = made.tables.read_text()

    made.tables.write_text(text.replace("words: 5", "words: 9"))
    assert run_policy_tests(folder, only=made.test.stem).passed
    made.tables.write_text(text.replace("words: 5", "words: 0"))
    assert any(place.startswith("data/a_6_2_7.yaml") for place in refusals(folder))


def test_its_proof_is_noticed_by_its_own_tests(tmp_path: Path) -> None:
    """Dropped or negated: what an author starts from has tests that can fail."""
    folder = policy_folder(tmp_path / "policies", {}, machinery=True)
    new_control(folder, "A.6.2.7")

    assert run_mutants(folder, only="^a_6_2_7$").passed


def test_without_a_folder_of_cases_no_case_is_written(tmp_path: Path) -> None:
    """As in a folder of policies alone."""
    folder = policy_folder(tmp_path / "policies", {})

    assert new_control(folder, "A.6.2.7").case is None


def test_a_case_needs_the_request_that_it_comes_from(tmp_path: Path) -> None:
    """And nothing is left half written."""
    folder = policy_folder(tmp_path / "policies", {})

    with pytest.raises(Misconfigured, match="a case can come from"):
        new_control(folder, "A.6.2.7", cases=tmp_path / "requests")

    assert not (folder / "iso42001").exists()
    assert not (folder / "data").exists()


def test_the_case_is_one_change_away_from_an_allowed_request(tmp_path: Path) -> None:
    """Written as `make cases` would write it."""
    folder = policy_folder(tmp_path / "policies", {})
    made = new_control(folder, "ACME.1", cases=_cases(tmp_path))
    assert made.case is not None

    change = json.loads((made.case / "change.json").read_text())
    origin = json.loads((CASES / change["from"] / "request.json").read_text())
    changed = jsonpatch.apply_patch(origin, change["change"])
    assert (made.case / "request.json").read_text() == as_text(changed)
    assert json.loads((made.case / "expected.json").read_text()) == {
        "outcome": "deny",
        "rules": ["ACME.1-1"],
    }
    assert (made.case / "README.md").read_text().startswith("# acme_1_deny\n\n")


@pytest.mark.slow
def test_the_case_is_denied_by_the_new_rule_alone(tmp_path: Path) -> None:
    """With all the policies there are; the request that it comes from stays allowed."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    made = new_control(folder, "ACME.1", cases=_cases(tmp_path))
    assert made.case is not None
    release = tmp_path / "release.tar"
    build_release(folder, release)

    answers = {}
    with local_policy(release, tmp_path / "cache") as policy:
        gate = Gate(policy, organisation=OrganisationSource(FIXTURES / "organisation"))
        for case in (made.case, CASES / "manual_search_dev_allow"):
            body = b'{"request": ' + (case / "request.json").read_bytes() + b"}"
            asked = Question(body=body, principal="tests", seconds=60.0)
            answers[case.name] = gate.dry_run(asked).document

    assert answers["manual_search_dev_allow"]["would_be"] == "allow"
    assert answers["acme_1_deny"]["would_be"] == "deny"
    denied = [
        each["rule"] for each in answers["acme_1_deny"]["findings"] if each["severity"] == "deny"
    ]
    assert denied == ["ACME.1-1"]


def _cases(tmp_path: Path) -> Path:
    """A folder with the one case that a new one comes from."""
    name = "manual_search_dev_allow"
    shutil.copytree(CASES / name, tmp_path / "requests" / name)
    return tmp_path / "requests"


@pytest.mark.parametrize("control", ["", "a.6", "A", "A.", "../A.1", "A.1\n", "CL-", "TOO.LONG..1"])
def test_an_id_that_is_none_is_refused(control: str, tmp_path: Path) -> None:
    """It would become a file name."""
    with pytest.raises(Misconfigured, match="not the id of a control"):
        new_control(policy_folder(tmp_path / "policies", {}), control)
