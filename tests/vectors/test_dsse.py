"""Entries, verified by another implementation of DSSE."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from gate.dsse import EnvelopeSigner, pae
from gate.log.leaf import make_leaf
from tests.logs import GATE_KEY, GATE_KEYID, LOG_KEY, entry


def _key(public: Ed25519PublicKey, keyid: str) -> SSlibKey:
    return SSlibKey.from_crypto(public, keyid)


def test_another_implementation_verifies_an_entry() -> None:
    """securesystemslib accepts the gate's signature and reads the statement."""
    leaf = make_leaf(entry(3), EnvelopeSigner(GATE_KEYID, GATE_KEY))
    envelope = Envelope.from_dict(json.loads(leaf))

    accepted = envelope.verify([_key(GATE_KEY.public_key(), GATE_KEYID)], 1)

    assert set(accepted) == {GATE_KEYID}
    assert json.loads(envelope.payload)["predicate"]["decisionId"] == entry(3).decision_id


def test_another_implementation_refuses_another_key() -> None:
    """The log's key did not sign the entry, whatever it calls itself."""
    leaf = make_leaf(entry(3), EnvelopeSigner(GATE_KEYID, GATE_KEY))
    envelope = Envelope.from_dict(json.loads(leaf))

    with pytest.raises(VerificationError):
        envelope.verify([_key(LOG_KEY.public_key(), GATE_KEYID)], 1)


def test_the_encoding_is_that_of_the_specification() -> None:
    """The example of DSSE's protocol page."""
    assert (
        pae("http://example.com/HelloWorld", b"hello world")
        == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
