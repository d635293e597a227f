"""Public keys as people write them down."""

import base64

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from gate.public_keys import read_private_key, read_public_key, signature_by
from tests.signing import ANNA, BEN, ec_key_for_tests_only, private_pem, public_pem, public_text

CURVES = (ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1())
KEYS = (ANNA, *(ec_key_for_tests_only(7, curve) for curve in CURVES))


@pytest.mark.parametrize("private", KEYS)
def test_a_key_checks_what_its_other_half_signed(private):
    """Ed25519 and the three curves, and nothing else that was signed."""
    key = read_public_key(public_text(private))
    key.verify(signature_by(private, b"message"), b"message")

    for signature, message in (
        (signature_by(private, b"message"), b"massage"),
        (signature_by(BEN, b"message"), b"message"),
        (b"", b"message"),
    ):
        with pytest.raises(InvalidSignature):
            key.verify(signature, message)


@pytest.mark.parametrize("private", KEYS)
def test_pem_and_its_body_are_the_same_key(private):
    """With the same id, whatever was written; the two names are of the DER and the PEM form."""
    pem = public_pem(private)
    body = "".join(pem.splitlines()[1:-1])

    assert read_public_key(pem) == read_public_key(f" {body}\n")
    assert len(read_public_key(pem).id) == len(read_public_key(pem).hint) == 64
    assert read_public_key(pem).text == body


def test_the_compressed_form_of_a_point_is_the_same_key():
    """So one key cannot be registered twice by writing it otherwise."""
    private = ec_key_for_tests_only(7)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    header = bytes.fromhex("3039301306072a8648ce3d020106082a8648ce3d030107032200")
    compressed = base64.b64encode(header + point).decode()

    assert read_public_key(compressed) == read_public_key(public_text(private))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "canary7",
        "-----BEGIN PUBLIC KEY-----\ncanary7\n-----END PUBLIC KEY-----",
        public_text(ANNA)[:-4],
        public_text(ANNA).replace("M", "é", 1),
        private_pem(ANNA).decode(),
        public_pem(rsa.generate_private_key(65537, 2048)),
        public_pem(Ed448PrivateKey.generate()),
        public_pem(ec_key_for_tests_only(7, ec.SECP256K1())),
    ],
)
def test_whatever_else_is_no_public_key(text):
    """The message says what is expected, and repeats nothing: it may be a private key."""
    with pytest.raises(ValueError, match="expected a public key, Ed25519 or ECDSA") as refused:
        read_public_key(text)

    assert "canary7" not in str(refused.value)


@pytest.mark.parametrize("private", KEYS)
def test_a_private_key_is_read(private):
    """As openssl writes it, with or without remarks before it."""
    assert public_text(read_private_key(private_pem(private))) == public_text(private)
    assert public_text(read_private_key(b"mine\n" + private_pem(private))) == public_text(private)


def test_a_private_key_with_a_password_is_refused():
    """There is nobody to ask for it in a pipeline; so is a key of another kind."""
    locked = ANNA.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
    )
    other = private_pem(rsa.generate_private_key(65537, 2048))
    for pem in (locked, other, public_pem(ANNA).encode(), b""):
        with pytest.raises(ValueError, match="expected a private key, Ed25519 or ECDSA"):
            read_private_key(pem)
