"""Who signed approvals and evidence."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.intake.signatures import Signatures
from gate.model.approval_statement import request_statement, signed_evidence
from tests.signing import (
    ANNA,
    ANNA_ID,
    BEN,
    BEN_ID,
    PIPELINE,
    PIPELINE_ID,
    STRANGER,
    account,
    approval,
    approved,
    ec_key_for_tests_only,
    key_for_tests_only,
    key_id,
    organisation,
    person,
    registered,
)

THIS = "sha256:" + "a" * 64
OTHER = "sha256:" + "b" * 64
TOKEN = ec_key_for_tests_only(11)


def _ok(stated, *people, digest=THIS):
    return Signatures(organisation(*people).keys, "credit", digest).of_approval(stated)


def _with_value(stated, value):
    return {**stated, "signature": {"type": "dsse", "value": value}}


def _edited(stated, **changes):
    """The approval with parts of its envelope changed."""
    envelope = {**json.loads(stated["signature"]["value"]), **changes}
    return _with_value(stated, json.dumps(envelope))


def test_a_signature_by_the_person_is_true():
    """By a key of theirs, over this approval of this request."""
    assert _ok(approved(THIS)) is True
    assert _ok(approved(THIS, person_id=" anna@X.EXAMPLE ")) is True


def test_a_key_on_a_curve_signs_too():
    """As a hardware token has it."""
    stated = approved(THIS, TOKEN)

    assert _ok(stated, person(ANNA_ID, registered(TOKEN))) is True


@pytest.mark.parametrize(
    "signature",
    [
        None,
        {},
        {"type": "dsse"},
        {"type": "dsse", "uri": "https://sign.example/1"},
        {"type": "dsse", "value": ""},
        {"type": "jws", "value": approved(THIS)["signature"]["value"]},
        {"type": "pgp", "value": "-----BEGIN PGP SIGNATURE-----"},
    ],
)
def test_what_the_gate_cannot_check_it_does_not_know(signature):
    """No signature, one that lies elsewhere, and the kinds that it does not read."""
    assert _ok({**approval(), "signature": signature}) is None


def test_a_key_that_nobody_registered_is_not_known():
    """Whatever it calls itself; nor is any key without a people file."""
    unknown = approved(THIS, STRANGER)
    unnamed = _edited(
        unknown,
        signatures=[{**json.loads(unknown["signature"]["value"])["signatures"][0], "keyid": ""}],
    )

    assert _ok(unknown) is None
    assert _ok(unnamed) is None
    assert Signatures(None, "credit", THIS).of_approval(approved(THIS)) is None


def test_the_name_of_a_key_is_a_hint():
    """A good signature by Anna counts without it, and a stranger's does not count with hers."""
    value = json.loads(approved(THIS)["signature"]["value"])
    unnamed = _with_value(
        approved(THIS),
        json.dumps({**value, "signatures": [{"sig": value["signatures"][0]["sig"]}]}),
    )
    forged = sign(
        canonical_bytes(request_statement(approved(THIS), THIS)),
        "application/vnd.in-toto+json",
        EnvelopeSigner(key_id(ANNA), STRANGER),
    )

    assert _ok(unnamed) is True
    assert _ok(_with_value(approved(THIS), forged.decode())) is False


def test_a_signature_by_somebody_else_is_false():
    """Ben cannot approve for Anna, nor can the pipeline."""
    assert _ok(approved(THIS, BEN)) is False
    assert _ok(approved(THIS, PIPELINE)) is False
    assert _ok(approved(THIS, BEN, person_id=BEN_ID)) is True


def test_an_account_that_is_no_human_approves_nothing():
    """Its key is not registered for that."""
    stated = approved(THIS, PIPELINE, person_id=PIPELINE_ID)

    assert _ok(stated, account(PIPELINE_ID, registered(PIPELINE, uses=["artifacts"]))) is False


def test_a_key_limited_to_systems_signs_for_those():
    """Not for this one, then."""
    limits = {"credit": True, "search": False}
    for system, expected in limits.items():
        known = person(ANNA_ID, registered(ANNA, systems=[system]))
        assert _ok(approved(THIS), known) is expected


@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [
        ("2026-11-20T10:00:01Z", True),
        ("2026-11-20T10:00:00Z", False),
        ("2026-11-20T09:59:59Z", False),
        ("2026-11-21", True),
        ("2026-11-20", False),
    ],
)
def test_a_withdrawn_key_counts_before_the_instant_of_its_withdrawal(withdrawn, expected):
    """The approval was given at 10:00:00; at the very instant the key no longer counts."""
    assert _ok(approved(THIS), person(ANNA_ID, registered(ANNA, withdrawn=withdrawn))) is expected


