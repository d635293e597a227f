"""Signed statements as files, and who signed them."""

import base64
import json
from datetime import UTC, datetime

import pytest

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.intake.documents import Unreadable, import_documents, partial_request
from gate.intake.statements import (
    NoStatement,
    attached_statements,
    read_dsse,
    read_in_toto,
    read_model_signing,
)
from gate.intake.submission import Attachment
from gate.limits import STATEMENTS_MAX
from tests.signing import (
    ANNA,
    PIPELINE,
    STRANGER,
    account,
    ec_key_for_tests_only,
    envelope,
    in_toto,
    key_id,
    model_bundle,
    model_manifest,
    organisation,
    registered,
    release,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STATEMENT = release(model="a" * 64)
SIGNED = envelope(STATEMENT, PIPELINE)
TOKEN = ec_key_for_tests_only(3)
MANIFEST = model_manifest("halvar", {"model.safetensors": b"weights", "config.json": b"{}"})


def _verified(content, *people, use="artifacts", at=NOW, read=read_dsse):
    (statement,) = read(content)
    return statement.verified(organisation(*people).keys, use=use, system_id="credit", at=at)


def _changed(content, **changes):
    return json.dumps({**json.loads(content), **changes}).encode()


def _payload(document):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return base64.b64encode(content).decode()


def test_a_statement_by_a_registered_key_is_verified():
    """For the uses of that key."""
    assert _verified(SIGNED) is True
    assert _verified(SIGNED, use="pipeline") is True
    assert _verified(SIGNED, use="approve") is False


def test_a_signer_that_is_not_named_is_looked_for():
    """Among the keys for statements, and not among those of people."""
    nameless = envelope(STATEMENT, PIPELINE, keyid="")

    assert _verified(nameless) is True
    assert _verified(envelope(STATEMENT, ANNA, keyid="")) is None
    assert _verified(envelope(STATEMENT, STRANGER)) is None


def test_a_key_that_is_named_and_did_not_sign_is_false():
    """So is one that is registered for something else."""
    assert _verified(envelope(STATEMENT, STRANGER, keyid=key_id(PIPELINE))) is False
    assert _verified(envelope(STATEMENT, ANNA)) is False
    assert _verified(_changed(SIGNED, payload=_payload(release(model="b" * 64)))) is False


@pytest.mark.parametrize(("system", "expected"), [("credit", True), ("search", False)])
def test_a_key_of_one_system_signs_for_that_one(system, expected):
    """A pipeline says nothing about what another pipeline releases."""
    known = account("p", registered(PIPELINE, uses=["artifacts"], systems=[system]))

    assert _verified(SIGNED, known) is expected


@pytest.mark.parametrize(
    ("withdrawn", "expected"), [("2026-11-23T09:00:01Z", True), ("2026-11-23T09:00:00Z", None)]
)
def test_a_withdrawn_key_proves_nothing_any_more(withdrawn, expected):
    """The statement may be older than the withdrawal; nothing shows that it is."""
    known = account("p", registered(PIPELINE, uses=["artifacts"], withdrawn=withdrawn))

    assert _verified(SIGNED, known) is expected


def test_another_payload_type_of_in_toto_is_read_and_any_other_refused():
    """`application/vnd.in-toto.<predicate>+json` is one of theirs."""
    signer = EnvelopeSigner.of(PIPELINE)
    payload = canonical_bytes(STATEMENT)

    assert _verified(sign(payload, "application/vnd.in-toto.release+json", signer)) is True
    for kind in ("application/json", "application/vnd.in-totoes", "text/plain"):
        with pytest.raises(NoStatement, match="payload type"):
            read_dsse(sign(payload, kind, signer))
    assert _verified(_changed(SIGNED, payloadType="application/vnd.in-toto.x+json")) is False


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        SIGNED[:-1],
        SIGNED[: len(SIGNED) // 2],
        SIGNED.replace(b'"payload"', b'"payload":"","payload"', 1),
        _changed(SIGNED, payload="!"),
        _changed(SIGNED, payload=_payload([])),
        _changed(SIGNED, payload=_payload(b'{"_type": 1, "_type": 2}')),
        _changed(
            SIGNED, payload=_payload({**STATEMENT, "_type": "https://in-toto.io/Statement/v0.1"})
        ),
        _changed(SIGNED, payload=_payload({**STATEMENT, "subject": {}})),
        _changed(SIGNED, signatures=[]),
        canonical_bytes(STATEMENT),
    ],
)
def test_what_is_no_signed_statement_is_refused(content):
    """Truncated, a key twice, another version, nobody's signature, no envelope at all."""
    for read in (read_dsse, read_in_toto):
        with pytest.raises(NoStatement):
            read(content)


