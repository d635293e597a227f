"""The check of one entry after the other: what start-up and `gate log verify` have in common.

Each entry's bytes are hashed and compared with the tree, and the tree's root with every checkpoint
that was signed; the entry itself is checked by `gate.log.entry_check`, here or in other processes.
Memory does not grow with the log.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gate.errors import LogUnavailable, VerificationFailed
from gate.limits import VERIFY_CHUNK_ENTRIES, VERIFY_FINDINGS_MAX
from gate.log.checkpoint import open_checkpoint
from gate.log.entry_check import Checks, EntryCheck, Problem, Promise
from gate.log.key_history import KeyHistory
from gate.log.leaf import read_leaf
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.nodes import node_count
from gate.log.store import LogReader, StoredLeaf


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


@dataclass(frozen=True, slots=True)
class _Part:
    """Some entries as they were read, with what stands beside them; `problems` are on their way.

    Without `problems` the database cannot read the one entry that it is.
    """

    start: int
    stop: int
    leaves: Mapping[int, StoredLeaf] = field(default_factory=dict)
    nodes: Mapping[int, bytes] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)
    problems: Promise | None = None


@dataclass(slots=True)
class Walk:
    """A walk over the entries that come after `tree`.

    `expected` are roots that somebody else vouches for, by size: the pinned checkpoint, one that
    an auditor holds. `keys` says who may sign checkpoints, and `checks` looks at each entry for
    itself; None looks here, at everything but what became of personal values.
    """

    reader: LogReader
    keys: KeyHistory
    tree: CompactRange
    findings: Findings
    expected: Mapping[int, Sequence[tuple[bytes, str]]] = field(default_factory=dict)
    checks: Checks | None = None
    _last_good: int = 0
    _diverged: bool = False
    _batch_end: int = 0

    def __post_init__(self) -> None:
        """Start where the tree stands."""
        self._last_good = self._batch_end = self.tree.size

    def run(self, last: int, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        """Check the entries up to the size `last`; `progress` gets how many of them are done."""
        for part in self._parts(last):
            if part.problems is None:
                self.findings.add(part.start, "unreadable", "The database cannot read this entry.")
                return
            self._part(part, part.problems())
            if self.findings.full:
                return
            progress(part.stop, last)

    def _parts(self, last: int) -> Iterator[_Part]:
        """All parts in order; some are read, and their checks begun, before it is their turn."""
        checks = self.checks or EntryCheck(self.reader, self.keys)
        begun: deque[_Part] = deque()
        for start in range(self.tree.size, last, VERIFY_CHUNK_ENTRIES):
            stop = min(start + VERIFY_CHUNK_ENTRIES, last)
            for part in self._read(start, stop, checks):
                begun.append(part)
                if len(begun) > checks.ahead:
                    yield begun.popleft()
        yield from begun

    def _read(self, start: int, stop: int, checks: Checks) -> Iterator[_Part]:
        """The entries [start, stop), in halves where they cannot be read at once."""
        try:
            leaves = {leaf.index: leaf for leaf in self.reader.leaves(start, stop - start)}
            first = node_count(start)
            nodes = dict(self.reader.nodes_from(first, node_count(stop) - first))
            notes = dict(self.reader.checkpoints(start + 1, stop))
        except LogUnavailable:
            if stop - start == 1:
                yield _Part(start, stop)
            else:
                middle = (start + stop) // 2
                yield from self._read(start, middle, checks)
                yield from self._read(middle, stop, checks)
            return
        yield _Part(start, stop, leaves, nodes, notes, checks.begin([*leaves.values()]))

    def _part(self, part: _Part, problems: Sequence[Sequence[Problem]]) -> None:
        found = dict(zip(part.leaves, problems, strict=True))
        for index in range(part.start, part.stop):
            self._place(index, part.leaves.get(index), part.nodes)
            for code, detail in found.get(index, ()):
                self.findings.add(index, code, detail)
            self._checkpoint(index + 1, part.notes.get(index + 1))
            if self.findings.full:
                return

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
            read_leaf(leaf).envelope.verify(self.keys.gate_keys)
        except VerificationFailed:
            return False
        return True
