"""The table of faults names tests that are there, and every test file of faults that there is."""

import re

import pytest

from tests.faults.table import FAULTS
from tests.shared import ROOT

TESTS = ROOT / "tests"


def test_no_fault_is_left_out():
    """They are numbered without a gap."""
    assert list(FAULTS) == [f"F{number}" for number in range(1, 27)]


@pytest.mark.parametrize("name", FAULTS)
def test_each_has_tests_that_are_there_or_a_reason(name):
    """A test that was renamed or deleted is missed here."""
    fault = FAULTS[name]

    assert fault.tests or fault.remark
    for test in fault.tests:
        file, _, function = test.partition("::")
        text = (TESTS / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {function}\(", text, re.MULTILINE), test


def test_every_file_of_faults_is_in_the_table():
    """What nobody finds from the table nobody knows of."""
    named = {test.partition("::")[0] for fault in FAULTS.values() for test in fault.tests}
    files = {f"faults/{path.name}" for path in (TESTS / "faults").glob("test_*.py")}

    assert files <= named
