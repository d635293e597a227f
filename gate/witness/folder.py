"""The folder of a witness: its key, its name and what it has seen.

On another machine it is what an auditor runs; on another volume of the gate's own machine it
notices a database that was put back, and the log that would fork from there.
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from gate.errors import Misconfigured, NotFound
from gate.limits import NOTE_BYTES_MAX
from gate.log.cosignature import CosignatureSigner
from gate.log.keys import read_private_key, write_private_key
from gate.log.trust_policy import LogKey
from gate.witness.store import WitnessStore
from gate.witness.witness import Witness

_KEY = "witness.pem"
_NAME = "witness.name"
_SEEN = "witness.sqlite"


class Algorithm(StrEnum):
    """By what a witness signs: Ed25519, which every verifier knows, or the newer ML-DSA-44."""

    ED25519 = "ed25519"
    ML_DSA_44 = "ml-dsa-44"


def create_witness(folder: Path, name: str, algorithm: Algorithm) -> CosignatureSigner:
    """Make the key of a new witness in `folder`.

    Raises:
        Misconfigured: there is a witness already, or this machine cannot make such a key.
        VerificationFailed: no key may have this name.
    """
    try:
        private = (
            Ed25519PrivateKey.generate()
            if algorithm is Algorithm.ED25519
            else MLDSA44PrivateKey.generate()
        )
    except UnsupportedAlgorithm as error:
        raise Misconfigured("This machine cannot make ML-DSA-44 keys: use ed25519.") from error
    signer = CosignatureSigner.of(name, private)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / _KEY).exists():
        raise Misconfigured(f"There is a witness in {folder} already; choose another folder.")
    descriptor = os.open(folder / _NAME, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{name}\n")
        file.flush()
        os.fsync(descriptor)
    write_private_key(folder / _KEY, private)
    return signer


def witness_signer(folder: Path) -> CosignatureSigner:
    """The key of the witness in `folder`.

    Raises:
        NotFound: there is none.
        Misconfigured: its files cannot be used.
    """
    try:
        with (folder / _NAME).open(encoding="utf-8") as file:
            name = file.read(NOTE_BYTES_MAX).removesuffix("\n")
        private = read_private_key(folder / _KEY, "an Ed25519 or ML-DSA-44")
    except FileNotFoundError as error:
        raise NotFound(f"There is no witness in {folder}: run `gate witness init`.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"The witness in {folder} cannot be read.") from error
    if not isinstance(private, Ed25519PrivateKey | MLDSA44PrivateKey):
        raise Misconfigured(f"{_KEY} is neither an Ed25519 nor an ML-DSA-44 key.")
    return CosignatureSigner.of(name, private)


def open_witness(folder: Path, logs: Sequence[LogKey], *, clock: Callable[[], datetime]) -> Witness:
    """The witness in `folder`, for logs with these keys.

    Raises:
        NotFound: there is none.
        Misconfigured: its files cannot be used.
        LogUnavailable: its memory cannot be used.
    """
    signer = witness_signer(folder)
    keys: dict[str, list[LogKey]] = {}
    for key in logs:
        keys.setdefault(key.name, []).append(key)
    return Witness(signer, keys, WitnessStore(folder / _SEEN), clock=clock)
