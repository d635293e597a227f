"""The Ed25519 cases of Wycheproof, through the library that signs and verifies here."""

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.shared import shared

CASES = 151


def _verifies(public: Ed25519PublicKey, case: dict[str, Any]) -> bool:
    try:
        public.verify(bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
    except InvalidSignature:
        return False
    return True


def test_every_signature_is_judged_as_its_authors_say() -> None:
    """All 151 signatures are accepted or refused as recorded."""
    [path] = shared("vectors/ed25519").glob("*.json")
    groups = json.loads(path.read_text(encoding="utf-8"))["testGroups"]
    wrong = []
    ran = 0
    for group in groups:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            ran += 1
            if _verifies(public, case) is not (case["result"] == "valid"):
                wrong.append(case["tcId"])

    assert wrong == []
    assert ran == CASES
