"""The check of the whole log, as `gate log verify` does it; it may run beside a live server.

What it relies on is the log's public key, best given by whoever asks, and the checkpoints that
were kept elsewhere: the pinned one, and one that an auditor holds. Against those it recomputes
everything from the stored bytes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.limits import VERIFY_FINDINGS_MAX
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.keys import key_id, read_public_pem
from gate.log.merkle import EMPTY_ROOT, CompactRange
from gate.log.nodes import node_count
from gate.log.note import Verifier
from gate.log.paths import database_in, pin_in
from gate.log.pin import Pin
from gate.log.sqlite_reader import SqliteReader
from gate.log.store import Identity, LogReader
from gate.log.walk import Finding, Findings, Walk

Progress = Callable[[int, int], None]
"""Called with the entries done and their number."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    `size` and `root` are those of the newest checkpoint when the check began; `vkey` is the key it
    was checked against, `vkey_given` whether the asker brought it (else the log named it itself).
    """

    origin: str
    size: int
    root: bytes
    vkey: str
    vkey_given: bool
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def first_bad_index(self) -> int | None:
        """The first entry that a finding concerns."""
        return min((f.index for f in self.findings if f.index is not None), default=None)


def verify(
    directory: Path,
    *,
    vkey: str | None = None,
    checkpoint: str | None = None,
    pin: Path | None = None,
    progress: Progress = lambda _done, _of: None,
    findings_max: int = VERIFY_FINDINGS_MAX,
) -> Report:
    """Check the log in `directory` from its first entry to its newest checkpoint.

    Args:
        directory: the folder that holds the log.
        vkey: the log's public key, from a source that the asker trusts.
        checkpoint: a signed checkpoint of this log that the asker holds.
        pin: where the pinned checkpoint lies; default beside the log. Where it is absent and no
            `checkpoint` is given, that is a finding.
        progress: called now and then.
        findings_max: how many findings to look for.

    Raises:
        Misconfigured: there is no log, or not one that this program reads.
        LogUnavailable: its database cannot be read at all.
        VerificationFailed: `vkey` is not a verifier key.
    """
    path = database_in(directory)
    if not path.is_file():
        raise Misconfigured(f"There is no log in {directory}.")
    reader = SqliteReader(path)
    try:
        pinned = Pin(pin or pin_in(directory)).read()
        return audit(reader, vkey, checkpoint, pinned, progress, Findings(findings_max))
    finally:
        reader.close()


def audit(
    reader: LogReader,
    vkey: str | None,
    checkpoint: str | None,
    pinned: str | None,
    progress: Progress,
    findings: Findings,
) -> Report:
    """The check behind `verify`, over any store; `pinned` and `checkpoint` are signed notes.

    Raises:
        LogUnavailable: the log's identity or newest checkpoint cannot be read.
        VerificationFailed: `vkey` is not a verifier key.
    """
    identity = reader.identity()
    verifier = Verifier.from_vkey(vkey or identity.log_vkey)
    if vkey is not None and vkey != identity.log_vkey:
        findings.add(None, "identity", "The log says that it has another key than the one given.")
    if identity.origin != verifier.name:
        findings.add(None, "identity", "The log has another origin than its key.")
    size, note = reader.checkpoint()
    root = b""
    try:
        root = open_checkpoint(note, verifier).root
    except VerificationFailed as error:
        findings.add(max(size - 1, 0) or None, "checkpoint", error.detail)
    expected = {}
    for held, whose in ((pinned, "the pinned checkpoint of"), (checkpoint, "the checkpoint held of")):
        if held is not None:
            kept = _vouched(held, verifier, size, whose, findings)
            if kept is not None:
                expected.setdefault(kept.size, (kept.root, whose))
    if pinned is None and checkpoint is None:
        findings.add(None, "pin", "No pinned checkpoint was found: a rollback would go unnoticed.")
    _first_checkpoint(reader, verifier, findings)
    walk = Walk(
        reader, verifier, gate_keys(identity), CompactRange(), findings, expected=expected
    )
    walk.run(size, progress)
    if not findings.full:
        _ends(reader, findings)
    if not findings.full:
        _tables(reader, findings)
    return Report(
        identity.origin, size, root, verifier.vkey, vkey is not None, tuple(findings.found)
    )


def gate_keys(identity: Identity) -> dict[str, "object"]:
    """placeholder."""
    public = read_public_pem(identity.gate_key)
    return {key_id(public): public}
