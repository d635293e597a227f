"""What tests and mutants of policies showed, as a person reads it."""

from gate.cli.progress import clear_progress, draw_bar
from gate.policy.admissions import AdmissionsReport
from gate.policy.mutation import MutationReport
from gate.policy.policy_tests import TestReport
from gate.policy.vacuity import VacuityReport


def test_text(report: TestReport) -> str:
    """What failed, which lines no test reaches, or that all is well."""
    lines = [report.failures] if report.failures else []
    lines += [f"{place}: no test reaches this line" for place in report.uncovered]
    if report.passed:
        covered = f", {report.lines} lines covered of {report.lines}" if report.lines else ""
        lines.append(f"All tests pass{covered}.")
    return "\n".join(lines) + "\n"


def mutation_text(report: MutationReport) -> str:
    """Every mutant that no test noticed, or that there is none."""
    lines = [str(mutant) for mutant in report.survivors]
    lines += list(report.outdated)
    if report.passed:
        lines.append(f"Tests notice each of {report.mutants} changed proofs.")
    return "\n".join(lines) + "\n"


def vacuity_text(report: VacuityReport) -> str:
    """Every rule that passes by silence or could not be tried, or that there is none."""
    lines = [str(vacuous) for vacuous in report.vacuous]
    lines += [
        f"{rule} passes in no document: add one in which it does" for rule in report.never_passed
    ]
    lines += list(report.outdated)
    if report.passed:
        lines.append(f"No rule passes without what it needs, in {report.documents} documents.")
    return "\n".join(lines) + "\n"


def admissions_text(report: AdmissionsReport) -> str:
    """Every admission without a reason and every reason without an admission, or that all agree."""
    lines = [str(admission) for admission in report.unreviewed]
    lines += list(report.outdated)
    if report.passed:
        lines.append(
            f"Every admission that could be left out is reviewed: {report.removals:,} removals, "
            f"{report.cases} cases."
        )
    return "\n".join(lines) + "\n"


def show_progress(done: int, of: int) -> None:
    """A bar on a terminal, nothing elsewhere."""
    draw_bar(done, of, f"{done} of {of} runs")
    if done == of:
        clear_progress()
