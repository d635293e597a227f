"""The check of one entry after the other: what start-up and `gate log verify` have in common.

Each entry's bytes are hashed and compared with the tree, the tree's root with every checkpoint that
was signed, then the entry itself is taken apart: signature, fields, projection, side store.
Memory does not grow with the log.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate.canon import digest_of
from gate.errors import LogUnavailable, VerificationFailed
from gate.limits import VERIFY_CHUNK_ENTRIES, VERIFY_FINDINGS_MAX
from gate.log.checkpoint import open_checkpoint
from gate.log.encoding import encode
from gate.log.key_history import KeyHistory
from gate.log.latest import Latest
from gate.log.leaf import ReadLeaf, read_leaf
from gate.log.merkle import EMPTY_ROOT, CompactRange, leaf_hash
from gate.log.nodes import node_count
from gate.log.personal_check import PersonalCheck
from gate.log.projection import project
from gate.log.store import LogReader, StoredLeaf
from gate.model.cited import release_files
from gate.model.entry import DecisionEntry, TreeHead
from gate.model.kinds import Entry


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was signed; `index` is the entry concerned, where there is one.

    `code` is stable; `detail` says what was found and what was expected, and quotes nothing.
    """

    index: int | None
    code: str
    detail: str


@dataclass(slots=True)
class Findings:
    """What was found so far; more than `most` are not kept."""

    most: int = VERIFY_FINDINGS_MAX
    found: list[Finding] = field(default_factory=list)

    def add(self, index: int | None, code: str, detail: str) -> None:
        """Keep a finding, as long as there is room."""
        if not self.full:
            self.found.append(Finding(index, code, detail))

    @property
    def full(self) -> bool:
        """Whether looking further is of no use."""
        return len(self.found) >= self.most


