"""Every statement that could be left out of a denied request: found, and compared with the review.

Where the answer becomes better without a value that a request need not state, an honest request is
worse off than one that keeps silent. Each such place has to be reviewed: the rule is mended so that
silence fails as well, or `testing/admissions.yaml` gives the reason why it need not.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from gate.errors import Misconfigured
from gate.model.catalogue import Catalogue
from gate.policy.authoring.checked import check_policies
from gate.policy.authoring.sources import read_sources
from gate.policy.build import build_checked
from gate.policy.engine import Engine
from gate.policy.justified import Reviewed, read_admissions
from gate.policy.omissions import (
    Admission,
    Edge,
    Trial,
    find_admissions,
    places_in,
    stopped_case,
)
from gate.policy.slices import Slice
from gate.policy.toolchain import find_opa
from gate.policy.vacuity import read_documents
from gate.policy.wasm import WasmEngine

_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class AdmissionsReport:
    """How many cases and removals were tried, and what they and the review do not agree on.

    `unreviewed` are admissions that no row speaks of; `outdated` are rows, or cases in rows, that
    are no admissions (any more), each in words.
    """

    cases: int
    removals: int
    unreviewed: tuple[Admission, ...]
    outdated: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Does every admission have its reason, and every reason its admission?"""
        return not self.unreviewed and not self.outdated


def run_admissions(
    policies: Path,
    inputs: Path,
    *,
    edge: Edge,
    share: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> AdmissionsReport:
    """Builds the policies in the folder `policies` and leaves out what a request may leave out.

    Args:
        policies: the folder with the sources.
        inputs: a folder of policy inputs, one in each `.json` file; allowed ones are not looked at.
        edge: what comes before the rules.
        share: one place in so many is tried, the same ones every time; reviewed ones always are.
        progress: told how many places are done, and of how many.

    Raises:
        Misconfigured: the policies are refused, OPA is not there, the file of reviewed admissions
            is not right, or `inputs` has no policy input that is denied or reviewed.
        EngineUnavailable, EngineAnswerInvalid: a document cannot be evaluated.
    """
    documents = read_documents(inputs)
    reviewed = read_admissions(policies)
    opa = find_opa(policies)
    checked = check_policies(read_sources(policies), opa)
    with TemporaryDirectory() as folder:
        release = build_checked(checked, Path(folder) / "release", opa)
    engine = WasmEngine(release, instances=_AT_ONCE)
    try:
        cases = [
            case
            for name, document in documents.items()
            if (case := stopped_case(name, document, engine)) is not None
        ]
        if not cases:
            raise Misconfigured(f"{inputs} has no policy input that is denied or reviewed")
        trials = [
            Trial(case, places_in(case, share=share, always=reviewed.paths)) for case in cases
        ]
        found = _found(
            _by_control(trials, release.catalogue),
            slice_of=lambda control: Slice(checked, control, release, opa),
            engine=engine,
            edge=edge,
            progress=progress,
        )
    finally:
        engine.close()
    removals = sum(len(trial.places) for trial in trials)
    return report_of(found, reviewed, cases=len(cases), removals=removals)


def _found(
    trials: Mapping[str, Sequence[Trial]],
    *,
    slice_of: Callable[[str], Slice],
    engine: Engine,
    edge: Edge,
    progress: Callable[[int, int], None],
) -> set[Admission]:
    """Control by control, as each has to be compiled by itself."""
    done, total = 0, sum(len(trial.places) for each in trials.values() for trial in each)
    found: set[Admission] = set()
    for control, of_it in trials.items():
        of_control = slice_of(control)
        try:
            for trial in of_it:
                found |= find_admissions(trial, of_control=of_control, engine=engine, edge=edge)
                done += len(trial.places)
                progress(done, total)
        finally:
            of_control.close()
    return found


def _by_control(trials: Sequence[Trial], catalogue: Catalogue) -> dict[str, list[Trial]]:
    sorted_out: dict[str, list[Trial]] = {}
    for trial in trials:
        control = catalogue.by_rule[trial.case.rules[0]].control
        sorted_out.setdefault(control, []).append(trial)
    return sorted_out


def report_of(
    found: Collection[Admission], reviewed: Reviewed, *, cases: int, removals: int
) -> AdmissionsReport:
    """What was found beside what was reviewed."""
    listed = {
        (rule, path, case) for (rule, path), row in reviewed.rows.items() for case in row.cases
    }
    shown = {(each.rule, each.path, each.case) for each in found}
    return AdmissionsReport(
        cases=cases,
        removals=removals,
        unreviewed=tuple(
            sorted(each for each in found if (each.rule, each.path, each.case) not in listed)
        ),
        outdated=tuple(
            f"{reviewed.file}: {case} is no better without {path}, or {rule} does not stop it; "
            "take it out of the row"
            for rule, path, case in sorted(listed - shown)
        ),
    )
