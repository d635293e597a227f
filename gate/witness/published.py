"""Which checkpoint others are shown: the newest that the trust policy is content with."""

from dataclasses import dataclass

from gate.log.checkpoint import peek_checkpoint
from gate.log.trust_policy import NONE, TrustPolicy
from gate.witness.kept import Kept


@dataclass(frozen=True, slots=True)
class Shown:
    """A checkpoint for auditors; `has_quorum` where witnesses were needed and cosigned."""

    size: int
    note: str
    has_quorum: bool


def shown(newest: tuple[int, str], policy: TrustPolicy | None, kept: Kept | None) -> Shown | None:
    """What to show of a log whose newest checkpoint (size and note) this is.

    Without a policy, or with one that needs nobody, the newest; then cosignatures are shown where
    they are of that very checkpoint. With a quorum, the newest that it cosigned, or nothing.
    """
    size, note = newest
    if policy is not None and policy.quorum != NONE:
        return None if kept is None else Shown(kept.checkpoint.size, kept.note, has_quorum=True)
    if kept is not None and kept.checkpoint == peek_checkpoint(note):
        return Shown(size, kept.note, has_quorum=False)
    return Shown(size, note, has_quorum=False)
