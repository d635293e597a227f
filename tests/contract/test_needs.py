"""No rule is satisfied by silence: without what it needs, no rule ever passes.

`gate policy test --inputs` asks the same of more documents a rule.
"""

import pytest

from fixtures.inputs import complete_inputs
from gate.policy.justified import read_silences
from gate.policy.release import shipped_release
from gate.policy.toolchain import find_opa
from gate.policy.vacuity import VacuityReport, find_vacuous
from gate.policy.wasm import WasmEngine
from tests.contract.policy_inputs import example_inputs
from tests.shared import ROOT


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> VacuityReport:
    """Every rule of the shipped release, in the smallest document that it passes in."""
    release = shipped_release()
    engine = WasmEngine(release)
    try:
        cases = complete_inputs(release, engine, tmp_path_factory.mktemp("cases"))
        return find_vacuous(
            release,
            engine,
            {**cases, **example_inputs()},
            opa=find_opa(ROOT / "policies"),
            silences=read_silences(ROOT / "policies"),
            documents_per_rule=1,
        )
    finally:
        engine.close()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_every_rule_passes_in_some_document(report: VacuityReport) -> None:
    """A rule that no document satisfies cannot be tried, and may be one that none can satisfy."""
    assert report.never_passed == ()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_no_rule_passes_without_what_it_needs(report: VacuityReport) -> None:
    """At any element it speaks about, in any way of not being there."""
    assert [str(each) for each in report.vacuous] == []
    assert report.outdated == ()
