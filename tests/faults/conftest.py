"""How many faults were met is counted and printed, and must not fall unnoticed.

A suite of faults that silently ran none would be worse than none.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

FAULT_CASES_MIN = 840
"""Faults that the whole folder meets."""
FAULT_CASES_MIN_ALONE = 160
"""The same where tests were skipped, because strace or PostgreSQL is not there."""

FOLDER = Path(__file__).parent


class FaultCases:
    """Counts a case for each test of this folder that passed, or as many as the test says."""

    def __init__(self) -> None:
        self.met: dict[str, int] = {}
        self.skipped: list[str] = []
        self.whole = True

    @property
    def number(self) -> int:
        """Faults that were met so far."""
        return sum(self.met.values())

    @property
    def least(self) -> int:
        """Faults that have to be met where the whole folder ran."""
        return FAULT_CASES_MIN_ALONE if self.skipped else FAULT_CASES_MIN

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """The whole folder runs where each of its files has all of its tests among those chosen."""
        self.whole = self.whole and _files(session.items) == set(FOLDER.glob("test_*.py"))

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Some were left out, so there is no number to expect."""
        self.whole = self.whole and not _files(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what passed; what was skipped is told."""
        if not report.nodeid.startswith("tests/faults/"):
            return
        if report.skipped:
            self.skipped.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.met.setdefault(report.nodeid, 1)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the number, and what is missing from it."""
        if not self.met and not self.skipped:
            return
        expected = f", at least {self.least} expected" if self.whole else ""
        terminalreporter.write_sep("-", f"{self.number} faults were met{expected}")
        if self.skipped:
            terminalreporter.write_line(f"{len(self.skipped)} TESTS OF FAULTS DID NOT RUN.")

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Fewer than expected is a failure, though every test passed."""
        if self.whole and exitstatus == pytest.ExitCode.OK and self.number < self.least:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _files(items: Sequence[pytest.Item]) -> set[Path]:
    return {item.path for item in items if item.path.is_relative_to(FOLDER)}


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.pluginmanager.register(FaultCases(), "fault-cases")


@pytest.fixture
def fault_cases(request: pytest.FixtureRequest) -> Callable[[int], None]:
    """Says how many faults a test met, where that is more than one."""
    counted = request.config.pluginmanager.get_plugin("fault-cases")

    def count(met: int) -> None:
        counted.met[request.node.nodeid] = met

    return count
