"""What a slice rests on: no control looks into another."""

import re

from tests.policy_folder import POLICIES


def test_one_file_alone_looks_into_controls() -> None:
    """So a release with one control says of it what the whole release says."""
    looking = {
        path.relative_to(POLICIES).as_posix()
        for path in POLICIES.rglob("*.rego")
        if not path.name.endswith("_test.rego")
        and re.search(r"\bdata\.(iso42001|gate\.rules)\b", path.read_text(encoding="utf-8"))
    }

    assert looking == {"gate/proofs.rego"}
