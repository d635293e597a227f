"""Approvals, made here and verified by another implementation of DSSE, and the other way round."""

import json

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

from gate.canon import canonical_bytes
from gate.intake.signatures import Signatures
from gate.model.approval_statement import PAYLOAD_TYPE, request_statement
from tests.signing import (
    ANNA,
    BEN,
    approved,
    ec_key_for_tests_only,
    organisation,
    person,
    registered,
)

THIS = "sha256:" + "a" * 64
KEYS = (ANNA, ec_key_for_tests_only(5))


@pytest.mark.parametrize("private", KEYS)
def test_another_implementation_verifies_our_approvals(private) -> None:
    """The envelope as it stands in a request, with the public key alone."""
    stated = approved(THIS, private)
    envelope = Envelope.from_dict(json.loads(stated["signature"]["value"]))
    key = SSlibKey.from_crypto(private.public_key(), envelope_keyid(stated))

    assert set(envelope.verify([key], 1)) == {envelope_keyid(stated)}
    assert json.loads(envelope.payload)["subject"][0]["digest"] == {"sha256": "a" * 64}
    with pytest.raises(VerificationError):
        envelope.verify([SSlibKey.from_crypto(BEN.public_key(), envelope_keyid(stated))], 1)


@pytest.mark.parametrize("private", KEYS)
def test_we_verify_what_another_implementation_signed(private) -> None:
    """Its own key id and signer; the statement is the one that the documentation shows."""
    stated = approved(THIS)
    envelope = Envelope(canonical_bytes(request_statement(stated, THIS)), PAYLOAD_TYPE, {})
    envelope.sign(CryptoSigner(private))
    theirs = {"type": "dsse", "value": json.dumps(envelope.to_dict())}
    anna = person("Anna@x.example", registered(private))
    keys = organisation(anna).keys

    assert Signatures(keys, "s", THIS).of_approval({**stated, "signature": theirs}) is True


def envelope_keyid(stated) -> str:
    """The key that an approval says it is signed by."""
    keyid: str = json.loads(stated["signature"]["value"])["signatures"][0]["keyid"]
    return keyid
