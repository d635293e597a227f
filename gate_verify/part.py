"""A bundle of some entries: each with its own proof (C2SP tlog-proof) against one checkpoint."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from gate_verify.archive import Archive
from gate_verify.bounds import ENTRIES_MAX
from gate_verify.entries import Entries
from gate_verify.entry import read_entry
from gate_verify.findings import DoesNotHold, Findings, Unusable
from gate_verify.note import Checkpoint
from gate_verify.proof import Proof
from gate_verify.tree import check_inclusion, leaf_hash

_INDEX = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Part:
    """The entries from `first` (included) to `end` (excluded) of a log."""

    archive: Archive
    checkpoint: Checkpoint
    note: bytes
    entries: Entries
    findings: Findings
    first: int = 0
    end: int = 0

    def __post_init__(self) -> None:
        """Find which entries there are.

        Raises:
            Unusable: there are more than fit.
        """
        present = self._indices("entries/")
        if len(present) > ENTRIES_MAX:
            raise Unusable(f"A bundle has at most {ENTRIES_MAX} entries.")
        self.first, self.end = min(present), max(present) + 1

    def check(self, progress: Callable[[str, int, int], None]) -> None:
        """Every entry from the first to the last is there, and where its proof says."""
        present = sorted(self._indices("entries/"))
        for before, after in pairwise(present):
            if after != before + 1:
                place = f"entries {before + 1} to {after - 1}"
                self.findings.add(place, "missing", "They are left out of the bundle.")
        for index in self._indices("proofs/") - set(present):
            detail = "The proof is of an entry that is not here."
            self.findings.add(f"proofs/{index}.tlog-proof", "proof", detail)
        for done, index in enumerate(present, start=1):
            leaf = self.archive.read(f"entries/{index}.dsse.json") or b""
            try:
                self._check_place(index, leaf)
            except DoesNotHold as error:
                self.findings.add(f"entry {index}", "proof", str(error))
            self.entries.check(index, leaf, None)
            if done % 256 == 0 or done == len(present):
                progress("entries", done, len(present))

        for index in sorted(self._indices("redactions/")):
            try:
                self._check_redaction(index)
            except DoesNotHold as error:
                self.findings.add(f"redactions/{index}.tlog-proof", "redaction", str(error))

    def _check_place(self, index: int, leaf: bytes) -> None:
        content = self.archive.read(f"proofs/{index}.tlog-proof")
        if content is None:
            raise DoesNotHold("The proof of the entry is not in the bundle.")
        proof = Proof.parse(content)
        if proof.extra is not None:
            raise DoesNotHold("The proof of an entry that is in the bundle carries nothing.")
        self._check_proof(proof, index, leaf)

    def _check_redaction(self, index: int) -> None:
        """An entry after the part that says that somebody was erased, with its own proof."""
        if index < self.end:
            raise DoesNotHold("The redaction is not after the entries of the bundle.")
        proof = Proof.parse(self.archive.read(f"redactions/{index}.tlog-proof") or b"")
        leaf = proof.extra or b""
        self._check_proof(proof, index, leaf)
        entry, keyid = read_entry(leaf, self.entries.keys.gate)
        if entry.erased is None:
            raise DoesNotHold("The entry is not a redaction.")
        self.entries.keys.signed(index, keyid, None)
        self.entries.personal.erased.setdefault(entry.erased, index)

    def _check_proof(self, proof: Proof, index: int, leaf: bytes) -> None:
        if (proof.index, proof.note) != (index, self.note):
            raise DoesNotHold("The proof is not one of this entry against this checkpoint.")
        size, root = self.checkpoint.size, self.checkpoint.root
        check_inclusion(leaf_hash(leaf), index, size, proof.hashes, root)

    def _indices(self, folder: str) -> set[int]:
        """The indices in the names of a folder's files."""
        found = (_INDEX.match(path, len(folder)) for path in self.archive.under(folder))
        return {int(match[0]) for match in found if match}
