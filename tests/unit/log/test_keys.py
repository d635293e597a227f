"""The two keys of a log."""

import hashlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from gate.errors import Misconfigured
from gate.log.keys import key_id, load_or_create_keys, public_pem, read_public_pem
from gate.log.note import Verifier
from tests.logs import GATE_KEY, ORIGIN


def test_the_first_start_makes_two_keys_for_the_owner_alone(tmp_path: Path) -> None:
    """0700 for the folder, 0600 for each file, and nothing else is left there."""
    folder = tmp_path / "keys"
    keys = load_or_create_keys(folder)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()} == {
        "log.pem": 0o600,
        "gate.pem": 0o600,
    }
    assert keys.log.private_bytes_raw() != keys.gate.private_bytes_raw()


def test_the_next_start_finds_the_same_keys(tmp_path: Path) -> None:
    """A key is never replaced."""
    first = load_or_create_keys(tmp_path / "keys")
    second = load_or_create_keys(tmp_path / "keys")

    assert first.lines(ORIGIN) == second.lines(ORIGIN)


def test_a_draft_of_a_crash_is_no_key(tmp_path: Path) -> None:
    """What a crash left half-written is thrown away, and a whole key is made."""
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / "log.new").write_bytes(b"half a k")
    load_or_create_keys(folder)

    assert not (folder / "log.new").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
@pytest.mark.parametrize("name", ["log.pem", "gate.pem"])
def test_a_key_that_others_may_use_is_refused(tmp_path: Path, name: str, mode: int) -> None:
    """Any bit for group or others is too much."""
    folder = tmp_path / "keys"
    load_or_create_keys(folder)
    (folder / name).chmod(mode)

    with pytest.raises(Misconfigured, match=f"{name}.*{mode:04o}"):
        load_or_create_keys(folder)


def test_a_folder_that_others_may_use_is_refused(tmp_path: Path) -> None:
    """Whoever may write the folder may replace the keys."""
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o755)

    with pytest.raises(Misconfigured, match="0755"):
        load_or_create_keys(folder)


def test_a_file_that_is_no_ed25519_key_is_refused(tmp_path: Path) -> None:
    """Neither rubbish nor a key of another kind."""
    other = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for content in (b"", b"rubbish", other):
        folder = tmp_path / hashlib.sha256(content).hexdigest()
        load_or_create_keys(folder)
        (folder / "log.pem").write_bytes(content)

        with pytest.raises(Misconfigured, match=r"log\.pem is not an Ed25519"):
            load_or_create_keys(folder)


def test_others_recognise_the_keys(tmp_path: Path) -> None:
    """The log by its verifier key, the gate by the SHA-256 of its DER form; both also as PEM."""
    keys = load_or_create_keys(tmp_path / "keys")
    log, gate = keys.lines(ORIGIN)
    der = keys.gate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    assert Verifier.from_vkey(log.removeprefix("log ")).public == keys.log.public_key()
    assert gate == f"gate {hashlib.sha256(der).hexdigest()}"
    assert gate == f"gate {keys.gate_keyid}"
    assert [read_public_pem(pem) for pem in keys.public_pems()] == [
        keys.log.public_key(),
        keys.gate.public_key(),
    ]


def test_a_public_key_of_another_kind_is_refused() -> None:
    """Entries are signed with Ed25519 alone."""
    other = generate_private_key(SECP256R1()).public_key()
    pem = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    for text in ("", "rubbish", pem):
        with pytest.raises(Misconfigured, match="Ed25519 public key"):
            read_public_pem(text)


def test_keys_do_not_show_themselves() -> None:
    """Neither in logs nor in tracebacks."""
    pem = public_pem(GATE_KEY.public_key())

    assert "PRIVATE" not in pem
    assert len(key_id(GATE_KEY.public_key())) == 64


def test_the_representation_of_keys_has_no_key(tmp_path: Path) -> None:
    """Printing the pair says nothing."""
    assert repr(load_or_create_keys(tmp_path / "keys")) == "Keys()"
