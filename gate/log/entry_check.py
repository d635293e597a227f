"""The check of one entry for itself: its signature, its columns, and the contents that it names.

Where it stands in the tree is for `gate.log.walk` to say. Nothing here depends on other entries, so
some can be checked in another process (`gate.log.check_pool`).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate.canon import digest_of
from gate.errors import LogUnavailable, VerificationFailed
from gate.log.checkpoint import open_checkpoint
from gate.log.encoding import encode
from gate.log.key_history import KeyHistory
from gate.log.latest import Latest
from gate.log.leaf import ReadLeaf, read_leaf
from gate.log.merkle import EMPTY_ROOT
from gate.log.personal_check import PersonalCheck
from gate.log.projection import project
from gate.log.store import LogReader, StoredLeaf
from gate.model.cited import release_files
from gate.model.entry import DecisionEntry, TreeHead
from gate.model.kinds import Entry

Problem: TypeAlias = tuple[str, str]
"""A stable code, and a sentence that says what was found and expected, and quotes nothing."""

Promise: TypeAlias = Callable[[], Sequence[Sequence[Problem]]]
"""Gives the problems of each of some entries, in their order."""


class Checks(Protocol):
    """Whoever checks entries for themselves; `ahead` ranges of them are begun before their turn."""

    ahead: int

    def begin(self, entries: Sequence[StoredLeaf]) -> Promise:
        """Begin to check these."""


@dataclass(slots=True)
class EntryCheck:
    """The check in this process.

    `keys` says who may sign what; where they are not `judged`, an entry of a key that was revoked
    is let pass. Without `personal` it is not asked what became of personal values. `latest` is what
    time stamps say about entries.
    """

    reader: LogReader
    keys: KeyHistory
    judged: bool = True
    personal: PersonalCheck | None = None
    latest: Latest = field(default_factory=Latest)
    ahead: int = 0
    _gate_keys: Mapping[str, Ed25519PublicKey] = field(init=False)
    _releases: set[str] = field(default_factory=set)
    _seen: TreeHead = field(default_factory=lambda: TreeHead(0, encode(EMPTY_ROOT)))

    def __post_init__(self) -> None:
        """Take the keys of the gates."""
        self._gate_keys = self.keys.gate_keys

    def begin(self, entries: Sequence[StoredLeaf]) -> Promise:
        """Check them when they are asked for."""
        return lambda: [[*self.problems(stored)] for stored in entries]

    def problems(self, stored: StoredLeaf) -> Iterator[Problem]:
        """What is wrong with an entry and with what it names."""
        try:
            read = read_leaf(stored.leaf)
            keyid = read.envelope.verify(self._gate_keys)
        except VerificationFailed as error:
            yield "entry", error.detail
            return
        try:
            yield from self._beside(stored, read, keyid)
        except LogUnavailable:
            yield "unreadable", "The database cannot read what is beside it."

    def _beside(self, stored: StoredLeaf, read: ReadLeaf, keyid: str) -> Iterator[Problem]:
        index, entry = stored.index, read.entry
        if entry.gate_keyid != keyid or len(read.envelope.signatures) != 1:
            yield "entry", "The entry is signed by another key than it says."
        problem = self.keys.problem(index, keyid, entry.kind) if self.judged else None
        if problem is not None:
            yield "key", problem
        if stored.row != project(entry):
            yield "projection", "The columns beside the entry do not say what the entry says."
        if not self._saw(entry.log_seen, index):
            yield "log_seen", "The entry names an earlier state of the log that never was."
        late = self.latest.problem(index, entry)
        if late is not None:
            yield "stamp", late
        yield from self._contents(entry, index)

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

    def _contents(self, entry: Entry, index: int) -> Iterator[Problem]:
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
