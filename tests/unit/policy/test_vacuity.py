"""A rule that passes by silence is found, and so is one that never passes."""

from pathlib import Path

import orjson
import pytest

from gate.errors import Misconfigured
from gate.policy.justified import read_silences
from gate.policy.vacuity import read_documents, run_vacuity
from tests.policy_folder import RULE, control, policy_folder

_DOCUMENT = {
    "request": {"environment": "prod", "action": "deploy"},
    "classification": {"declared_tier": "high"},
    "system": {"purpose": "Sorts incoming mail"},
    "data": [{"id": "a", "version": "1"}, {"id": "b", "version": "2", "synthetic": True}],
    "facts": {"decision_id": "d", "quality": {}},
    "clock": {"now": "2026-11-23T09:00:00Z", "days_since": {}},
}
_TRUTHY = """\
# METADATA
# title: The purpose is not false
# custom:
#   rule: T.1-2
#   profile: K
#   needs: [system.purpose]
#   remediation: State the purpose.
passes contains "T.1-2" if input.system.purpose
"""
_NEVER = """\
# METADATA
# title: The purpose is two things at once
# custom:
#   rule: T.1-3
#   profile: K
#   needs: [system.purpose]
#   remediation: State the purpose.
passes contains "T.1-3" if {
	input.system.purpose == "a"
	input.system.purpose == "b"
}
"""
_EACH = """\
# METADATA
# title: Every data set that people made has a version
# custom:
#   rule: T.1-4
#   profile: K
#   each: data[]
#   needs: ["data[].version"]
#   reason: All data sets are synthetic.
#   remediation: State the version.
passes contains "T.1-4" if {
	every dataset in input.data {
		_versioned(dataset)
	}
}

_versioned(dataset) if is_string(dataset.version)

_versioned(dataset) if dataset.synthetic == true

exempt contains ["T.1-4", place] if {
	some place, dataset in input.data
	dataset.synthetic == true
}
"""

_OPTIONAL = """\
# METADATA
# title: Every data set that states a version states one that is a text
# custom:
#   rule: T.1-5
#   profile: K
#   each: data[]
#   needs: ["data[].version"]
#   reason: No data set has a version.
#   remediation: State the version.
passes contains "T.1-5" if {
	every dataset in input.data {
		_readable(dataset)
	}
}

_readable(dataset) if is_string(dataset.version)

_readable(dataset) if _silent(dataset)

_silent(dataset) if object.get(dataset, "version", null) in [null, "", [], {}]

exempt contains ["T.1-5", place] if {
	some place, dataset in input.data
	_silent(dataset)
}
"""
_SILENCES = """\
silences:
  - {rule: T.1-5, path: "data[].version", reason: a data set without a version is not spoken about}
  - {rule: T.1-2, path: system.purpose, reason: this does not excuse a value of another type}
  - {rule: T.1-1, path: system.purpose, reason: this line is not needed and has to go}
"""


def _inputs(folder: Path, **documents: object) -> Path:
    folder.mkdir()
    for name, document in documents.items():
        (folder / f"{name}.json").write_bytes(orjson.dumps(document))
    return folder


def test_silence_is_named_with_the_place_and_the_change(tmp_path: Path) -> None:
    """One rule is sound, one takes any value, one cannot be met, one leaves an element out."""
    policies = policy_folder(
        tmp_path / "policies", control(RULE, _TRUTHY, _NEVER, _EACH), machinery=True
    )
    told: list[tuple[int, int]] = []

    report = run_vacuity(
        policies,
        _inputs(tmp_path / "inputs", case=_DOCUMENT),
        progress=lambda done, of: told.append((done, of)),
    )

    assert not report.passed
    found = [each for each in report.vacuous if each.rule.startswith("T.1")]
    assert {each.rule for each in found} == {"T.1-2"}
    assert {(each.document, each.steps) for each in found} == {("case", ("system", "purpose"))}
    assert "T.1-2 passes in case although /system/purpose is 7" in map(str, found)
    assert [rule for rule in report.never_passed if rule.startswith("T.1")] == ["T.1-3"]
    assert told[-1][0] == told[-1][1] == len(told)


def test_a_silence_may_be_justified_with_a_reason(tmp_path: Path) -> None:
    """An element that is left out when it states nothing; another type is never excused."""
    policies = policy_folder(
        tmp_path / "policies",
        {**control(RULE, _TRUTHY, _OPTIONAL), "testing/silences.yaml": _SILENCES},
        machinery=True,
    )

    report = run_vacuity(policies, _inputs(tmp_path / "inputs", case=_DOCUMENT))

    found = [each for each in report.vacuous if each.rule.startswith("T.1")]
    assert {each.rule for each in found} == {"T.1-2"}
    assert [line.partition(": ")[2] for line in report.outdated] == [
        "T.1-1 does not pass without system.purpose; take the line out",
        "T.1-2 does not pass without system.purpose; take the line out",
    ]


@pytest.mark.parametrize("text", ["silences: [{rule: T.1-1}]", "silences: {}", ": :", "other: []"])
def test_a_file_of_silences_that_is_not_right_is_refused(tmp_path: Path, text: str) -> None:
    """A line without a reason excuses nothing."""
    (tmp_path / "testing").mkdir()
    (tmp_path / "testing" / "silences.yaml").write_text(text)

    with pytest.raises(Misconfigured, match="is not a list of silences"):
        read_silences(tmp_path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (None, "has no policy input"),
        (b"{", "is not a policy input in JSON"),
        (b'{"a": 1, "a": 2}', "is not a policy input in JSON"),
        (b"[]", "it is not one JSON object"),
    ],
)
def test_what_is_no_policy_input_is_refused(
    tmp_path: Path, content: bytes | None, what: str
) -> None:
    """An empty folder would prove nothing."""
    folder = _inputs(tmp_path / "inputs")
    if content is not None:
        (folder / "case.json").write_bytes(content)

    with pytest.raises(Misconfigured, match=what):
        read_documents(folder)
