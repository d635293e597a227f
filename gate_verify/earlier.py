"""Earlier checkpoints, the auditor's and those in the bundle: the log has only grown since."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gate_verify.archive import Archive
from gate_verify.findings import DoesNotHold, Findings
from gate_verify.note import Checkpoint, Key, read_checkpoint, unbase64
from gate_verify.tree import EMPTY_ROOT, HASH, check_growth

StampCheck = Callable[[bytes, bytes], str]
"""Given a checkpoint and its time stamp: the instant; raises `DoesNotHold` where it is none."""

_GROWTH = re.compile(r"consistency/([0-9]+)-([0-9]+)\.txt")


@dataclass(slots=True)
class Earlier:
    """What the log must have been, held against `newest`.

    Where the `whole` log is there, `roots` is what its entries are compared with; else each
    checkpoint needs a consistency proof.
    """

    archive: Archive
    log: Key
    newest: Checkpoint
    findings: Findings
    whole: bool
    stamp_check: StampCheck | None = None
    roots: dict[int, list[tuple[bytes, str]]] = field(default_factory=dict)
    stamped: dict[int, str] = field(default_factory=dict)
    """By size of the checkpoint: when its stamp says that it existed."""

    def check(self, held: Sequence[bytes], receipt: bytes | None = None) -> None:
        """Compare every checkpoint that was `held`, that of a receipt, and those of the bundle."""
        self.roots[self.newest.size] = [(self.newest.root, "the checkpoint")]
        for note in held:
            self._take(note, "the given checkpoint", "given", None)
        if receipt is not None:
            self._take(receipt, "the receipt's checkpoint", "receipt", None)
        for path in self.archive.under("checkpoints/"):
            size = int(path.rpartition("/")[2])
            self._take(self.archive.read(path) or b"", path, path, size)
        for path in self.archive.under("timestamps/"):
            size = int(path.rpartition("/")[2].removesuffix(".tsr"))
            stamped = self.archive.read(f"checkpoints/{size}")
            if stamped is None and size == self.newest.size:
                stamped = self.archive.read("checkpoint")
            if stamped is None:
                self.findings.add(path, "stamp", "The checkpoint that was stamped is not here.")
            elif self.stamp_check is not None:
                self._take_stamp(path, size, stamped, self.stamp_check)
        for path in self.archive.under("consistency/"):
            found = _GROWTH.fullmatch(path)
            sizes = (int(found[1]), int(found[2])) if found else (0, 0)
            if sizes[1] != self.newest.size or sizes[0] not in self.roots:
                self.findings.add(path, "growth", "The proof is of checkpoints that are not here.")

    def _take_stamp(self, path: str, size: int, stamped: bytes, check: StampCheck) -> None:
        try:
            self.stamped[size] = check(stamped, self.archive.read(path) or b"")
        except DoesNotHold as error:
            self.findings.add(path, "stamp", str(error))

    def _take(self, note: bytes, whose: str, place: str, size: int | None) -> None:
        try:
            found = read_checkpoint(note, self.log)
            self._check_size(found, whose, size)
            self.roots.setdefault(found.size, []).append((found.root, whose))
            self._check_growth(found, whose)
        except DoesNotHold as error:
            self.findings.add(place, "checkpoint", str(error))

    def _check_size(self, found: Checkpoint, whose: str, size: int | None) -> None:
        if size is not None and found.size != size:
            raise DoesNotHold("The checkpoint is of another size than its name.")
        if found.size > self.newest.size:
            raise DoesNotHold(
                f"The log was rolled back: {whose} has {found.size} entries, the log "
                f"{self.newest.size}."
            )

    def _check_growth(self, found: Checkpoint, whose: str) -> None:
        if found.size == 0 and found.root != EMPTY_ROOT:
            raise DoesNotHold(f"The empty log does not have the root of {whose}.")
        if found.size in {0, self.newest.size}:
            if found.size and found.root != self.newest.root:
                raise DoesNotHold(f"Two roots of one size were signed: {whose} has another.")
            return
        content = self.archive.read(f"consistency/{found.size}-{self.newest.size}.txt")
        if content is None:
            if not self.whole:
                raise DoesNotHold(
                    f"No proof that the log continues {whose}: ask for a bundle with --since "
                    f"{found.size}."
                )
            return
        lines = content.decode("ascii", "replace").split("\n")
        hashes = [unbase64(line) for line in lines[:-1]]
        if lines[-1] or any(len(item) != HASH for item in hashes):
            raise DoesNotHold(f"A line of a consistency proof is a hash of {HASH} bytes.")
        check_growth(found.size, found.root, self.newest.size, self.newest.root, hashes)
