"""`gate approve`, as an approver uses it."""

import json
from datetime import UTC, datetime

import pytest
import yaml
from typer.testing import CliRunner

from gate.api.example import EXAMPLE
from gate.cli.app import app
from gate.cli.approving import read_signer
from gate.errors import Invalid
from gate.intake.signatures import Signatures
from gate.intake.submission import read_submission
from gate.limits import PRIVATE_KEY_BYTES_MAX
from gate.model.request.approval import Approval
from gate.people.source import OrganisationSource
from tests.signing import (
    ANNA,
    ANNA_ID,
    BEN,
    PIPELINE,
    STRANGER,
    account,
    person,
    private_pem,
    registered,
)

AT = "2026-11-20T10:00:00Z"
ITEM = {
    "id": "e1",
    "kind": "dpia",
    "uri": "https://x.example/e1",
    "digest": {"alg": "sha256", "value": "c" * 64},
    "status": "approved",
}


@pytest.fixture
def folder(tmp_path):
    """A request, keys and an organisation."""
    request = {**EXAMPLE["request"], "evidence": [ITEM]}
    (tmp_path / "request.json").write_text(json.dumps(request), encoding="utf-8")
    keys = {"anna": ANNA, "ben": BEN, "pipeline": PIPELINE, "stranger": STRANGER}
    for name, private in keys.items():
        (tmp_path / f"{name}-for-tests-only.pem").write_bytes(private_pem(private))
    people = [
        person(ANNA_ID, registered(ANNA)),
        person("ben@x.example", registered(BEN, withdrawn=AT)),
        account("bot", registered(PIPELINE, uses=["pipeline"])),
    ]
    (tmp_path / "org").mkdir()
    text = yaml.safe_dump({"people": people})
    (tmp_path / "org" / "people.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def _run(folder, key="anna", *options, organisation=True):
    arguments = ["approve", str(folder / "request.json")]
    arguments += ["--key", str(folder / f"{key}-for-tests-only.pem")]
    if "--role" not in options:
        arguments += ["--role", "risk_owner"]
    if organisation:
        arguments += ["--organisation", str(folder / "org")]
    return CliRunner().invoke(app, [*arguments, *options])


def _approval(folder, *options, **named):
    result = _run(folder, "anna", "--at", AT, *options, **named)
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


def _signatures(folder):
    submission = read_submission(b'{"request": %s}' % (folder / "request.json").read_bytes())
    keys = OrganisationSource(folder / "org").current().keys
    return Signatures(keys, submission.request.system.id, submission.request_digest)


def _refusal(folder, key="anna", *options, **named):
    result = _run(folder, key, *options, **named)
    assert isinstance(result.exception, Invalid)
    return result.exception.detail


def test_an_approval_fits_the_request_and_verifies(folder):
    """Whoever's key it is approves; the gate believes it."""
    approval = _approval(folder)

    assert Approval.model_validate(approval)
    assert approval["person"] == {"id": ANNA_ID, "type": "human"}
    assert (approval["role"], approval["decision"], approval["at"]) == ("risk_owner", "approve", AT)
    assert _signatures(folder).of_approval(approval) is True


def test_an_added_approval_does_not_change_what_was_signed(folder):
    """So several people can approve one after the other."""
    approval = _approval(folder)
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    request["approvals"] = [approval]
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")

    assert _signatures(folder).of_approval(approval) is True
    assert _approval(folder)["subject_digest"] == approval["subject_digest"]


def test_a_changed_request_needs_another_approval(folder):
    """Everything else of it is signed."""
    approval = _approval(folder)
    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    request["system"]["version"] = "0.3.1"
    (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")

    assert _signatures(folder).of_approval(approval) is False


def test_attached_documents_are_signed_too(folder):
    """An approval with a card is not one without it."""
    (folder / "card.md").write_text("# Card\n", encoding="utf-8")
    with_card = _approval(folder, "--attach", f"hf_card={folder / 'card.md'}")

    assert with_card["subject_digest"] != _approval(folder)["subject_digest"]


def test_a_rejection_is_signed_like_an_approval(folder):
    """It has no conditions."""
    approval = _approval(folder, "--reject")

    assert approval["decision"] == "reject"
    assert _signatures(folder).of_approval(approval) is True
    assert "--reject takes no" in _refusal(
        folder, "anna", "--reject", "--condition", "C:2027-01-01:x"
    )


def test_conditions_are_stated_and_met(folder):
    """In the order in which they are given; a text may hold a colon."""
    approval = _approval(
        folder,
        *("--condition", "C-1:2027-01-31:Test it: with users"),
        *("--condition", "C-2:2027-02-28:Measure"),
        *("--met", "C-2:2026-11-19"),
    )

    assert approval["decision"] == "conditional"
    assert approval["conditions"] == [
        {"id": "C-1", "text": "Test it: with users", "due": "2027-01-31"},
        {"id": "C-2", "text": "Measure", "due": "2027-02-28", "met_at": "2026-11-19"},
    ]
    assert Approval.model_validate(approval)
    assert _signatures(folder).of_approval(approval) is True


@pytest.mark.parametrize(
    "options",
    [
        ("--condition", "Test it"),
        ("--condition", "C-1:soon:Test it"),
        ("--condition", "C-1:2027-01-31"),
        ("--condition", "C-1:2027-01-31:a", "--condition", "C-1:2027-01-31:b"),
        ("--met", "C-1:2026-11-19"),
        ("--condition", "C-1:2027-01-31:a", "--met", "C-1"),
    ],
)
def test_a_condition_that_cannot_be_read_is_explained(folder, options):
    """The message shows how one is written."""
    assert "takes ID:DATE" in _refusal(folder, "anna", *options)


def test_one_evidence_item_can_be_approved(folder):
    """What is printed is its `approved_by`."""
    approval = _approval(folder, "--evidence", "e1", "--role", "dpo")

    assert approval["subject_digest"] == ITEM["digest"]
    assert _signatures(folder).of_evidence({**ITEM, "approved_by": approval}) is True
    assert "no evidence of the id" in _refusal(folder, "anna", "--evidence", "e2")


def test_without_a_people_file_the_person_is_named(folder):
    """Nobody else says whose key it is."""
    approval = _approval(folder, "--person", "anna@elsewhere.example", organisation=False)

    assert approval["person"]["id"] == "anna@elsewhere.example"
    assert "--person ID, or --organisation" in _refusal(folder, organisation=False)


@pytest.mark.parametrize(
    ("key", "options", "said"),
    [
        ("stranger", (), "does not register this key"),
        ("anna", ("--person", "ben@x.example"), "for somebody else"),
        ("pipeline", (), "not register this key for approvals"),
        ("ben", ("--at", AT), "withdrawn"),
        ("anna", ("--role", "boss"), "--role takes one of"),
        ("anna", ("--at", "yesterday"), "--at takes an instant"),
        ("anna", ("--at", "2026-11-20T10:00:00"), "--at needs an offset"),
        ("nobody", (), "cannot be read"),
    ],
)
def test_an_approval_that_the_gate_would_not_believe_is_not_made(folder, key, options, said):
    """The approver learns it at once, and not from a denied deployment."""
    assert said in _refusal(folder, key, *options)


def test_a_key_that_is_none_is_refused(folder):
    """And repeated nowhere."""
    (folder / "anna-for-tests-only.pem").write_text("canary7")
    detail = _refusal(folder)

    assert "expected a private key" in detail
    assert "canary7" not in detail


def test_a_key_file_is_bounded(tmp_path):
    """At the bound it is read, one byte past it is refused."""
    path = tmp_path / "key-for-tests-only.pem"
    pem = private_pem(ANNA)
    path.write_bytes(pem.rjust(PRIVATE_KEY_BYTES_MAX, b"\n"))
    assert read_signer(path).keyid

    path.write_bytes(pem.rjust(PRIVATE_KEY_BYTES_MAX + 1, b"\n"))
    with pytest.raises(Invalid, match="has more than"):
        read_signer(path)


def test_a_person_whose_id_is_too_long_cannot_sign(folder):
    """The signature would not fit into a request."""
    detail = _refusal(folder, "anna", "--person", "p" * 1500, organisation=False)

    assert "too long for a request" in detail


def test_the_present_is_the_default(folder):
    """To the second, and never after the present."""
    before = datetime.now(UTC).replace(microsecond=0)
    result = _run(folder)
    at = datetime.fromisoformat(json.loads(result.stdout)["at"])

    assert before <= at <= datetime.now(UTC)


def test_the_answer_has_a_form_for_pipelines(folder):
    """One line that a shell reads."""
    result = _run(folder, "anna", "--output", "env")
    name, _, value = result.stdout.strip().partition("=")

    assert (name, json.loads(value)["role"]) == ("GATE_APPROVAL", "risk_owner")
