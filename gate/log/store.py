"""The port to the database that keeps the log, and the shapes that cross it.

Two roles, because a log has one writer and many readers. The contract of each method stands in its
docstring: who may call it, what is durable when it returns, and who tries again. An implementation
promises nothing less, and whoever calls it relies on nothing more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from gate.log.projection import DecisionRow, Row
from gate.log.sealed import Sealed, SubjectKey

Claim = tuple[str, str]
"""A principal and an idempotency key of its own."""


@dataclass(frozen=True, slots=True)
class Blob:
    """One content of the side store; `digest` is the SHA-256 of `content`, 32 bytes."""

    digest: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry that is ready to be sequenced: signed, hashed, projected, and all its contents.

    `sealed` are the personal values of its contents, `subjects` the keys that are not kept yet.
    `erases` are the references of data subjects whose keys and values go with the transaction.
    """

    leaf: bytes
    leaf_hash: bytes
    row: Row
    blobs: tuple[Blob, ...]
    sealed: tuple[Sealed, ...] = ()
    subjects: tuple[SubjectKey, ...] = ()
    erases: tuple[str, ...] = ()

    @property
    def claim(self) -> Claim | None:
        """The idempotency key that the entry claims; none but a decision claims one."""
        row = self.row
        if not isinstance(row, DecisionRow) or row.idempotency_key is None:
            return None
        return (row.principal, row.idempotency_key)

    @property
    def size(self) -> int:
        """Bytes that the transaction writes for it, roughly."""
        kept = [part.content for part in self.blobs] + [part.content for part in self.sealed]
        return len(self.leaf) + sum(map(len, kept))


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """The entry that an idempotency key led to."""

    index: int
    decision_id: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class StoredLeaf:
    """One entry as stored: nothing in it is verified.

    `sequenced_to` is the size of the checkpoint that was signed in the same transaction.
    `row` is None where there is not one row of this index beside it.
    """

    index: int
    sequenced_to: int
    leaf: bytes
    row: Row | None


