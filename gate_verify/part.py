"""A bundle of some entries: each with its own proof (C2SP tlog-proof) against one checkpoint."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from gate_verify.archive import Archive
from gate_verify.bounds import ENTRIES_MAX
from gate_verify.entries import Entries
from gate_verify.entry import read_entry
from gate_verify.findings import DoesNotHold, Findings, Unusable
from gate_verify.note import Checkpoint, unbase64
from gate_verify.tree import HASH, check_inclusion, leaf_hash

_HEADER = "c2sp.org/tlog-proof@v1\n"
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
        self._check_proof(content, f"{_HEADER}index {index}\n", index, leaf)

    def _check_redaction(self, index: int) -> None:
        """An entry after the part that says that somebody was erased, with its own proof."""
        if index < self.end:
            raise DoesNotHold("The redaction is not after the entries of the bundle.")
        content = self.archive.read(f"redactions/{index}.tlog-proof") or b""
        line = content[len(_HEADER) : content.find(b"\n", len(_HEADER))].decode("ascii", "replace")
        leaf = unbase64(line.removeprefix("extra "))
        self._check_proof(
            content,
            f"{_HEADER}extra {base64.b64encode(leaf).decode()}\nindex {index}\n",
            index,
            leaf,
        )
        entry, keyid = read_entry(leaf, self.entries.keys.gate)
        if entry.erased is None:
            raise DoesNotHold("The entry is not a redaction.")
        self.entries.keys.signed(index, keyid, None)
        self.entries.personal.erased.setdefault(entry.erased, index)

    def _check_proof(self, content: bytes, beginning: str, index: int, leaf: bytes) -> None:
        try:
            lines = content.removesuffix(b"\n" + self.note).decode("ascii")
        except UnicodeDecodeError as error:
            raise DoesNotHold("The proof is not against the checkpoint of the bundle.") from error
        if not lines.startswith(beginning) or not lines.endswith("\n"):
            raise DoesNotHold("The proof is not one of this entry against this checkpoint.")
        hashes = [unbase64(line) for line in lines.removeprefix(beginning).split("\n")[:-1]]
        if any(len(item) != HASH for item in hashes):
            raise DoesNotHold(f"A hash of a proof has {HASH} bytes.")
        check_inclusion(leaf_hash(leaf), index, self.checkpoint.size, hashes, self.checkpoint.root)

    def _indices(self, folder: str) -> set[int]:
        """The indices in the names of a folder's files."""
        found = (_INDEX.match(path, len(folder)) for path in self.archive.under(folder))
        return {int(match[0]) for match in found if match}
