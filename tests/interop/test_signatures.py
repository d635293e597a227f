"""securesystemslib verifies the envelopes, openssl the signatures under them and the checkpoint."""

import json
import subprocess
from pathlib import Path

import pytest
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

from gate.dsse import Envelope as OurEnvelope
from gate.dsse import EnvelopeSigner
from gate.log.keys import public_pem
from gate.log.log import Appended
from gate.log.note import Note
from gate.policy.release import shipped_release
from gate.policy.signatures import with_signature
from tests.interop.programs import program
from tests.logs import GATE_KEY, GATE_KEYID, LOG_KEY, draft, open_log
from tests.signing import ANNA, BEN, STRANGER, key_id


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> list[Appended]:
    log = open_log(tmp_path_factory.mktemp("var"))
    found = [log.append(draft(number)) for number in range(5)]
    log.close()
    return found


def test_securesystemslib_verifies_every_envelope(logged: list[Appended]) -> None:
    """With the gate's key, and with no other."""
    key = SSlibKey.from_crypto(GATE_KEY.public_key(), GATE_KEYID)
    other = SSlibKey.from_crypto(LOG_KEY.public_key(), GATE_KEYID)
    for receipt in logged:
        envelope = Envelope.from_dict(json.loads(receipt.leaf))

        assert list(envelope.verify([key], 1)) == [GATE_KEYID]
        assert json.loads(envelope.payload)["_type"] == "https://in-toto.io/Statement/v1"
        with pytest.raises(VerificationError):
            envelope.verify([other], 1)


def test_securesystemslib_verifies_the_signatures_of_a_release() -> None:
    """Of everybody who signed, by number; a key that did not sign is missed."""
    release, envelope = shipped_release(), None
    for private in (ANNA, BEN):
        envelope = with_signature(release, envelope, EnvelopeSigner.of(private))
    assert envelope is not None
    read = Envelope.from_dict(json.loads(envelope))
    keys = [SSlibKey.from_crypto(key.public_key(), key_id(key)) for key in (ANNA, BEN, STRANGER)]
    statement = json.loads(read.payload)

    assert set(read.verify(keys, 2)) == {key_id(ANNA), key_id(BEN)}
    assert statement["subject"][0]["digest"]["sha256"] == release.digest.removeprefix("sha256:")
    with pytest.raises(VerificationError):
        read.verify(keys, 3)


def openssl(folder: Path, pem: str, message: bytes, signature: bytes) -> int:
    """The exit code of openssl for a raw Ed25519 signature."""
    (folder / "key.pem").write_text(pem)
    (folder / "message").write_bytes(message)
    (folder / "signature").write_bytes(signature)
    command = [program("openssl"), "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    command += ["-in", "message", "-sigfile", "signature"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True).returncode


def test_openssl_verifies_an_entry_and_its_checkpoint(
    logged: list[Appended], tmp_path: Path
) -> None:
    """Raw signatures over the bytes that the formats say, with the PEM keys that the gate shows."""
    envelope = OurEnvelope.parse(logged[3].leaf)
    note = Note.parse(logged[3].checkpoint)
    gate, log = public_pem(GATE_KEY.public_key()), public_pem(LOG_KEY.public_key())
    text = note.text.encode()

    assert openssl(tmp_path, gate, envelope.message, envelope.signatures[0][1]) == 0
    assert openssl(tmp_path, log, text, note.signatures[0].signature) == 0
    assert openssl(tmp_path, log, text.replace(b"4", b"5"), note.signatures[0].signature) != 0
    assert openssl(tmp_path, gate, text, note.signatures[0].signature) != 0