@dataclass(frozen=True, slots=True)
class Identity:
    """What a log was created as, for ever: `gate_key` is the public key in PEM form."""

    origin: str
    log_vkey: str
    gate_key: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How far each table of the log reaches, seen at one instant.

    `leaves`, `rows` (decisions and events together) and `nodes` are one past the last index or
    position, `checkpoint` is the largest size that has one.
    """

    leaves: int
    rows: int
    nodes: int
    checkpoint: int


@dataclass(frozen=True, slots=True)
class DecisionFilter:
    """Which decisions to list; None means any. `since` is included, `until` is not."""

    system: str | None = None
    environment: str | None = None
    outcome: str | None = None
    control: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """The version of a system that is in production, and the digests of its artefacts."""

    version: str
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogHistory:
    """What the log knows of one system.

    Attributes:
        live: the newest allowed production decision; None when there is none, or when the newest
            retired the system.
        staged: digests of artefacts allowed in staging, newest first (`STAGED_DIGESTS_MAX`).
        denied_90d: for each rule, how many decisions of the last `DENIALS_DAYS` days it denied.
        allowed_at: the index of the newest allowed decision, in any environment.
        live_at: the index of the decision that `live` is of.
    """

    live: Live | None
    staged: tuple[str, ...]
    denied_90d: Mapping[str, int]
    allowed_at: int | None
    live_at: int | None


class LogWriter(Protocol):
    """The one connection of this process that writes. All calls come from one thread.

    Where `shared` is true other processes write to the same log, each between its own `begin` and
    `commit`; else nobody does. A transaction is `begin`, any of the reading and inserting methods,
    then `commit` or `rollback`; nothing that was inserted is visible to readers before `commit`
    returns. Each method may raise:

    - `LogUnavailable`: the transaction wrote nothing and is rolled back. Whoever waits may try
      again; the store needs no repair.
    - `ValueError` (inserting methods): the database refuses what it was given. The transaction
      wrote nothing and is rolled back. Another batch without the culprit succeeds.
    """

    shared: bool

    def begin(self) -> int:
        """Take the write lock and give the size of the newest checkpoint.

        Waits for the lock at most `LOG_BUSY_SECONDS_MAX`. Nobody commits while it is held.
        """

    def seen(self, claims: Sequence[Claim]) -> Mapping[Claim, SeenEntry]:
        """The entries that these keys led to. While the lock is held, nobody else can claim one."""

    def insert(self, first: int, sequenced_to: int, batch: Sequence[Candidate]) -> None:
        """Write entries from index `first` on, their contents and their projections.

        What an entry erases is gone when the transaction is durable, and not before. A value of a
        subject whose key is not kept, because it was erased meanwhile, is refused.
        """

    def leaves(self, first: int) -> Sequence[bytes]:
        """Read the leaves back from `first` on, as a reader will find them.

        Leaves have no newline.
        """

    def extend(self, position: int, hashes: Sequence[bytes], size: int, note: str) -> None:
        """Write the completed hashes from `position` on, and the checkpoint of `size`."""

    def commit(self) -> None:
        """Make the transaction durable: when this returns, power may fail.

        Raises:
            OutcomeUnknown: it may or may not have happened. The caller must not answer anybody;
                it calls `reopen`, looks what is there, and goes on from that.
        """

    def rollback(self) -> None:
        """Forget the transaction; never raises."""

    def reopen(self) -> None:
        """Drop the connection and make a new one; what is then read is durable.

        Raises:
            LogUnavailable: the database cannot be opened, or not be made durable; try again later.
        """

    def close(self) -> None:
        """Give everything back; never raises. No other method is called after it."""


class LogReader(Protocol):
    """Reading, from any thread at once. Each call sees one committed state of the log.

    Every method raises `LogUnavailable` when the database cannot be read in time. Nothing that is
    read is verified: that is the caller's work (`gate.log.fsck`, or the holder of a proof).
    """

    def identity(self) -> Identity:
        """What the log was created as."""

    def checkpoint(self) -> tuple[int, str]:
        """Size and note of the newest checkpoint."""

    def checkpoint_at(self, size: int) -> str | None:
        """The note of the checkpoint of exactly this size."""

    def checkpoints(self, first: int, last: int) -> Sequence[tuple[int, str]]:
        """Size and note of each checkpoint with first ≤ size ≤ last, by size."""

    def leaf(self, index: int) -> StoredLeaf | None:
        """One entry."""

    def leaves(self, first: int, count: int) -> Sequence[StoredLeaf]:
        """Up to `count` entries from `first` on, by index; gaps are left out."""

    def nodes(self, positions: Sequence[int]) -> Sequence[bytes]:
        """The stored hashes at these positions, in this order.

        Raises:
            LogUnavailable: also where one is missing.
        """

    def nodes_from(self, position: int, count: int) -> Sequence[tuple[int, bytes]]:
        """Position and hash of up to `count` stored hashes from `position` on."""

    def extent(self) -> Extent:
        """How far each table reaches."""

    def derived_differences(self) -> Sequence[tuple[str, int | None]]:
        """Where a table derived from the decisions is not what the decisions give.

        Returns:
            Name of the table, and an index that the difference concerns (None: unknown).
        """

    def repeated_decisions(self) -> Sequence[int]:
        """Indices of entries whose decision id, or idempotency key, an earlier entry has too."""

    def index_of(self, decision_id: str) -> int | None:
        """The index of the entry of this decision."""

    def events(self, kind: str, about: str | None = None) -> Sequence[int]:
        """Indices of the entries of a kind other than decisions, and about this where it is given.

        In the order of the log.
        """

    def events_about(self, kind: str, about: Collection[str]) -> Sequence[tuple[str, int]]:
        """Of the entries of a kind about any of these: which one, and index; in the log's order."""

    def find(self, claim: Claim) -> SeenEntry | None:
        """The entry that this key led to."""

    def blob(self, digest: bytes) -> bytes | None:
        """A content of the side store."""

    def blobs(self, digests: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Those of these contents, at least one, that are in the side store, by digest."""

    def subjects(self, lookup: bytes) -> Sequence[SubjectKey]:
        """The keys of the data subject with this keyed hash; two where replicas made both."""

    def subject_keys(self, refs: Collection[str]) -> Mapping[str, SubjectKey]:
        """The keys of those of these data subjects that have one, by their references."""

    def personal_key_ids(self) -> Sequence[str]:
        """The ids of the installation's keys by which keys of data subjects are wrapped."""

    def sealed(self, document: bytes) -> Sequence[Sealed]:
        """The personal values of a document, in the order of their references."""

    def documents_about(self, ref: str) -> int:
        """How many documents have values about this data subject."""

    def decisions(self, wanted: DecisionFilter, before: int | None, limit: int) -> Sequence[int]:
        """Indices of the matching decisions below `before`, newest first."""

    def history(self, system_id: str, cutoff: str) -> LogHistory:
        """What the log knows of a system; denials count from `cutoff` (an entry's instant) on."""

    def close(self) -> None:
        """Give everything back; never raises."""
