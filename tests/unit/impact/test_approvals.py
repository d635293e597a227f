"""The file of approvals: read strictly, refused with every line."""

from pathlib import Path

import pytest

from gate.errors import Invalid
from gate.impact.approvals import ApprovedRule, read_approvals
from gate.limits import IMPACT_APPROVALS_BYTES_MAX

ROW = "  - {rule: A.9.2-4, reason: Tested weekly., approver: petra@bank.example}\n"


def read(folder: Path, text: str | bytes) -> tuple[ApprovedRule, ...]:
    file = folder / "approvals.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_approvals(file)


def test_a_file_says_who_approved_what_and_why(tmp_path: Path) -> None:
    """Each rule once; no file approves nothing."""
    assert read(tmp_path, f"loosened:\n{ROW}") == (
        ApprovedRule(rule="A.9.2-4", reason="Tested weekly.", approver="petra@bank.example"),
    )
    assert read(tmp_path, "loosened: []\n") == read_approvals(None) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "shape"),
        ("- A.9.2-4\n", "shape"),
        ("loosened: A.9.2-4\n", "line 1"),
        ("loosened:\n  - {rule: A.9.2-4, approver: petra}\n", "line 2"),
        ("loosened:\n  - {rule: A.9.2-4, reason: ' ', approver: petra}\n", "line 2"),
        ("loosened:\n  - {rule: A.9.2-4, reason: 7, approver: petra}\n", "line 2"),
        ("loosened: []\nlosened: []\n", "line 2"),
        (f"loosened:\n{ROW.replace('}', ', until: 2027-01-01}')}", "line 2"),
        (f"loosened:\n{ROW}{ROW}", "twice: line 3"),
        ("loosened: []\nloosened: []\n", "line 2"),
        ("loosened: [\n", "YAML"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    """With its line, and without what it says."""
    with pytest.raises(Invalid) as caught:
        read(tmp_path, text)

    whole = f"{caught.value} {[problem.detail for problem in caught.value.problems]}"
    assert said in whole
    assert "petra" not in whole


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """By its error, and nothing is taken for approved."""
    with pytest.raises(Invalid, match="cannot be read"):
        read_approvals(tmp_path / "none.yaml")


def test_a_file_has_a_bound(tmp_path: Path) -> None:
    """At the bound it is read, one past it is not."""
    text = f"loosened:\n{ROW}#".encode().ljust(IMPACT_APPROVALS_BYTES_MAX, b"x")

    assert len(read(tmp_path, text)) == 1
    with pytest.raises(Invalid, match=str(IMPACT_APPROVALS_BYTES_MAX)):
        read(tmp_path, text + b"x")
