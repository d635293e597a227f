"""What a witness answers to `add-checkpoint`, as C2SP tlog-witness says it; pure.

The order of the checks is the specification's: form (400), a known log (404), its signature (403),
an old size that is not too large (400), the old size that the witness knows (409), and that the
checkpoint continues what it cosigned before (422).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gate.errors import VerificationFailed
from gate.log.checkpoint import Checkpoint
from gate.log.merkle import EMPTY_ROOT, verify_consistency
from gate.log.note import Note, NoteKey, Signature, open_note
from gate.witness.request import AddCheckpoint

TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of a witness."""

    status: int
    content: str
    media_type: str = TEXT


@dataclass(frozen=True, slots=True)
class Submitted:
    """A checkpoint that its log signed, and the proof that came with it.

    `signatures` are those of the log's known keys.
    """

    text: str
    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]
    old: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint of a log that a witness cosigned."""

    size: int
    root: bytes


NOTHING = Seen(0, EMPTY_ROOT)
"""What a witness has seen of a log before its first checkpoint."""


def read_submission(body: bytes, logs: Mapping[str, Sequence[NoteKey]]) -> Submitted | Reply:
    """Take a request apart: a checkpoint of one of `logs` (by origin), or why it is not heard."""
    try:
        request = AddCheckpoint.parse(body)
        note = Note.parse(request.note)
        checkpoint = Checkpoint.parse(note.text)
    except VerificationFailed as error:
        return Reply(400, f"{error.detail}\n")
    keys = logs.get(checkpoint.origin)
    if keys is None:
        return Reply(404, "This witness does not know the log.\n")
    try:
        open_note(request.note, keys)
    except VerificationFailed as error:
        return Reply(403, f"{error.detail}\n")
    if request.old > checkpoint.size:
        return Reply(400, "The old size is larger than the checkpoint.\n")
    signatures = tuple(one for one in note.signatures if any(map(one.is_by, keys)))
    return Submitted(note.text, checkpoint, signatures, request.old, request.proof)


def objection(submitted: Submitted, seen: Seen) -> Reply | None:
    """Why a witness that has seen this much does not cosign; None where it does."""
    checkpoint = submitted.checkpoint
    if submitted.old != seen.size:
        return Reply(409, f"{seen.size}\n", SIZE)
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        return Reply(422, "The empty log has another root.\n")
    if submitted.old == 0:
        if submitted.proof:
            return Reply(422, "From the empty log there is nothing to prove.\n")
        return None
    try:
        verify_consistency(
            size1=seen.size,
            root1=seen.root,
            size2=checkpoint.size,
            root2=checkpoint.root,
            proof=submitted.proof,
        )
    except VerificationFailed as error:
        return Reply(422, f"{error.detail}\n")
    return None
