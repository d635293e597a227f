"""The two private keys of an installation: one signs checkpoints, one signs entries.

Never one key for both: with the log's key alone nobody can forge a decision, with the gate's key
alone nobody can rewrite the log. They are made at the first start, as PKCS#8 PEM files that only
the service's user may read.
"""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from gate.errors import Misconfigured
from gate.log.note import Verifier

LOG_FILE = "log.pem"
GATE_FILE = "gate.pem"
OLD_LOG_FILE = "log.old.pem"
"""The file of the log key before this one, while both sign."""
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Keys:
    """The private keys of one log, as they are used now."""

    log: Ed25519PrivateKey = field(repr=False)
    gate: Ed25519PrivateKey = field(repr=False)
    old_log: Ed25519PrivateKey | None = field(default=None, repr=False)
    """The log key before this one, which signs beside it until it is retired."""

    @property
    def gate_keyid(self) -> str:
        """The id by which entries name the gate's key."""
        return key_id(self.gate.public_key())

    def lines(self, origin: str) -> tuple[str, str]:
        """What others need to recognise the keys: `log <vkey>` and `gate <key id>`."""
        return f"log {Verifier(origin, self.log.public_key()).vkey}", f"gate {self.gate_keyid}"

    def public_pems(self) -> tuple[str, str]:
        """The public keys, log's and gate's, as PEM."""
        return public_pem(self.log.public_key()), public_pem(self.gate.public_key())


def load_or_create_keys(directory: Path) -> Keys:
    """The keys in `directory`; a key that is not there is made.

    Raises:
        Misconfigured: the folder or a file may be used by others, or is not a key.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_private(directory, directory.stat().st_mode)
    log, gate = (_load_or_create(directory / name) for name in (LOG_FILE, GATE_FILE))
    old = load_key(directory / OLD_LOG_FILE) if (directory / OLD_LOG_FILE).exists() else None
    if old is not None and old.public_key() == log.public_key():
        old = None  # a crash came between the two steps in which a new key takes its place
    return Keys(log, gate, old)


def key_id(public: Ed25519PublicKey) -> str:
    """How entries name the gate's key: SHA-256 of its DER form (SPKI), in hex."""
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def public_pem(public: Ed25519PublicKey) -> str:
    """The PEM form (SPKI) that other tools read."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def read_public_pem(pem: str) -> Ed25519PublicKey:
    """The key of a PEM text.

    Raises:
        Misconfigured: not an Ed25519 public key.
    """
    try:
        public = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Misconfigured("Expected an Ed25519 public key in PEM form.") from error
    if not isinstance(public, Ed25519PublicKey):
        raise Misconfigured("Expected an Ed25519 public key in PEM form.")
    return public


def read_private_key(path: Path, kind: str) -> PrivateKeyTypes:
    """The private key in a PEM file that its owner alone may use; an error says `kind`.

    Raises:
        Misconfigured: others may use the file, or it holds no private key.
    """
    with path.open("rb") as file:
        check_private(path, os.fstat(file.fileno()).st_mode)
        pem = file.read()
    try:
        return load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Misconfigured(f"{path.name} is not {kind} private key in PEM form.") from error


def _load_or_create(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        write_private_key(path, Ed25519PrivateKey.generate())
    return load_key(path)


def load_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a file that its owner alone may use.

    Raises:
        Misconfigured: others may use the file, or it is not such a key.
    """
    private = read_private_key(path, "an Ed25519")
    if not isinstance(private, Ed25519PrivateKey):
        raise Misconfigured(f"{path.name} is not an Ed25519 private key in PEM form.")
    return private


def write_private_key(path: Path, private: PrivateKeyTypes) -> None:
    """Write a new key so that a crash leaves a whole one or none, and never replaces one.

    Raises:
        FileExistsError: there is a key already.
    """
    write_new(path, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def write_new(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone, whole or not at all; never replaces one.

    Raises:
        FileExistsError: there is one already.
    """
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    path.hardlink_to(draft)
    draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def check_private(path: Path, mode: int) -> None:
    """Refuse a key, or a folder of keys, that others may use.

    Raises:
        Misconfigured: `mode` lets them.
    """
    if mode & _OTHERS:
        raise Misconfigured(
            f"Others may use {path.name} (mode {mode & 0o777:04o}): expected 0700 for the key "
            f"folder and 0600 for a key. Run chmod, and consider the key known to others."
        )
