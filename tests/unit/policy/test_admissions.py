"""A value whose removal helps a request is found, and is let through only with its reason."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from gate.errors import Misconfigured
from gate.model.verdict import Outcome, Severity
from gate.policy.admissions import AdmissionsReport, run_admissions
from gate.policy.justified import read_admissions
from gate.policy.omissions import Admission, Case, Edge, Trial, find_admissions, places_in
from tests.policy_folder import RULE, control, policy_folder

_DOCUMENT: dict[str, Any] = {
    "request": {"environment": "prod", "action": "deploy"},
    "classification": {"declared_tier": "minimal"},
    "system": {
        "purpose": "Sorts mail.",
        "decision": {"role": "informs", "domain": "none", "legal_effect": False},
    },
    "suppliers": [{"id": "a", "name": "Good"}, {"id": "b", "name": "Bad"}],
    "facts": {
        "decision_id": "d",
        "text": {},
        "quality": {},
        "dangling": [],
        "approvals": [],
    },
    "clock": {"now": "2026-11-23T09:00:00Z", "days_since": {}},
}
_BARRED = """\
# METADATA
# title: No supplier is barred
# custom:
#   rule: T.1-2
#   profile: K
#   needs: []
#   remediation: Leave the supplier.
passes contains "T.1-2" if not _barred

_barred if {
	some supplier in input.suppliers
	supplier.name == "Bad"
}
"""
_NEEDED = _BARRED.replace("needs: []", 'needs: ["suppliers[].name"]')
_DANGLING = """\
# METADATA
# title: Every reference leads somewhere
# custom:
#   rule: T.1-2
#   profile: K
#   needs: []
#   remediation: Mend the reference.
passes contains "T.1-2" if count(input.facts.dangling) == 0
"""
_ROW = """\
admissions:
  - rule: T.1-2
    paths: [/suppliers/*/name]
    cases: [barred]
    reason: a name is asked for elsewhere, in a test of its own
"""
_LENIENT = Edge(accepts=lambda _document: True, facts_of=lambda _document: {})


def _named(document: Any) -> bool:
    """A schema in which a supplier has a name."""
    return all("name" in each for each in document.get("suppliers", []))


def _run(
    folder: Path,
    rule: str = _BARRED,
    *,
    rows: str | None = None,
    edge: Edge = _LENIENT,
    documents: Mapping[str, Any] | None = None,
    share: int = 1,
) -> AdmissionsReport:
    files = control(RULE, rule) | ({"testing/admissions.yaml": rows} if rows else {})
    policies = policy_folder(folder / "policies", files, machinery=True)
    if rows is None:
        (policies / "testing" / "admissions.yaml").unlink(missing_ok=True)
    inputs = folder / "inputs"
    inputs.mkdir()
    for name, document in (documents or {"barred": _DOCUMENT}).items():
        (inputs / f"{name}.json").write_bytes(orjson.dumps(document))
    return run_admissions(policies, inputs, edge=edge, share=share)


def _places(report: AdmissionsReport) -> set[str]:
    return {each.path for each in report.unreviewed}


def test_each_value_without_which_the_answer_is_better_is_found(tmp_path: Path) -> None:
    """The list, its element, and the name in it; nothing that the rule does not look at."""
    report = _run(tmp_path)

    assert not report.passed
    assert report.unreviewed == tuple(
        Admission("T.1-2", path, "barred", Outcome.ALLOW)
        for path in ("/suppliers", "/suppliers/*", "/suppliers/*/name")
    )
    assert "barred is allow without /suppliers: T.1-2 gives way" in map(str, report.unreviewed)
    assert report.cases == 1
    assert report.removals == 18


def test_what_silence_does_not_mend_is_no_admission(tmp_path: Path) -> None:
    """The rule needs the names: without them it is missing instead."""
    report = _run(tmp_path, _NEEDED)

    assert _places(report) == {"/suppliers/*"}


def test_what_the_schema_requires_cannot_be_left_out(tmp_path: Path) -> None:
    """A request without it would be refused before any rule sees it."""
    report = _run(tmp_path, edge=Edge(accepts=_named, facts_of=lambda _document: {}))

    assert _places(report) == {"/suppliers", "/suppliers/*"}


