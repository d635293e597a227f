"""The proof cases of transparency-dev/merkle."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gate.errors import VerificationFailed
from gate.log.merkle import verify_consistency, verify_inclusion
from gate_verify.findings import DoesNotHold
from gate_verify.tree import check_growth, check_inclusion
from tests.shared import shared

CASES = 196


def _cases(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.rglob("*.json")):
        yield str(path.relative_to(folder)), json.loads(path.read_text(encoding="utf-8"))


def _accepts(case: dict[str, Any]) -> bool:
    proof = [base64.b64decode(item) for item in case["proof"] or []]
    try:
        if "leafIdx" in case:
            verify_inclusion(
                base64.b64decode(case["leafHash"]),
                index=case["leafIdx"],
                size=case["treeSize"],
                proof=proof,
                root=base64.b64decode(case["root"]),
            )
        else:
            verify_consistency(
                size1=case["size1"],
                root1=base64.b64decode(case["root1"]),
                size2=case["size2"],
                root2=base64.b64decode(case["root2"]),
                proof=proof,
            )
    except VerificationFailed:
        return False
    return True


def _bundle_verifier_accepts(case: dict[str, Any]) -> bool:
    proof = [base64.b64decode(item) for item in case["proof"] or []]
    try:
        if "leafIdx" in case:
            leaf, root = base64.b64decode(case["leafHash"]), base64.b64decode(case["root"])
            check_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, root)
        else:
            root1, root2 = base64.b64decode(case["root1"]), base64.b64decode(case["root2"])
            check_growth(case["size1"], root1, case["size2"], root2, proof)
    except DoesNotHold:
        return False
    return True


@pytest.mark.parametrize("accepts", [_accepts, _bundle_verifier_accepts])
def test_every_case_is_judged_as_its_authors_say(
    accepts: Callable[[dict[str, Any]], bool],
) -> None:
    """All 196 inclusion and consistency cases are accepted or refused as recorded."""
    wrong = []
    ran = 0
    for name, case in _cases(shared("vectors/merkle")):
        ran += 1
        if accepts(case) is case["wantErr"]:
            wrong.append(name)

    assert wrong == []
    assert ran == CASES
