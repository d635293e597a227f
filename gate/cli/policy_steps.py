"""The steps of `gate policy test`: each says what it does, does it, and tells what it found."""

import sys
from pathlib import Path

from gate.cli.edge import EDGE
from gate.cli.policy_tests import (
    admissions_text,
    mutation_text,
    show_progress,
    test_text,
    vacuity_text,
)
from gate.policy.admissions import run_admissions
from gate.policy.mutation import run_mutants
from gate.policy.policy_tests import run_policy_tests
from gate.policy.vacuity import run_vacuity


def tests_pass(policies: Path, only: str | None) -> bool:
    """Runs the tests that fit `only`, or all of them with their coverage."""
    if only is None:
        sys.stderr.write("Testing the policies, about half a minute …\n")
    report = run_policy_tests(policies, only=only)
    sys.stdout.write(test_text(report))
    return report.passed


def proofs_are_tested(policies: Path) -> bool:
    """Drops and negates every proof."""
    sys.stderr.write("Changing every proof to see whether a test notices, some minutes …\n")
    report = run_mutants(policies, progress=show_progress)
    sys.stdout.write(mutation_text(report))
    return report.passed


def silence_fails(policies: Path, inputs: Path) -> bool:
    """Takes away what rules need."""
    sys.stderr.write("Taking away what rules need to see whether they notice, minutes …\n")
    report = run_vacuity(policies, inputs, progress=show_progress)
    sys.stdout.write(vacuity_text(report))
    return report.passed


def admissions_are_reviewed(policies: Path, inputs: Path, share: int) -> bool:
    """Takes away what requests may leave out, one place in `share`."""
    sys.stderr.write("Leaving out what denied requests state, minutes …\n")
    report = run_admissions(policies, inputs, edge=EDGE, share=share, progress=show_progress)
    sys.stdout.write(admissions_text(report))
    return report.passed
