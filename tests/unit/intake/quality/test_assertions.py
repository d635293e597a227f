"""Evidence that claims to be verified by the gate."""

import pytest

from tests.quality_documents import quality_of

CLAIM = {"id": "e", "assertion": "gate_verified"}
CLAIMED = {"score": 0, "reasons": ["claimed_gate_verified"]}


@pytest.mark.parametrize(
    ("digest_ok", "signature_ok", "is_claim"),
    [
        (True, True, False),
        (True, None, True),
        (None, True, True),
        (True, False, True),
        (None, None, True),
    ],
)
def test_the_gate_has_verified_bytes_and_signature(digest_ok, signature_ok, is_claim):
    """Not known is not verified."""
    verified = {"e": {"digest_ok": digest_ok, "signature_ok": signature_ok}}

    found = quality_of({"evidence": [CLAIM]}, verified=verified)

    assert found == ({"/evidence/0/assertion": CLAIMED} if is_claim else {})


def test_an_item_that_the_facts_do_not_have_was_not_looked_at():
    """Nor one without an id."""
    verified = {"e": {"digest_ok": True, "signature_ok": True}}
    evidence = [CLAIM, {"assertion": "gate_verified"}, {**CLAIM, "id": "f"}]

    assert quality_of({"evidence": evidence}, verified=verified) == {
        f"/evidence/{index}/assertion": CLAIMED for index in (1, 2)
    }


@pytest.mark.parametrize("assertion", ["self_declared", "tool_generated", "third_party"])
def test_what_others_assert_is_no_claim_about_the_gate(assertion):
    """Whether it is enough is a matter of rules."""
    assert quality_of({"evidence": [{"id": "e", "assertion": assertion}]}) == {}