def test_the_facts_are_those_of_the_request_without_the_value(tmp_path: Path) -> None:
    """What leads nowhere is looked up again, for a removal may mend another place."""

    def dangling(document: Any) -> Any:
        names = [each.get("name") for each in document.get("suppliers", [])]
        return {"dangling": ["/suppliers/1/name"] if "Bad" in names else []}

    stopped = {**_DOCUMENT, "facts": {**_DOCUMENT["facts"], "dangling": ["/suppliers/1/name"]}}

    report = _run(
        tmp_path,
        _DANGLING,
        edge=Edge(accepts=lambda _document: True, facts_of=dangling),
        documents={"dangles": stopped},
    )

    assert _places(report) == {"/suppliers", "/suppliers/*", "/suppliers/*/name"}


def test_a_reviewed_admission_passes_and_a_case_that_no_row_names_does_not(tmp_path: Path) -> None:
    """A row speaks of the cases that it lists; an allowed one is not looked at."""
    allowed = {**_DOCUMENT, "suppliers": []}

    report = _run(
        tmp_path,
        rows=_ROW,
        documents={"barred": _DOCUMENT, "second": _DOCUMENT, "allowed": allowed},
    )

    assert {(each.path, each.case) for each in report.unreviewed} == {
        ("/suppliers", "barred"),
        ("/suppliers/*", "barred"),
        ("/suppliers", "second"),
        ("/suppliers/*", "second"),
        ("/suppliers/*/name", "second"),
    }
    assert report.outdated == ()
    assert report.cases == 2


def test_a_row_that_is_no_admission_any_more_fails(tmp_path: Path) -> None:
    """The rule was mended, so its reason has to go."""
    report = _run(tmp_path, _NEEDED, rows=_ROW)

    assert not report.passed
    [line] = report.outdated
    assert line.endswith(
        "barred is no better without /suppliers/*/name, or T.1-2 does not stop it; "
        "take it out of the row"
    )


def test_all_that_is_reviewed_passes(tmp_path: Path) -> None:
    """Every admission has its row; of a share, reviewed places are tried all the same."""
    rows = _ROW.replace("[/suppliers/*/name]", "[/suppliers, /suppliers/*, /suppliers/*/name]")

    report = _run(tmp_path, rows=rows, share=10**9)

    assert report.passed, report
    assert 3 <= report.removals < 18


def test_nothing_to_try_is_refused(tmp_path: Path) -> None:
    """Allowed cases alone would prove nothing."""
    with pytest.raises(Misconfigured, match="has no policy input that is denied or reviewed"):
        _run(tmp_path, documents={"allowed": {**_DOCUMENT, "suppliers": []}})


class _AnotherControl:
    """A slice in which the rule does not stand."""

    def severities(self, _rule: str, _document: Any, _changes: Any) -> list[str]:
        return ["off"]


def test_a_control_that_says_something_else_than_the_release_is_refused() -> None:
    """While the rule stands there the outcome is taken to stand, so both have to agree."""
    case = Case("barred", _DOCUMENT, Outcome.DENY, Severity.DENY, ("T.1-2",))
    other: Any = _AnotherControl()
    engine: Any = None

    with pytest.raises(Misconfigured, match=r"T\.1-2 by itself is not what it is in the release"):
        find_admissions(Trial(case, ()), of_control=other, engine=engine, edge=_LENIENT)


def test_a_share_is_the_same_every_time_and_shares_make_up_the_whole() -> None:
    """Which places belong to it follows from their names alone."""
    case = Case("barred", _DOCUMENT, Outcome.DENY, Severity.DENY, ("T.1-2",))

    whole = places_in(case, share=1, always=())
    some = places_in(case, share=3, always=())

    assert some == places_in(case, share=3, always=())
    assert 0 < len(some) < len(whole)
    assert ("suppliers", 1, "name") in places_in(case, share=10**9, always={"/suppliers/*/name"})


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("admissions: [{rule: T.1-2, paths: [/suppliers], cases: [barred]}]", "is not a list of"),
        (_ROW.replace("[barred]", "[]"), "is not a list of"),
        (_ROW.replace("/suppliers", "suppliers"), "is not a list of"),
        (_ROW.replace("[/suppliers/*/name]", "[]"), "is not a list of"),
        ("silences: []", "is not a list of"),
        (_ROW + _ROW.removeprefix("admissions:\n"), "has two rows for one rule and path"),
    ],
)
def test_a_file_of_admissions_that_is_not_right_is_refused(
    tmp_path: Path, text: str, what: str
) -> None:
    """A row without reason, cases or a pointer reviews nothing."""
    (tmp_path / "testing").mkdir()
    (tmp_path / "testing" / "admissions.yaml").write_text(text)

    with pytest.raises(Misconfigured, match=what):
        read_admissions(tmp_path)
