"""Cosignatures: what witnesses sign."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from gate.errors import VerificationFailed
from gate.log import cosignature
from gate.log.checkpoint import sign_checkpoint
from gate.log.cosignature import CosignatureSigner, Cosigner
from gate.log.note import Note, open_note, vkey_of
from tests.witnesses import LOG, TIME_S, changed_cosignatures

NAME = "witness.example/w1"
TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
ED25519 = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
ML_DSA = MLDSA44PrivateKey.from_seed_bytes(b"w" * 32)
SIGNERS = {
    "Ed25519": CosignatureSigner.of(NAME, ED25519),
    "ML-DSA-44": CosignatureSigner.of(NAME, ML_DSA),
}


@pytest.mark.parametrize("kind", SIGNERS)
def test_what_was_cosigned_is_verified(kind: str) -> None:
    """With the time at which it was."""
    signer = SIGNERS[kind]
    signed = signer.sign(TEXT, TIME_S)

    assert signed.is_by(signer.cosigner)
    assert signer.cosigner.check(TEXT, signed.signature) == TIME_S


def test_ed25519_signs_a_header_the_time_and_the_text() -> None:
    """The bytes that the specification shows, after eight bytes of time."""
    signed = SIGNERS["Ed25519"].sign(TEXT, 1679315147).signature
    message = f"cosignature/v1\ntime 1679315147\n{TEXT}".encode()

    assert signed[:8] == (1679315147).to_bytes(8, "big")
    ED25519.public_key().verify(signed[8:], message)


def test_ml_dsa_signs_the_structure_of_the_specification() -> None:
    """Label, cosigner, time, origin, start 0, size, root; extension lines are not in it."""
    root = bytes.fromhex("0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
    message = (
        b"subtree/v1\n\0"
        + b"\x12witness.example/w1"
        + (1679315147).to_bytes(8, "big")
        + b"\x1bexample.com/behind-the-sofa"
        + bytes(8)
        + (20852163).to_bytes(8, "big")
        + root
    )
    signed = SIGNERS["ML-DSA-44"].sign(f"{TEXT}extension\n", 1679315147).signature

    assert signed[:8] == (1679315147).to_bytes(8, "big")
    ML_DSA.public_key().verify(signed[8:], message)


@pytest.mark.parametrize("kind", SIGNERS)
def test_every_part_is_covered(kind: str) -> None:
    """Another text, time or byte of the signature is refused."""
    signer = SIGNERS[kind]
    signed = signer.sign(TEXT, TIME_S).signature
    for text, signature in [*changed_cosignatures(TEXT, signed), ("no checkpoint\n", signed)]:
        with pytest.raises(VerificationFailed):
            signer.cosigner.check(text, signature)


def test_ed25519_covers_extension_lines() -> None:
    """They are part of the text."""
    signer = SIGNERS["Ed25519"]
    signed = signer.sign(f"{TEXT}one\n", TIME_S).signature

    assert signer.cosigner.check(f"{TEXT}one\n", signed) == TIME_S
    with pytest.raises(VerificationFailed):
        signer.cosigner.check(f"{TEXT}two\n", signed)


def test_the_largest_time_is_below_two_to_the_63() -> None:
    """One second more is refused, whoever signed it."""
    signer = SIGNERS["Ed25519"]
    text = f"cosignature/v1\ntime {2**63}\n{TEXT}".encode()
    beyond = (2**63).to_bytes(8, "big") + ED25519.sign(text)

    assert signer.cosigner.check(TEXT, signer.sign(TEXT, 2**63 - 1).signature) == 2**63 - 1
    with pytest.raises(VerificationFailed, match="below 2"):
        signer.cosigner.check(TEXT, beyond)


@pytest.mark.parametrize("length", [255, 256])
def test_ml_dsa_signs_names_of_up_to_255_bytes(length: int) -> None:
    """Their length is one byte."""
    text = TEXT.replace("example.com/behind-the-sofa", "o" * length)
    if length == 255:
        SIGNERS["ML-DSA-44"].sign(text, TIME_S)
    else:
        with pytest.raises(VerificationFailed, match="at most 255"):
            SIGNERS["ML-DSA-44"].sign(text, TIME_S)


@pytest.mark.parametrize("kind", SIGNERS)
def test_a_verifier_key_is_the_same_after_reading(kind: str) -> None:
    """Of either type."""
    cosigner = SIGNERS[kind].cosigner

    assert Cosigner.from_vkey(cosigner.vkey).vkey == cosigner.vkey


def test_the_key_of_a_witness_of_the_public_network_is_read() -> None:
    """Its key id is computed with type 0x04."""
    vkey = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"

    assert Cosigner.from_vkey(vkey).vkey == vkey


@pytest.mark.parametrize("kind", [0x00, 0x01, 0x02, 0x03, 0x05, 0xFF])
def test_a_key_of_another_type_is_no_cosigner(kind: int) -> None:
    """A log's key among them, even if it is the same key."""
    with pytest.raises(VerificationFailed, match="type 0x04 or 0x06"):
        Cosigner.from_vkey(vkey_of(NAME, kind, ED25519.public_key().public_bytes_raw()))


@pytest.mark.parametrize("kind", [0x04, 0x06])
def test_a_key_of_another_length_is_refused(kind: int) -> None:
    """Whichever type it says."""
    with pytest.raises(VerificationFailed, match="of its type"):
        Cosigner.from_vkey(vkey_of(NAME, kind, b"x" * 33))


class Missing:
    """An algorithm that the cryptography of this machine was built without."""

    @staticmethod
    def from_public_bytes(_: bytes) -> None:
        raise UnsupportedAlgorithm("ML-DSA is not supported")


def test_where_ml_dsa_is_missing_its_keys_are_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And those of Ed25519 are not."""
    monkeypatch.setattr(cosignature, "MLDSA44PublicKey", Missing)
    assert Cosigner.from_vkey(SIGNERS["Ed25519"].cosigner.vkey)

    with pytest.raises(VerificationFailed, match="cannot verify ML-DSA-44"):
        Cosigner.from_vkey(SIGNERS["ML-DSA-44"].cosigner.vkey)


def test_one_key_under_two_types_has_two_ids() -> None:
    """So that a signature of one is never taken for the other's."""
    raw = LOG.verifier.public
    as_witness = Cosigner(LOG.verifier.name, raw)
    note = sign_checkpoint(0, bytes(32), LOG)

    assert as_witness.key_id != LOG.verifier.key_id
    with pytest.raises(VerificationFailed, match="not signed by"):
        open_note(note, [as_witness])


def test_cosignatures_stand_under_the_note() -> None:
    """Whoever does not know the witness ignores its line."""
    note = sign_checkpoint(0, bytes(32), LOG)
    parsed = Note.parse(note)
    both = note + SIGNERS["Ed25519"].sign(parsed.text, TIME_S).line

    assert open_note(both, [LOG.verifier]) == parsed.text
    assert open_note(both, [SIGNERS["Ed25519"].cosigner]) == parsed.text


def test_a_signer_does_not_show_its_key() -> None:
    """Neither in logs nor in tracebacks."""
    assert "private" not in repr(SIGNERS["Ed25519"])