@pytest.mark.parametrize(
    ("valid_from", "expected"), [("2026-11-20T10:00:00Z", True), ("2026-11-20T10:00:01Z", False)]
)
def test_a_key_counts_from_its_first_instant_on(valid_from, expected):
    """What was signed before, nobody had given it for."""
    assert _ok(approved(THIS), person(ANNA_ID, registered(ANNA, valid_from=valid_from))) is expected


def test_a_new_key_takes_over_from_a_withdrawn_one():
    """Both are registered; each counts in its time."""
    new = key_for_tests_only("anna's second")
    anna = person(
        ANNA_ID,
        registered(ANNA, withdrawn="2026-11-20"),
        registered(new, valid_from="2026-11-20"),
    )

    assert _ok(approved(THIS, ANNA, at="2026-11-19T23:59:59Z"), anna) is True
    assert _ok(approved(THIS, ANNA), anna) is False
    assert _ok(approved(THIS, new), anna) is True


def test_an_approval_of_another_request_is_not_one_of_this():
    """As it stands, and moved here with the digest of this request written into it."""
    other = approved(OTHER)
    moved = {**other, "subject_digest": {"alg": "sha256", "value": "a" * 64}}

    assert _ok(other, digest=OTHER) is True
    assert _ok(other) is False
    assert _ok(moved) is False


@pytest.mark.parametrize(
    "change",
    [
        {"role": "independent"},
        {"decision": "conditional"},
        {"at": "2026-11-20T10:00:01Z"},
        {"person": {"id": ANNA_ID, "name": "Anna"}},
        {"conditions": []},
        {"x_note": "by phone"},
    ],
)
def test_nothing_of_a_signed_approval_can_be_changed(change):
    """Role, decision, time, conditions, and whatever is added."""
    assert _ok({**approved(THIS), **change}) is False


def test_a_condition_is_signed_as_it_stands():
    """Saying that it is met takes another signature."""
    condition = {"id": "C-1", "text": "Test it.", "due": "2026-12-31"}
    stated = approved(THIS, decision="conditional", conditions=[condition])

    assert _ok(stated) is True
    assert _ok({**stated, "conditions": [{**condition, "met_at": "2026-11-21"}]}) is False


def test_an_approval_as_the_payload_of_another_type_is_refused():
    """The type is signed too, and only the one for in-toto statements is an approval."""
    payload = canonical_bytes(request_statement(approved(THIS), THIS))
    for kind in ("application/json", "application/vnd.in-toto", "text/plain", ""):
        value = sign(payload, kind, EnvelopeSigner.of(ANNA)).decode()
        assert _ok(_with_value(approved(THIS), value)) is False
    assert _ok(_edited(approved(THIS), payloadType="application/json")) is False


def test_another_layout_of_the_same_statement_is_the_same():
    """Tools of others do not write canonical JSON."""
    statement = request_statement(approved(THIS), THIS)
    payload = json.dumps(statement, indent=2).encode()
    value = sign(payload, "application/vnd.in-toto+json", EnvelopeSigner.of(ANNA)).decode()

    assert _ok(_with_value(approved(THIS), value)) is True


@pytest.mark.parametrize(
    "payload",
    [b"", b"{}", b"[]", b"\xff", b'{"_type": 1, "_type": 2}', b"[" * 1000, b"NaN"],
)
def test_a_payload_that_is_no_statement_is_false(payload):
    """Signed by Anna all the same."""
    value = sign(payload, "application/vnd.in-toto+json", EnvelopeSigner.of(ANNA)).decode()

    assert _ok(_with_value(approved(THIS), value)) is False


def test_a_statement_with_a_key_that_stands_twice_is_false():
    """Two readers could see two statements."""
    statement = canonical_bytes(request_statement(approved(THIS), THIS))
    doubled = statement.replace(b'{"_type"', b'{"_type":"x","_type"', 1)
    value = sign(doubled, "application/vnd.in-toto+json", EnvelopeSigner.of(ANNA)).decode()

    assert _ok(_with_value(approved(THIS), value)) is False