def test_an_in_toto_bundle_has_one_envelope_a_line():
    """In their order; empty lines between them are nothing."""
    other = envelope(release(model="b" * 64), PIPELINE)

    found = read_in_toto(SIGNED + b"\n\n" + other + b"\n")
    assert [statement.subjects[0]["digest"]["sha256"][0] for statement in found] == ["a", "b"]
    assert len(read_in_toto(SIGNED)) == 1
    assert len(read_in_toto(_indented(SIGNED))) == 1
    with pytest.raises(NoStatement):
        read_in_toto(SIGNED + b"\n{}\n")


def _indented(content):
    return json.dumps(json.loads(content), indent=1).encode()


def test_the_statements_of_one_file_are_bounded():
    """At the bound they are read, one more is refused."""
    assert len(read_in_toto((SIGNED + b"\n") * STATEMENTS_MAX)) == STATEMENTS_MAX
    with pytest.raises(NoStatement, match=f"at most {STATEMENTS_MAX}"):
        read_in_toto((SIGNED + b"\n") * (STATEMENTS_MAX + 1))


@pytest.mark.parametrize("private", [PIPELINE, TOKEN])
def test_a_bundle_of_model_signing_is_verified_by_its_hint(private):
    """It names no key but the digest of its PEM form."""
    known = account("p", registered(private, uses=["artifacts"]))
    bundle = model_bundle(MANIFEST, private)

    assert _verified(bundle, known, read=read_model_signing) is True
    assert _verified(bundle, account("p"), read=read_model_signing) is None
    stranger = model_bundle(
        MANIFEST, STRANGER, hint=json.loads(bundle)["verificationMaterial"]["publicKey"]["hint"]
    )
    assert _verified(stranger, known, read=read_model_signing) is False


def test_a_bundle_without_a_hint_is_verified_all_the_same():
    """Older versions wrote none; a certificate instead of a key is nobody's that we know."""
    bundle = json.loads(model_bundle(MANIFEST, PIPELINE))
    older = {**bundle, "verificationMaterial": {"publicKey": {}}}
    keyless = {**bundle, "verificationMaterial": {"certificate": {"rawBytes": "AAAA"}}}

    assert _verified(json.dumps(older).encode(), read=read_model_signing) is True
    assert _verified(json.dumps(keyless).encode(), account("p"), read=read_model_signing) is None


@pytest.mark.parametrize(
    "change",
    [
        {"mediaType": "application/json"},
        {"mediaType": None},
        {"dsseEnvelope": None},
        {"dsseEnvelope": {}},
    ],
)
def test_what_is_no_bundle_is_refused(change):
    """Another media type, no envelope; nor is a bare envelope one."""
    with pytest.raises(NoStatement):
        read_model_signing(_changed(model_bundle(MANIFEST, PIPELINE), **change))
    with pytest.raises(NoStatement, match="Sigstore bundle"):
        read_model_signing(SIGNED)


@pytest.mark.parametrize(
    ("format_name", "content"),
    [
        ("dsse", SIGNED),
        ("in_toto", SIGNED + b"\n" + SIGNED),
        ("model_signing", model_bundle(MANIFEST, PIPELINE)),
        ("auto", SIGNED),
        ("auto", model_bundle(MANIFEST, PIPELINE)),
    ],
)
def test_a_statement_is_attached_like_any_document_and_fills_in_nothing(format_name, content):
    """It is recorded with its digest, and read again for the facts."""
    attached = Attachment("s", format_name, None, content)
    document = {"models": [{"id": "m"}]}
    imported = import_documents(document, [attached])

    assert imported.document["models"] == document["models"]
    assert [record.valid for record in imported.attachments] == [True]
    assert len(attached_statements([attached], imported.attachments)) >= 1
    assert partial_request(format_name, content)["request"] == {}


def test_other_documents_are_no_statements():
    """A card that is attached beside one."""
    documents = [
        Attachment("card", "hf_card", None, b"# Card\n"),
        Attachment("s", "dsse", None, SIGNED),
    ]
    imported = import_documents({"models": []}, documents)

    (statement,) = attached_statements(documents, imported.attachments)
    assert statement.body == STATEMENT


@pytest.mark.parametrize("format_name", ["dsse", "in_toto", "model_signing"])
def test_a_broken_statement_is_refused_as_a_document(format_name):
    """Whoever attached it learns at once; nothing of it is repeated."""
    with pytest.raises(Unreadable, match="the statement") as refused:
        partial_request(format_name, b'{"canary7": 1}')

    assert "canary7" not in str(refused.value)


def test_parts_of_other_types_are_empty():
    """Facts exist for any statement."""
    odd = in_toto("x", {}) | {"predicate": [], "subject": [1, {"name": "m"}]}
    (statement,) = read_dsse(envelope(odd, PIPELINE))

    assert statement.predicate == {}
    assert statement.subjects == [{"name": "m"}]
