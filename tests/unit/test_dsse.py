"""DSSE envelopes."""

import base64
import json

import pytest

from gate.canon import canonical_bytes
from gate.dsse import Envelope, EnvelopeSigner, sign
from gate.errors import VerificationFailed
from gate.limits import ENVELOPE_SIGNATURES_MAX
from tests.logs import GATE_KEY, GATE_KEYID, GATE_KEYS, LOG_KEY

SIGNER = EnvelopeSigner(GATE_KEYID, GATE_KEY)
KIND = "application/vnd.in-toto+json"
PAYLOAD = b'{"a":"\xfb\xef\xbe~"}'
SIGNED = sign(PAYLOAD, KIND, SIGNER)


def _changed(**changes: object) -> bytes:
    return canonical_bytes({**json.loads(SIGNED), **changes})


def test_what_was_signed_is_verified() -> None:
    """The payload comes back, and so does the id of the key that signed it."""
    envelope = Envelope.parse(SIGNED)

    assert (envelope.payload, envelope.payload_type) == (PAYLOAD, KIND)
    assert envelope.verify(GATE_KEYS) == GATE_KEYID


def test_the_envelope_is_canonical_json() -> None:
    """The same payload and key give the same bytes."""
    assert canonical_bytes(json.loads(SIGNED)) == SIGNED
    assert sign(PAYLOAD, KIND, SIGNER) == SIGNED


def test_url_safe_base64_is_read_too() -> None:
    """The specification wants both alphabets to be read."""
    document = json.loads(SIGNED)
    document["payload"] = base64.urlsafe_b64encode(PAYLOAD).decode()
    signature = base64.b64decode(document["signatures"][0]["sig"])
    document["signatures"][0]["sig"] = base64.urlsafe_b64encode(signature).decode()

    assert document["payload"] != json.loads(SIGNED)["payload"]
    assert Envelope.parse(canonical_bytes(document)).verify(GATE_KEYS) == GATE_KEYID


@pytest.mark.parametrize(
    "changes",
    [
        {"payload": base64.b64encode(b"{}").decode()},
        {"payloadType": "application/json"},
        {"signatures": []},
        {"signatures": [{"keyid": "other", "sig": json.loads(SIGNED)["signatures"][0]["sig"]}]},
        {"signatures": [{"keyid": GATE_KEYID, "sig": base64.b64encode(bytes(64)).decode()}]},
    ],
)
def test_whatever_was_changed_no_longer_verifies(changes: dict[str, object]) -> None:
    """Payload, type, signer and signature are all needed."""
    with pytest.raises(VerificationFailed, match="No trusted key"):
        Envelope.parse(_changed(**changes)).verify(GATE_KEYS)


def test_a_key_id_decides_nothing() -> None:
    """A signature by another key under the trusted key's id is refused."""
    forged = sign(PAYLOAD, KIND, EnvelopeSigner(GATE_KEYID, LOG_KEY))

    with pytest.raises(VerificationFailed, match="No trusted key"):
        Envelope.parse(forged).verify(GATE_KEYS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        SIGNED[:-1],
        SIGNED.replace(b'"payloadType"', b'"payload":"","payloadType"'),
        _changed(payload="!"),
        _changed(payload=1),
        _changed(payloadType=1),
        _changed(signatures=None),
        _changed(signatures=[1]),
        _changed(signatures=[{"keyid": GATE_KEYID}]),
    ],
)
def test_what_is_no_envelope_is_refused(data: bytes) -> None:
    """Broken JSON, missing and mistyped fields, and a key that occurs twice."""
    with pytest.raises(VerificationFailed):
        Envelope.parse(data)


def test_the_number_of_signatures_is_bounded() -> None:
    """Each costs a check; at the bound they are read, one more is refused."""
    signature = json.loads(SIGNED)["signatures"][0]

    assert Envelope.parse(_changed(signatures=[signature] * ENVELOPE_SIGNATURES_MAX))
    with pytest.raises(VerificationFailed):
        Envelope.parse(_changed(signatures=[signature] * (ENVELOPE_SIGNATURES_MAX + 1)))


@pytest.mark.parametrize("payload_type", ["\ud800", "a\nb", "\x00"])
def test_a_payload_type_that_is_no_text_is_refused(payload_type: str) -> None:
    """It would have no bytes to be signed."""
    data = json.dumps({**json.loads(SIGNED), "payloadType": payload_type}).encode()

    with pytest.raises(VerificationFailed):
        Envelope.parse(data)