def test_a_truncated_envelope_is_false():
    """At every length but the whole one."""
    value = approved(THIS)["signature"]["value"]
    lengths = range(1, len(value), 7)

    assert {_ok(_with_value(approved(THIS), value[:end])) for end in lengths} == {False}
    assert (
        _ok(_with_value(approved(THIS), value.replace('"payload"', '"payload":"","payload"', 1)))
        is False
    )
    assert _ok(_with_value(approved(THIS), "\ud800")) is False


def test_every_changed_bit_of_the_signature_is_false():
    """The key is named and did not sign."""
    value = json.loads(approved(THIS)["signature"]["value"])
    signature = base64.b64decode(value["signatures"][0]["sig"])
    for place in range(0, len(signature) * 8, 13):
        changed = bytearray(signature)
        changed[place // 8] ^= 1 << place % 8
        sig = base64.b64encode(bytes(changed)).decode()
        signatures = [{**value["signatures"][0], "sig": sig}]
        assert _ok(_edited(approved(THIS), signatures=signatures)) is False


def test_one_good_signature_of_several_is_enough():
    """Others may sign beside her; they do not count for her, and not against her."""
    ours, theirs = (
        json.loads(approved(THIS, key)["signature"]["value"]) for key in (ANNA, STRANGER)
    )
    both = [*theirs["signatures"], *ours["signatures"]]

    assert _ok(_edited(approved(THIS), signatures=both)) is True
    assert _ok(_edited(approved(THIS), signatures=[])) is None


@pytest.mark.parametrize("at", ["soon", "", None])
def test_without_an_instant_no_key_counts(at):
    """The edge refuses such an approval; the facts would as well."""
    assert _ok(approved(THIS, at=at)) is False


# --- evidence -------------------------------------------------------------------------------------
ITEM = {
    "id": "e",
    "kind": "dpia",
    "uri": "https://x.example/e",
    "digest": {"alg": "sha256", "value": "c" * 64},
    "status": "approved",
    "applies_to": ["credit"],
    "fields": {"outcome": "accept"},
    "approved_by": approval(),
}


def _evidence_ok(item, *people):
    return Signatures(organisation(*people).keys, "credit", THIS).of_evidence(item)


def test_evidence_is_signed_by_its_approver():
    """The file by its digest, and the item as it stands in the request, whatever the request is."""
    signed = signed_evidence(ITEM, EnvelopeSigner.of(ANNA))

    assert _evidence_ok(signed) is True
    assert _evidence_ok(ITEM) is None
    assert _evidence_ok({"id": "e"}) is None
    assert _evidence_ok(signed_evidence(ITEM, EnvelopeSigner.of(BEN))) is False
    assert _evidence_ok(signed_evidence(ITEM, EnvelopeSigner.of(STRANGER))) is None


@pytest.mark.parametrize(
    "change",
    [
        {"digest": {"alg": "sha256", "value": "d" * 64}},
        {"digest": {"alg": "sha512", "value": "c" * 64}},
        {"kind": "assessment"},
        {"applies_to": ["*"]},
        {"fields": {"outcome": "reject"}},
        {"expires_at": "2030-01-01T00:00:00Z"},
        {"status": "draft"},
        {"id": "f"},
    ],
)
def test_a_signed_item_cannot_be_cited_as_anything_else(change):
    """Another file, kind, system or content of its fields."""
    signed = signed_evidence(ITEM, EnvelopeSigner.of(ANNA))

    assert _evidence_ok({**signed, **change}) is False


def test_an_approval_of_a_request_is_none_of_evidence():
    """Even where the digests are the same."""
    item = {**ITEM, "digest": {"alg": "sha256", "value": "a" * 64}}
    lent = {**item, "approved_by": approved(THIS)}
    signed = signed_evidence(item, EnvelopeSigner.of(ANNA))["approved_by"]

    assert _evidence_ok(lent) is False
    assert _ok(signed) is False


def test_a_signature_fits_into_a_request():
    """However much an approval says: 2000 characters is the most for a value."""
    conditions = [
        {"id": f"C-{number}", "text": "x" * 2000, "due": "2026-12-31"} for number in range(50)
    ]
    signed = approved(
        THIS, person_id="p" * 200, role="accountable_executive", conditions=conditions
    )

    assert len(signed["signature"]["value"]) < 2000


def test_the_instants_of_the_tests_are_what_they_say():
    """An approval is 10:00:00 on the twentieth; the boundary tests stand a second beside it."""
    at = datetime.fromisoformat(approval()["at"])

    assert at - datetime(2026, 11, 20, tzinfo=UTC) == timedelta(hours=10)
