"""`gate policy`, as an author of policies uses it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gate.cli.policy import app
from gate.cli.policy_tests import admissions_text, vacuity_text
from gate.errors import EngineAnswerInvalid, GateError, Invalid, Malformed, Misconfigured
from gate.model.verdict import Outcome
from gate.policy.admissions import AdmissionsReport
from gate.policy.omissions import Admission
from gate.policy.release import load_release
from gate.policy.vacuity import VacuityReport, Vacuous
from tests.policy_folder import RULE, control, policy_folder

_INPUT = {
    "request": {"environment": "prod", "action": "deploy"},
    "classification": {"declared_tier": "minimal"},
    "system": {
        "purpose": "Sorts mail.",
        "decision": {"role": "informs", "domain": "none", "legal_effect": False},
    },
    "facts": {"decision_id": "0192f0aa-0000-7000-8000-000000000001", "quality": {}},
    "clock": {"now": "2026-11-23T09:00:00Z", "days_since": {}},
}


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gate's own rules and control T.1."""
    folder = tmp_path_factory.mktemp("policies") / "policies"
    return policy_folder(folder, control(RULE), machinery=True)


@pytest.fixture(scope="module")
def release(policies: Path) -> Path:
    """A release of them."""
    file = policies.parent / "release.tar"
    assert _run("build", "--out", str(file), "--policies", str(policies)).exit_code == 0
    return file


def _run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def _fails(error: type[GateError], *arguments: str, stdin: str | None = None) -> str:
    result = _run(*arguments, stdin=stdin)
    assert isinstance(result.exception, error), result.output
    return str(result.exception)


def test_build_writes_a_release_and_says_what_is_in_it(policies: Path, tmp_path: Path) -> None:
    """In words, and in JSON for programs."""
    file = tmp_path / "release.tar"
    arguments = ["build", "--out", str(file), "--policies", str(policies)]

    text = _run(*arguments)
    told = json.loads(_run(*arguments, "--output", "json").stdout)

    written = load_release(file)
    assert "7 rules in 2 controls" in text.stdout
    assert told == {
        "release": written.id,
        "digest": written.digest,
        "controls": 2,
        "rules": 7,
        "path": str(file),
    }


def test_build_refuses_policies_with_every_place_and_fix(tmp_path: Path) -> None:
    """The problems go where every problem goes."""
    folder = policy_folder(tmp_path / "policies", control(RULE.replace("K", "Z")), machinery=True)

    result = _run("build", "--out", str(tmp_path / "release"), "--policies", str(folder))

    assert isinstance(result.exception, Misconfigured)
    assert [problem.pointer for problem in result.exception.problems] == ["iso42001/t_1.rego:15"]
    assert not (tmp_path / "release").exists()


def test_build_wants_one_place(tmp_path: Path) -> None:
    """Neither none nor two."""
    _fails(Invalid, "build")
    _fails(Invalid, "build", "--shipped", "--out", str(tmp_path / "release"))


def test_build_takes_an_organisations_own_values(policies: Path, tmp_path: Path) -> None:
    """They make a release of its own, never the shipped one."""
    overrides = tmp_path / "acme.yaml"
    overrides.write_text("release: {name: acme}\n")
    arguments = ["build", "--policies", str(policies), "--overrides", str(overrides)]

    built = _run(*arguments, "--out", str(tmp_path / "release.tar"))

    assert built.exit_code == 0, built.exception
    assert "\nacme/1/sha256:" in built.stdout
    assert load_release(tmp_path / "release.tar").manifest.name == "acme"
    assert "--out" in _fails(Invalid, *arguments, "--shipped")
    assert "--out" in _fails(Invalid, *arguments, "--check")


def test_build_without_sources_says_what_is_needed(tmp_path: Path) -> None:
    """An installed package has only the built release."""
    detail = _fails(Misconfigured, "build", "--out", "x", "--policies", str(tmp_path / "none"))

    assert "source checkout" in detail


def test_build_check_compares_with_the_committed_release() -> None:
    """What `make check` asks."""
    result = _run("build", "--check")

    assert result.exit_code == 0, result.exception
    assert "is the one these policies make" in result.stdout


def test_eval_prints_the_verdict_and_leaves_with_its_code(release: Path, tmp_path: Path) -> None:
    """0 allow, 1 deny; JSON is the object that engines answer."""
    file = tmp_path / "input.json"
    file.write_text(json.dumps(_INPUT))

    allowed = _run("eval", str(file), "--release", str(release), "--output", "json")
    denied = _run(
        "eval",
        "-",
        "--release",
        str(release),
        stdin=json.dumps({**_INPUT, "system": {"decision": _INPUT["system"]["decision"]}}),
    )

    assert allowed.exit_code == 0
    assert json.loads(allowed.stdout)["outcome"] == "allow"
    assert denied.exit_code == 1
    assert "DENY" in denied.stdout
    assert "T.1-1  The system has a purpose" in denied.stdout
    assert "where   /system/purpose" in denied.stdout
    assert "fix     State the purpose." in denied.stdout


def test_eval_tells_of_waivers(release: Path) -> None:
    """One that does not hold beside its finding, one that nothing needs at the end."""
    waived = {**_INPUT, "waivers": [{"control_id": "T.1", "rule_id": "T.1-1"}]}
    arguments = ("eval", "-", "--release", str(release))

    unused = _run(*arguments, stdin=json.dumps(waived))
    denied = _run(
        *arguments,
        stdin=json.dumps({**waived, "system": {"decision": _INPUT["system"]["decision"]}}),
    )

    assert unused.exit_code == 0, unused.exception
    assert "waivers/0 is unused: its rule passes or is not asked here." in unused.stdout
    assert denied.exit_code == 1
    assert "    waiver  waivers/0 is invalid: its reason says too little;" in denied.stdout
    assert "unused" not in denied.stdout


