"""What a log is opened with: its identity, its keys, and where its newest checkpoint is pinned."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.dsse import EnvelopeSigner
from gate.errors import LogUnavailable
from gate.log.checkpoint import sign_checkpoint
from gate.log.keys import key_id, public_pem
from gate.log.merkle import EMPTY_ROOT
from gate.log.note import Signer
from gate.log.paths import keys_in, pin_in
from gate.log.pin import Pin
from gate.log.store import Identity
from gate.log.subjects import PersonalKey, load_or_create_personal_key


@dataclass(frozen=True, slots=True)
class LogPlace:
    """What a log is opened with, whichever database keeps it."""

    identity: Identity
    signer: Signer
    gate: EnvelopeSigner
    pin: Pin
    personal: Callable[[], PersonalKey]
    personal_is_given: bool

    @classmethod
    def of(
        cls,
        directory: Path,
        origin: str,
        log_key: Ed25519PrivateKey,
        gate_key: Ed25519PrivateKey,
        old_log_key: Ed25519PrivateKey | None,
        pin: Path | None,
        personal: PersonalKey | None,
    ) -> "LogPlace":
        """Name the parts, and make the folder.

        Raises:
            LogUnavailable: the folder cannot be made.
            VerificationFailed: no log can have this origin.
        """
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise LogUnavailable(f"The log's folder {directory} cannot be made.") from error
        signer = Signer.of(origin, log_key, *([] if old_log_key is None else [old_log_key]))
        return cls(
            identity=Identity(origin, signer.verifier.vkey, public_pem(gate_key.public_key())),
            signer=signer,
            gate=EnvelopeSigner(key_id(gate_key.public_key()), gate_key),
            pin=Pin(pin or pin_in(directory)),
            personal=lambda: personal or load_or_create_personal_key(keys_in(directory)),
            personal_is_given=personal is not None,
        )

    def first_checkpoint(self) -> str:
        """The signed checkpoint of the empty log."""
        return sign_checkpoint(0, EMPTY_ROOT, self.signer)
