"""The organisation's profile and what it allows, as files."""

import pytest

from gate.errors import Misconfigured
from gate.limits import LIST_ITEMS_MAX
from gate.people.files import read_organisation

ITEM = """- id: org-policy
  kind: ai_policy
  uri: https://x.example/policy
  digest: {alg: sha256, value: "00"}
  status: approved
  x_owner: governance
"""
PROFILE = f"""organisation:
  profile_version: "3"
  aims:
    policy: {{evidence_id: org-policy}}
    nonconformities: []
evidence:
{ITEM}"""


def _read(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_organisation(tmp_path)


def _refusal(tmp_path, name, text):
    with pytest.raises(Misconfigured) as refused:
        _read(tmp_path, name, text)
    return refused.value.detail


def test_a_profile_is_the_block_of_a_request_and_its_evidence(tmp_path):
    """As a request would state it: what is not stated is not there, own keys stay."""
    profile = _read(tmp_path, "profile.yaml", PROFILE).profile

    assert profile.block == {
        "profile_version": "3",
        "aims": {"policy": {"evidence_id": "org-policy"}, "nonconformities": []},
    }
    assert profile.items == (
        {
            "id": "org-policy",
            "kind": "ai_policy",
            "uri": "https://x.example/policy",
            "digest": {"alg": "sha256", "value": "00"},
            "status": "approved",
            "x_owner": "governance",
        },
    )


def test_a_profile_changes_the_digest_of_the_organisation(tmp_path):
    """So a decision records which one it was made with."""
    before = _read(tmp_path, "profile.yaml", PROFILE).digest
    after = _read(tmp_path, "profile.yaml", PROFILE.replace('"3"', '"4"')).digest

    assert before != after


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("evidence: []\n", "line 1, /organisation: is required"),
        ("organisation:\n  aims:\n    polcy: {}\n", "line 3, /organisation/aims/polcy: "),
        (
            "organisation:\n  aims:\n    policy: {evidence_id: 3}\n",
            "line 3, /organisation/aims/policy/evidence_id: ",
        ),
        (
            "organisation:\n  aims:\n    policy: {evidence_id: nowhere}\n",
            "line 1, /: expected /organisation/aims/policy to name an element of `evidence`",
        ),
        (
            f"organisation: {{}}\nevidence:\n{ITEM}",
            "line 1, /: expected element 0 (from 0) of `evidence` to be named in `organisation`",
        ),
        (
            f"{PROFILE}{ITEM}",
            "line 7, /evidence: the ids of two elements are the same",
        ),
        (PROFILE.replace("approved", "good"), "line 11, /evidence/0/status: "),
    ],
)
def test_a_mistake_in_a_profile_is_refused_with_its_place(tmp_path, text, place):
    """A misspelt part, a reference to nothing, evidence that nothing names."""
    assert f"profile.yaml, {place}" in _refusal(tmp_path, "profile.yaml", text)


def test_the_evidence_of_a_profile_is_bounded(tmp_path):
    """As that of a request; the evidence beyond is never read."""
    items = "".join(ITEM.replace("org-policy", f"e{n}") for n in range(LIST_ITEMS_MAX + 1))

    detail = _refusal(tmp_path, "profile.yaml", f"organisation: {{}}\nevidence:\n{items}")
    assert "/evidence: Tuple should have at most" in detail


def test_what_is_allowed_is_told_and_the_rest_is_not_known(tmp_path):
    """A list that is left out is null; an empty one allows nothing."""
    text = "regions:\n  personal: [eu]\nlicences: []\n"
    allowed = _read(tmp_path, "allowed.yaml", text).allowed_file

    assert allowed.facts() == {
        "allowed_regions": {"personal": ["eu"]},
        "allowed_tools": None,
        "allowed_licences": [],
    }


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("regions:\n  secret: [eu]\n", "line 2, /regions/secret"),
        ("regions: [eu]\n", "line 1, /regions: "),
        ("tools:\n- ''\n", "line 2, /tools/0: "),
        ("licenses: [MIT]\n", "line 1, /licenses: an unknown key"),
        ("licences: MIT\n", "line 1, /licences: "),
    ],
)
def test_a_mistake_in_what_is_allowed_is_refused_with_its_place(tmp_path, text, place):
    """A class of data that does not exist, and a list that would silently not be one."""
    assert f"allowed.yaml, {place}" in _refusal(tmp_path, "allowed.yaml", text)
