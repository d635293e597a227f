"""What was kept outside the database: the log must have all of it.

Whoever changes, cuts or replaces the database does not reach the pinned checkpoint, one that an
auditor holds, a receipt that somebody was given, or what witnesses cosigned.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from gate.errors import LogUnavailable, VerificationFailed
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.note import Verifier
from gate.log.pin import Pin
from gate.log.proof import LogProof
from gate.log.store import LogReader
from gate.log.trust_policy import NONE, TrustPolicy
from gate.log.walk import Findings


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whose cosignatures the log must have, and the newest note with some; None without one."""

    policy: TrustPolicy
    note: bytes | None


@dataclass(frozen=True, slots=True)
class Held:
    """What is held against a log.

    Args:
        pin: where the gate keeps its newest checkpoint.
        checkpoint: a signed one that the asker holds.
        receipt: a proof that carries its entry, and that was verified.
        quorum: what witnesses cosigned.
    """

    pin: Pin
    checkpoint: str | None = None
    receipt: LogProof | None = None
    quorum: Quorum | None = None

    def checkpoints(self, log: Verifier, findings: Findings) -> Iterator[tuple[Checkpoint, str]]:
        """The checkpoints that are kept, and what to call them; a finding for each that is none."""
        try:
            pinned = self.pin.read(log)
            if pinned is not None:
                yield pinned, "the pinned checkpoint of"
            elif self.checkpoint is None:
                findings.add(None, "pin", "No checkpoint is pinned: a rollback would go unnoticed.")
        except VerificationFailed as error:
            findings.add(None, "pin", error.detail)
        for code, whose, note in (
            ("given", "given checkpoint", self.checkpoint),
            ("receipt", "receipt's checkpoint", self.receipt and self.receipt.checkpoint),
        ):
            try:
                if isinstance(note, str):
                    yield open_checkpoint(note, log), f"the {whose} of"
            except VerificationFailed as error:
                findings.add(None, code, f"The {whose} does not hold: {error.detail}")
        if self.quorum is not None and self.quorum.note is not None:
            with suppress(VerificationFailed):  # which `witnessed` names
                yield open_checkpoint(self.quorum.note, log), "the cosigned checkpoint of"

    def witnessed(self, log: Verifier, newest: str, findings: Findings) -> int | None:
        """How many entries the quorum cosigned; None without one, a finding where it did not.

        Where no cosignature was kept the log's `newest` checkpoint is what it is asked of.
        """
        if self.quorum is None:
            return None
        try:
            note = newest if self.quorum.note is None else self.quorum.note
            found = self.quorum.policy.open(note, log)
        except VerificationFailed as error:
            findings.add(None, "witnesses", error.detail)
            return None
        return None if self.quorum.policy.quorum == NONE else found.checkpoint.size

    def check_receipt(self, reader: LogReader, size: int, findings: Findings) -> None:
        """The entry of the receipt is in the log of this size, where it says."""
        if self.receipt is None:
            return
        index = self.receipt.index
        if index >= size:
            detail = (
                f"The log was cut: the receipt proves entry {index}, and the log has {size}"
                " entries."
            )
            findings.add(index, "cut", detail)
            return
        try:
            stored = reader.leaf(index)
        except LogUnavailable:
            return  # the walk over all entries names it
        if stored is not None and stored.leaf != self.receipt.extra:
            detail = "The log has another entry here than the receipt proves."
            findings.add(index, "receipt", detail)
