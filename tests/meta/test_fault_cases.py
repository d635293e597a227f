"""The count of faults fails a run in which too few of them were met."""

from types import SimpleNamespace

import pytest

from tests.faults.conftest import FAULT_CASES_MIN, FAULT_CASES_MIN_ALONE, FaultCases


@pytest.mark.parametrize(
    ("met", "skipped", "whole", "fails"),
    [
        (FAULT_CASES_MIN, [], True, False),
        (FAULT_CASES_MIN - 1, [], True, True),
        (FAULT_CASES_MIN - 1, ["tests/faults/test_a.py::test"], True, False),
        (FAULT_CASES_MIN_ALONE - 1, ["tests/faults/test_a.py::test"], True, True),
        (0, [], True, True),
        (0, [], False, False),
    ],
)
def test_too_few_are_a_failure_where_the_whole_folder_ran(met, skipped, whole, fails):
    """With a smaller number where tests were skipped, and none where some were chosen."""
    counted = FaultCases()
    counted.met, counted.skipped, counted.whole = {"all of them": met}, skipped, whole
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK)
    counted.pytest_sessionfinish(session, pytest.ExitCode.OK)

    assert (session.exitstatus == pytest.ExitCode.TESTS_FAILED) is fails
