"""Signed notes that other implementations made: Go's checksum database and the specification."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.errors import VerificationFailed
from gate.log.note import Signer, Verifier, open_note

PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_LINE = (
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWL"
    "ox33WWd1RvMc+QQ=\n"
)
BOTH = f"{TEXT}\n{PETER_LINE}{ENOCH_LINE}"

MALFORMED = {
    "no signatures": TEXT,
    "a blank line and no signatures": TEXT + "\n",
    "no newline at the end": TEXT + "\n" + PETER_LINE[:-1],
    "a control character": "\x01" + TEXT + "\n" + PETER_LINE,
    "a name with a space": TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad Name"),
    "a line that is no signature": TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
    "too many signatures": TEXT + "\n" + PETER_LINE * 101,
}


def _known(*vkeys: str) -> list[Verifier]:
    return [Verifier.from_vkey(vkey) for vkey in vkeys]


def test_signing_gives_the_bytes_that_go_gives() -> None:
    """The note signed by Go's example key is byte for byte Go's."""
    signer = Signer.of("PeterNeumann", Ed25519PrivateKey.from_private_bytes(PETER_SEED))

    assert signer.verifier.vkey == PETER
    assert signer.sign(TEXT) == f"{TEXT}\n{PETER_LINE}"


@pytest.mark.parametrize("known", [(PETER,), (ENOCH,), (PETER, ENOCH)])
def test_any_known_signature_opens_the_note(known: tuple[str, ...]) -> None:
    """One known key is enough, and the other signature is ignored."""
    assert open_note(BOTH, _known(*known)) == TEXT


def test_a_note_that_nobody_known_signed_is_refused() -> None:
    """Signatures of unknown keys prove nothing."""
    with pytest.raises(VerificationFailed):
        open_note(BOTH, [])


@pytest.mark.parametrize("why", MALFORMED)
def test_a_malformed_note_is_refused(why: str) -> None:
    """What Go's implementation refuses is refused."""
    with pytest.raises(VerificationFailed):
        open_note(MALFORMED[why], _known(PETER))


def test_bytes_that_are_not_utf8_are_refused() -> None:
    """A note is UTF-8."""
    with pytest.raises(VerificationFailed):
        open_note(b"\xff" + f"{TEXT}\n{PETER_LINE}".encode(), _known(PETER))


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    """A known key's signature that does not hold refuses the note, whoever else signed it."""
    broken = PETER_LINE[:60] + "ABCD" + PETER_LINE[60:]

    with pytest.raises(VerificationFailed):
        open_note(f"{TEXT}\n{ENOCH_LINE}{broken}", _known(PETER, ENOCH))


def test_the_example_of_the_specification_opens() -> None:
    """The verifier key and the note of C2SP signed-note belong together."""
    vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    note = (
        "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6Tf"
        "Xppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )

    assert open_note(note, _known(vkey)) == "This is an example message.\n"


def test_every_part_of_a_verifier_key_matters() -> None:
    """No part of a verifier key is one, and no character can be replaced by the next."""
    bad = [PETER[i:j] for i in range(len(PETER)) for j in range(i + 1, len(PETER) + 1)]
    bad = [vkey for vkey in bad if vkey != PETER]
    bad += [PETER[:i] + chr(ord(PETER[i]) + 1) + PETER[i + 1 :] for i in range(len(PETER))]
    bad += [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ]
    accepted = []
    for vkey in bad:
        try:
            Verifier.from_vkey(vkey)
        except VerificationFailed:
            continue
        accepted.append(vkey)

    assert accepted == []
