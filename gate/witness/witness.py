"""A witness: cosigns what continues what it has seen, and remembers it before it says so."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from gate.errors import VerificationFailed
from gate.log.cosignature import CosignatureSigner
from gate.log.note import Note, NoteKey
from gate.witness.rules import Reply, objection, read_submission
from gate.witness.store import WitnessStore


class Witness:
    """Answers for some logs. Every method may be called from any thread."""

    def __init__(
        self,
        signer: CosignatureSigner,
        logs: Mapping[str, Sequence[NoteKey]],
        store: WitnessStore,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        """Cosign with `signer` for `logs`, the keys of each by its origin."""
        self._signer, self._logs, self._store, self._clock = signer, dict(logs), store, clock

    def add_checkpoint(self, body: bytes) -> Reply:
        """Answer a request.

        Raises:
            LogUnavailable: it cannot be remembered, so nothing is cosigned.
        """
        submitted = read_submission(body, self._logs)
        if isinstance(submitted, Reply):
            return submitted
        checkpoint = submitted.checkpoint
        with self._store.updating(checkpoint.origin) as (seen, keep):
            refusal = objection(submitted, seen)
            if refusal is not None:
                return refusal
            try:
                cosignature = self._signer.sign(submitted.text, int(self._clock().timestamp()))
            except VerificationFailed as error:
                return Reply(400, f"{error.detail}\n")
            note = Note(submitted.text, (*submitted.signatures, cosignature))
            keep(checkpoint, origin_hash(checkpoint.origin), str(note))
        return Reply(200, cosignature.line)

    def newest(self, hashed: str) -> Reply:
        """The newest checkpoint that was cosigned of the log whose origin has this hash.

        Raises:
            LogUnavailable: what was remembered cannot be read.
        """
        note = self._store.note(hashed)
        if note is None:
            return Reply(404, "This witness has cosigned no checkpoint of that log.\n")
        return Reply(200, note)


def origin_hash(origin: str) -> str:
    """How monitors name a log: SHA-256 of its origin, in lower-case hex."""
    return hashlib.sha256(origin.encode()).hexdigest()
