"""A proof that nothing tests is found by changing it."""

from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy.mutation import Change, Mutant, run_mutants
from tests.policy_folder import RULE, T_1, control, policy_folder

_TEST = "iso42001/t_1_test.rego"
_HEAD = "package iso42001.t_1_test\n\nimport data.iso42001.t_1\n\n"
_PASSES = 'test_a_text if "T.1-1" in t_1.passes with input as {"system": {"purpose": "x"}}\n'
_NUMBER = 'test_a_number if not "T.1-1" in t_1.passes with input as {"system": {"purpose": 1}}\n'
_NOTHING = "test_nothing if true\n"
_LINE = "  - {{rule: T.1-1, change: {change}, reason: {reason}}}\n"


def _folder(tmp_path: Path, *tests: str, survivors: str = "") -> Path:
    files = {**control(RULE), _TEST: _HEAD + "".join(tests)}
    if survivors:
        files["testing/survivors.yaml"] = f"survivors:\n{survivors}"
    return policy_folder(tmp_path / "policies", files)


def _line(change: str, reason: str = "this control is only for tests") -> str:
    return _LINE.format(change=change, reason=reason)


def test_tests_of_both_sides_notice_both_changes(tmp_path: Path) -> None:
    """One that passes, and one that does not."""
    told: list[tuple[int, int]] = []
    folder = _folder(tmp_path, _PASSES, _NUMBER)

    report = run_mutants(folder, progress=lambda done, of: told.append((done, of)))

    assert report.passed
    assert report.mutants == 2
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("tests", "alive"),
    [
        ([_PASSES], []),
        ([_NUMBER], [Change.DROPPED]),
        ([_NOTHING], [Change.DROPPED, Change.NEGATED]),
    ],
)
def test_a_change_that_no_test_notices_is_named(
    tmp_path: Path, tests: list[str], alive: list[Change]
) -> None:
    """With its rule and its file."""
    report = run_mutants(_folder(tmp_path, *tests))

    assert [mutant.change for mutant in report.survivors] == alive
    assert all(str(each).startswith(f"{T_1}: no test notices") for each in report.survivors)


def test_a_survivor_may_be_justified(tmp_path: Path) -> None:
    """With a reason; the other one stays."""
    report = run_mutants(_folder(tmp_path, _NOTHING, survivors=_line("dropped")))

    assert [mutant.change for mutant in report.survivors] == [Change.NEGATED]
    assert not report.passed


def test_a_justification_that_is_not_needed_has_to_go(tmp_path: Path) -> None:
    """So that the file never says more than is true."""
    report = run_mutants(_folder(tmp_path, _PASSES, _NUMBER, survivors=_line("negated")))

    assert not report.passed
    assert ["a test notices by now" in text for text in report.outdated] == [True]


@pytest.mark.parametrize("line", [_line("negated", "short"), _line("bent"), "  - T.1-1\n"])
def test_a_justification_says_rule_change_and_reason(tmp_path: Path, line: str) -> None:
    """Anything else is refused."""
    with pytest.raises(Misconfigured, match="a list of survivors"):
        run_mutants(_folder(tmp_path, _NOTHING, survivors=line))


def test_the_negation_is_the_opposite_whatever_the_body() -> None:
    """The proof goes on under another name."""
    text = 'package p\n\npasses contains "T.1-1" if {\n\tinput.a\n\tinput.b\n}\n'
    mutant = Mutant("T.1-1", Change.NEGATED, "p.rego", "data.p_test")

    assert mutant.source(text).splitlines()[2] == '_set_aside contains "T.1-1" if {'
    assert mutant.source(text).endswith('passes contains "T.1-1" if not _set_aside["T.1-1"]\n')


def test_chosen_controls_alone_are_tried(tmp_path: Path) -> None:
    """By their slug."""
    assert run_mutants(_folder(tmp_path, _NOTHING), only="t_2").mutants == 0
