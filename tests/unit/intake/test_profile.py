"""Filling in the block `organisation`."""

from dataclasses import dataclass

import pytest

from gate.errors import Invalid
from gate.intake.profile import with_profile
from gate.limits import LIST_ITEMS_MAX

POLICY, AUDIT = (
    {"id": name, "kind": name, "digest": {"alg": "sha256", "value": "0"}}
    for name in ("org-policy", "org-audit")
)
BLOCK = {
    "profile_version": "3",
    "aims": {
        "policy": {"evidence_id": "org-policy"},
        "internal_audit": {"evidence_id": "org-audit"},
        "nonconformities": [{"id": "N-1", "severity": "major", "opened_at": "2026-01-01"}],
        "improvements": [],
    },
}


@dataclass(frozen=True)
class _Profile:
    block: dict
    items: tuple


PROFILE = _Profile(BLOCK, (POLICY, AUDIT))


def _filled(document):
    return with_profile(document, PROFILE)


def test_without_a_profile_nothing_is_filled_in():
    """Null, because nobody registered one."""
    document = {"organisation": {"aims": {}}}

    assert with_profile(document, None) == (document, None)


@pytest.mark.parametrize("document", [{}, {"organisation": {}}, {"organisation": None}])
def test_a_request_that_leaves_it_out_gets_all_of_it(document):
    """With the evidence that it names."""
    filled, pointers = _filled(document)

    assert filled["organisation"] == BLOCK
    assert filled["evidence"] == [POLICY, AUDIT]
    assert pointers == ("/organisation/profile_version", "/organisation/aims")


def test_what_a_request_states_stays():
    """Only what it leaves out comes from the profile, with that evidence alone."""
    own = {"id": "mine", "kind": "ai_policy"}
    document = {
        "organisation": {"profile_version": "mine", "aims": {"policy": {"evidence_id": "mine"}}},
        "evidence": [own],
        "system": {"id": "s"},
    }
    filled, pointers = _filled(document)

    assert filled["organisation"]["profile_version"] == "mine"
    assert filled["organisation"]["aims"]["policy"] == {"evidence_id": "mine"}
    assert filled["evidence"] == [own, AUDIT]
    assert filled["system"] == {"id": "s"}
    assert pointers == (
        "/organisation/aims/internal_audit",
        "/organisation/aims/nonconformities",
        "/organisation/aims/improvements",
    )
    assert document["evidence"] == [own]
    assert "internal_audit" not in document["organisation"]["aims"]


def test_a_complete_block_is_not_changed():
    """Nothing comes from the profile, and no evidence either."""
    document = {
        "organisation": {**BLOCK, "aims": {**BLOCK["aims"], "policy": {"evidence_id": "x"}}}
    }

    assert _filled(document) == (document, ())


def test_an_empty_list_leaves_open_what_is_registered():
    """A team cannot state away a nonconformity that governance registered."""
    filled, pointers = _filled({"organisation": {"aims": {"nonconformities": []}}})

    assert filled["organisation"]["aims"]["nonconformities"] == BLOCK["aims"]["nonconformities"]
    assert "/organisation/aims/nonconformities" in pointers


def test_a_request_may_carry_the_item_of_the_profile_itself():
    """Word for word; it is there once."""
    filled, _ = _filled({"evidence": [POLICY]})

    assert filled["evidence"] == [POLICY, AUDIT]


def test_an_id_that_the_profile_uses_is_refused_for_anything_else():
    """The reference of the profile would find the team's document."""
    with pytest.raises(Invalid) as refused:
        _filled({"evidence": [{"id": "x"}, {**AUDIT, "status": "approved"}]})

    assert [each.pointer for each in refused.value.problems] == ["/request/evidence/1/id"]


def test_it_is_not_refused_where_the_profile_is_not_needed():
    """A request that states everything may use any ids."""
    document = {"organisation": BLOCK, "evidence": [{**AUDIT, "status": "approved"}]}
    document["organisation"] = {**BLOCK, "aims": {**BLOCK["aims"], "improvements": [{"text": "t"}]}}

    assert _filled(document).pointers == ()


def test_evidence_is_bounded_with_that_of_the_profile():
    """At the bound it fits, one more is refused."""
    own = [{"id": f"e{number}"} for number in range(LIST_ITEMS_MAX - 2)]

    assert len(_filled({"evidence": own}).document["evidence"]) == LIST_ITEMS_MAX
    with pytest.raises(Invalid, match="too much evidence"):
        _filled({"evidence": [*own, {"id": "one more"}]})