def test_eval_can_use_policies_that_are_not_built(policies: Path) -> None:
    """An author tries a change without a release."""
    result = _run("eval", "-", "--policies", str(policies), stdin=json.dumps(_INPUT))

    assert result.exit_code == 0, result.exception
    assert "7 rules: 5 passed, 2 not applicable." in result.stdout


def test_eval_uses_the_shipped_release_by_default() -> None:
    """An installed package can evaluate."""
    result = _run("eval", "-", stdin=json.dumps(_INPUT))

    assert result.exit_code == 1
    assert "A.9.4-1" in result.stdout


def test_eval_refuses_what_is_no_policy_input(release: Path, tmp_path: Path) -> None:
    """Each with its own error; none of them is an outcome."""
    with_release = ("--release", str(release))

    _fails(Invalid, "eval", str(tmp_path / "none.json"), *with_release)
    _fails(Malformed, "eval", "-", *with_release, stdin="{")
    _fails(Malformed, "eval", "-", *with_release, stdin='{"a": 1, "a": 2}')
    _fails(Invalid, "eval", "-", *with_release, stdin="[]")
    _fails(Invalid, "eval", "-", *with_release, stdin='{"facts": {}}')
    without_clock = {name: value for name, value in _INPUT.items() if name != "clock"}
    _fails(EngineAnswerInvalid, "eval", "-", *with_release, stdin=json.dumps(without_clock))
    _fails(Invalid, "eval", "-", *with_release, "--policies", "policies", stdin="{}")


def test_catalogue_lists_and_counts(release: Path) -> None:
    """Controls with their rules, and the same for programs."""
    text = _run("catalogue", "--release", str(release)).stdout
    listed = json.loads(_run("catalogue", "--release", str(release), "--output", "json").stdout)

    assert text.splitlines()[0] == "GATE  Rules of the gate itself"
    assert "  T.1-1        K  The system has a purpose" in text
    assert text.endswith("7 rules in 2 controls.\n")
    assert [rule["rule"] for rule in listed["rules"]] == [
        *(f"GATE-{number}" for number in range(1, 7)),
        "T.1-1",
    ]


def test_new_writes_a_control_that_can_be_tested(tmp_path: Path) -> None:
    """And says what to do next."""
    folder = policy_folder(tmp_path / "policies", {}, machinery=True)

    written = _run("new", "A.6.2.7", "--policies", str(folder))
    tested = _run("test", "--run", "a_6_2_7", "--policies", str(folder))

    assert "gate policy test --run a_6_2_7" in written.stdout
    assert tested.exit_code == 0, tested.output
    assert tested.stdout == "All tests pass.\n"


def test_new_needs_the_sources(tmp_path: Path) -> None:
    """It does not make a folder of policies out of nothing."""
    _fails(Misconfigured, "new", "A.6.2.7", "--policies", str(tmp_path / "none"))


def test_test_names_what_no_test_reaches(tmp_path: Path) -> None:
    """Exit code 1, file and line."""
    tests = "package iso42001.t_1_test\n\ntest_nothing if true\n"
    folder = policy_folder(
        tmp_path / "policies", {**control(RULE), "iso42001/t_1_test.rego": tests}
    )

    result = _run("test", "--policies", str(folder))

    assert result.exit_code == 1
    assert "iso42001/t_1.rego:15: no test reaches this line" in result.stdout


def test_test_shows_what_failed(tmp_path: Path) -> None:
    """Exit code 1, and what OPA says."""
    tests = "package iso42001.t_1_test\n\ntest_wrong if false\n"
    folder = policy_folder(
        tmp_path / "policies", {**control(RULE), "iso42001/t_1_test.rego": tests}
    )

    result = _run("test", "--policies", str(folder))

    assert result.exit_code == 1
    assert "test_wrong" in result.stdout


def test_silence_is_not_looked_for_beside_chosen_tests(tmp_path: Path) -> None:
    """`--run` promises to do nothing further."""
    for option in ("--inputs", "--admissions"):
        told = _fails(Invalid, "test", "--run", "a_9_2", option, str(tmp_path))

        assert "leave out --inputs and --admissions" in told


def test_what_silence_showed_is_told_with_the_way_out() -> None:
    """A rule that passes by silence, one that could not be tried, or that all is well."""
    vacuous = Vacuous("A.9.2-3", "case", ("oversight", "roles"), "deleted")

    told = vacuity_text(VacuityReport(2, (vacuous,), ("A.9.2-4",), ("take it out",)))

    assert "A.9.2-3 passes in case although /oversight/roles is deleted\n" in told
    assert "A.9.2-4 passes in no document" in told
    assert "take it out\n" in told
    assert vacuity_text(VacuityReport(2, (), ())) == (
        "No rule passes without what it needs, in 2 documents.\n"
    )


def test_what_could_be_left_out_is_told_with_case_place_and_rule() -> None:
    """An admission without a reason, a reason without an admission, or that all is reviewed."""
    admission = Admission("GATE-2", "/classification/eu", "prohibited_deny", Outcome.NEEDS_REVIEW)

    told = admissions_text(AdmissionsReport(2, 1234, (admission,), ("take it out of the row",)))

    assert "prohibited_deny is needs_review without /classification/eu: GATE-2 gives way\n" in told
    assert "take it out of the row\n" in told
    assert "reviewed" not in told
    assert admissions_text(AdmissionsReport(2, 1234, (), ())) == (
        "Every admission that could be left out is reviewed: 1,234 removals, 2 cases.\n"
    )
