"""Keys and cosignatures in the verifier of bundles."""

import sys

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import asymmetric
from cryptography.hazmat.primitives.asymmetric import mldsa

from gate.errors import VerificationFailed
from gate.log.note import vkey_of
from gate_verify.findings import DoesNotHold
from gate_verify.note import LOG, ML_DSA, WITNESS, Key
from tests.witnesses import LOG as SIGNER
from tests.witnesses import TIME_S, changed_cosignatures, ml_dsa_witness, witness

TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
SIGNERS = {"Ed25519": witness(1), "ML-DSA-44": ml_dsa_witness(1)}
MODULE = "cryptography.hazmat.primitives.asymmetric.mldsa"


def key(kind: str) -> Key:
    return Key.parse(SIGNERS[kind].cosigner.vkey, WITNESS, ML_DSA)


@pytest.mark.parametrize("kind", SIGNERS)
def test_every_part_of_a_cosignature_is_covered(kind: str) -> None:
    """Text, time and each byte of the signature, as for the gate."""
    signed = SIGNERS[kind].sign(TEXT, TIME_S).signature

    assert key(kind).signed(TEXT, signed)
    for text, signature in changed_cosignatures(TEXT, signed):
        assert not key(kind).signed(text, signature)
        with pytest.raises(VerificationFailed):
            SIGNERS[kind].cosigner.check(text, signature)


def test_ml_dsa_covers_the_name_of_the_witness() -> None:
    """The same key under another name did not sign."""
    signer = SIGNERS["ML-DSA-44"]
    other = vkey_of("witness.example/other", ML_DSA, signer.cosigner.public.public_bytes_raw())

    assert not Key.parse(other, ML_DSA).signed(TEXT, signer.sign(TEXT, TIME_S).signature)


@pytest.mark.parametrize("text", ["no checkpoint\n", TEXT + "more\n", TEXT.replace("2", "02")])
def test_what_is_no_checkpoint_has_no_cosignature_of_ml_dsa(text: str) -> None:
    """There is nothing of it that could be signed."""
    with pytest.raises(DoesNotHold, match="Expected"):
        key("ML-DSA-44").signed(text, bytes(100))


@pytest.mark.parametrize("length", [255, 256])
def test_names_in_a_cosignature_of_ml_dsa_are_bounded(length: int) -> None:
    """Their length is one byte."""
    text = TEXT.replace("example.com/behind-the-sofa", "o" * length)
    if length == 255:
        assert key("ML-DSA-44").signed(text, SIGNERS["ML-DSA-44"].sign(text, TIME_S).signature)
    else:
        with pytest.raises(DoesNotHold, match="at most 255"):
            key("ML-DSA-44").signed(text, bytes(100))


@pytest.mark.parametrize("kind", [0x00, 0x01, 0x02, 0x03, 0x05, 0xFF])
def test_a_key_of_another_type_is_no_witness(kind: int) -> None:
    """A log's among them, and a witness is no log."""
    with pytest.raises(DoesNotHold, match="of type 0x04 or 0x06"):
        Key.parse(vkey_of("w", kind, bytes(32)), WITNESS, ML_DSA)
    for vkey in (witness(1).cosigner.vkey, ml_dsa_witness(1).cosigner.vkey):
        with pytest.raises(DoesNotHold, match="of type 0x01"):
            Key.parse(vkey, LOG)


@pytest.mark.parametrize("kind", [WITNESS, ML_DSA])
def test_a_key_of_another_length_is_refused(kind: int) -> None:
    """Whichever type it says."""
    with pytest.raises(DoesNotHold, match="not a key of its type"):
        Key.parse(vkey_of("w", kind, b"x" * 33), kind)


def test_an_older_cryptography_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """One without the module, and one that was built without the algorithm."""
    vkey = ml_dsa_witness(1).cosigner.vkey

    def unsupported(_: bytes) -> None:
        raise UnsupportedAlgorithm("ML-DSA is not supported")

    with monkeypatch.context() as patched:
        patched.setattr(
            mldsa, "MLDSA44PublicKey", type("K", (), {"from_public_bytes": unsupported})
        )
        with pytest.raises(DoesNotHold, match="`cryptography` has no ML-DSA-44: take a newer one"):
            Key.parse(vkey, ML_DSA)
    with monkeypatch.context() as patched:
        patched.delattr(asymmetric, "mldsa")
        patched.setitem(sys.modules, MODULE, None)
        with pytest.raises(DoesNotHold, match="`cryptography` has no ML-DSA-44: take a newer one"):
            Key.parse(vkey, ML_DSA)
        assert Key.parse(SIGNER.verifier.vkey, LOG)
    assert Key.parse(vkey, ML_DSA)