@dataclass(slots=True)
class Walk:
    """A walk over the entries that come after `tree`.

    `expected` are roots that somebody else vouches for, by size: the pinned checkpoint, one that
    an auditor holds. `keys` says who may sign what; where they are not `judged`, an entry of a key
    that was revoked is let pass. Without `personal` it is not asked what became of personal values.
    `latest` is what time stamps say about entries.
    """

    reader: LogReader
    keys: KeyHistory
    tree: CompactRange
    findings: Findings
    expected: Mapping[int, Sequence[tuple[bytes, str]]] = field(default_factory=dict)
    judged: bool = True
    personal: PersonalCheck | None = None
    latest: Latest = field(default_factory=Latest)
    _gate_keys: Mapping[str, Ed25519PublicKey] = field(init=False)
    _last_good: int = 0
    _diverged: bool = False
    _batch_end: int = 0
    _releases: set[str] = field(default_factory=set)
    _seen: TreeHead = field(default_factory=lambda: TreeHead(0, encode(EMPTY_ROOT)))

    def __post_init__(self) -> None:
        """Start where the tree stands."""
        self._gate_keys = self.keys.gate_keys
        self._last_good = self._batch_end = self.tree.size

    def run(self, last: int, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        """Check the entries up to the size `last`; `progress` gets how many of them are done."""
        for start in range(self.tree.size, last, VERIFY_CHUNK_ENTRIES):
            stop = min(start + VERIFY_CHUNK_ENTRIES, last)
            if not self._chunk(start, stop) or self.findings.full:
                return
            progress(stop, last)

    def _chunk(self, start: int, stop: int) -> bool:
        """Check the entries [start, stop); False when one cannot even be read."""
        try:
            leaves = {leaf.index: leaf for leaf in self.reader.leaves(start, stop - start)}
            first = node_count(start)
            nodes = dict(self.reader.nodes_from(first, node_count(stop) - first))
            notes = dict(self.reader.checkpoints(start + 1, stop))
        except LogUnavailable:
            if stop - start == 1:
                self.findings.add(start, "unreadable", "The database cannot read this entry.")
                return False
            middle = (start + stop) // 2
            return self._chunk(start, middle) and self._chunk(middle, stop)
        for index in range(start, stop):
            self._place(index, leaves.get(index), nodes)
            if index in leaves and not self.findings.full:
                self._content(leaves[index])
            self._checkpoint(index + 1, notes.get(index + 1))
            if self.findings.full:
                break
        return True

    def _place(self, index: int, stored: StoredLeaf | None, nodes: Mapping[int, bytes]) -> None:
        """The entry is there, its hash is the tree's, and its batch is whole.

        Where bytes and hash differ, the walk goes on with the one that is likely the old one, so
        that the entries after it are judged for themselves.
        """
        kept = nodes.get(node_count(index))
        if stored is None:
            self.findings.add(index, "missing", "There is no entry of this index.")
            computed = kept or b"\0" * 32
        else:
            computed = leaf_hash(stored.leaf)
            if computed != kept:
                self.findings.add(index, "leaf", "The entry's bytes are not those in the tree.")
                if self.findings.full:
                    return
                computed = computed if self._is_signed(stored.leaf) else kept or computed
            if self._batch_end == index:
                self._batch_end = stored.sequenced_to
            if stored.sequenced_to != self._batch_end or self._batch_end <= index:
                self.findings.add(index, "batch", "The entry is filed under another checkpoint.")
                self._batch_end = max(self._batch_end, index + 1)
        completed = self.tree.append(computed)
        for position, expected in enumerate(completed[1:], node_count(index) + 1):
            if nodes.get(position) != expected:
                self.findings.add(index, "node", "A hash of the tree is missing or changed.")
                return

    def _checkpoint(self, size: int, note: str | None) -> None:
        """The root at `size` is what was signed, and whatever else somebody vouches for."""
        ends = self._batch_end == size
        if ends != (note is not None):
            detail = "A checkpoint is missing." if ends else "A checkpoint is not of any batch."
            self.findings.add(size - 1, "checkpoint", detail)
        roots = list(self.expected.get(size, ()))
        if note is not None:
            try:
                signed = open_checkpoint(note, self.keys.log_at(size))
            except VerificationFailed as error:
                self.findings.add(size - 1, "checkpoint", error.detail)
            else:
                roots.append((signed.root, "the checkpoint of"))
                if signed.size != size:
                    self.findings.add(size - 1, "checkpoint", "A checkpoint is of another size.")
        if roots and not self._diverged:
            self._compare(size, roots)

    def _compare(self, size: int, roots: Sequence[tuple[bytes, str]]) -> None:
        """The root is all of these; every root after a wrong one is wrong too."""
        wrong = [whose for root, whose in roots if root != self.tree.root()]
        if not wrong:
            self._last_good = size
            return
        self._diverged = True
        named = (found.index for found in self.findings.found if found.index is not None)
        suspects = [index for index in named if self._last_good <= index < size]
        self.findings.add(
            min(suspects, default=self._last_good),
            "root",
            f"One of the entries {self._last_good} to {size - 1} is not what was signed: the tree "
            f"does not have the root of {wrong[0]} size {size}.",
        )

    def _is_signed(self, leaf: bytes) -> bool:
        try:
            read_leaf(leaf).envelope.verify(self._gate_keys)
        except VerificationFailed:
            return False
        return True

    def _content(self, stored: StoredLeaf) -> None:
        """The entry is signed by a gate, and everything beside it is what it says."""
        index = stored.index
        try:
            read = read_leaf(stored.leaf)
            keyid = read.envelope.verify(self._gate_keys)
        except VerificationFailed as error:
            self.findings.add(index, "entry", error.detail)
            return
        try:
            self._beside(stored, read, keyid)
        except LogUnavailable:
            self.findings.add(index, "unreadable", "The database cannot read what is beside it.")

    def _beside(self, stored: StoredLeaf, read: ReadLeaf, keyid: str) -> None:
        index, entry = stored.index, read.entry
        if entry.gate_keyid != keyid or len(read.envelope.signatures) != 1:
            self.findings.add(index, "entry", "The entry is signed by another key than it says.")
        problem = self.keys.problem(index, keyid, entry.kind) if self.judged else None
        if problem is not None:
            self.findings.add(index, "key", problem)
        if stored.row != project(entry):
            detail = "The columns beside the entry do not say what the entry says."
            self.findings.add(index, "projection", detail)
        if not self._saw(entry.log_seen, index):
            detail = "The entry names an earlier state of the log that never was."
            self.findings.add(index, "log_seen", detail)
        late = self.latest.problem(index, entry)
        if late is not None:
            self.findings.add(index, "stamp", late)
        for code, problem in self._contents(entry, index):
            self.findings.add(index, code, problem)

    def _saw(self, seen: TreeHead, index: int) -> bool:
        """Whether the log once was what the entry says it saw."""
        if seen != self._seen:
            note = self.reader.checkpoint_at(seen.size) if seen.size <= index else None
            if note is None:
                return False
            try:
                root = open_checkpoint(note, self.keys.log_at(seen.size)).root
            except VerificationFailed:
                return False
            if encode(root) != seen.root:
                return False
            self._seen = seen
        return True

    def _has_release(self, digest: str) -> bool:
        """Whether every file of a release is there as it was; each release is read once."""
        if digest in self._releases:
            return True
        try:
            files = release_files(self._stored(digest) or b"").values()
            held = all(self._stored(file) is not None for file in files)
        except ValueError:  # it is no manifest, or one that names no digests
            held = False
        if held:
            self._releases.add(digest)
        return held

    def _stored(self, digest: str) -> bytes | None:
        """A content of the side store, if it is there and what its digest says."""
        content = self.reader.blob(bytes.fromhex(digest.removeprefix("sha256:")))
        return content if content is not None and digest_of(content) == digest else None

    def _contents(self, entry: Entry, index: int) -> Iterator[tuple[str, str]]:
        if isinstance(entry, DecisionEntry) and not self._has_release(entry.policy.digest):
            detail = "The release that the entry cites is not in the side store as it was."
            yield "side_store", detail
        digests = [bytes.fromhex(item.removeprefix("sha256:")) for item in entry.stored_digests()]
        stored = self.reader.blobs(digests) if digests else {}
        for digest in digests:
            if digest not in stored:
                yield "side_store", "A content that the entry names is not in the side store."
            elif hashlib.sha256(stored[digest]).digest() != digest:
                yield "side_store", "A content in the side store is not what the entry names."
            elif self.personal is not None:
                yield from self.personal.problems(stored[digest], index)
