"""Writing a batch: one transaction, and what to do when it goes wrong.

The transaction claims the idempotency keys, writes the entries, extends the tree and holds the
signed checkpoint, so there is no moment in which an entry is in the log but only promised. It
runs in one thread, `gate.log.sequencer`'s.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from gate.errors import GateError, LogUnavailable, OutcomeUnknown, VerificationFailed
from gate.log.checkpoint import open_checkpoint, sign_checkpoint
from gate.log.merkle import CompactRange
from gate.log.nodes import ReadNodes, compact_range, node_count, range_positions, root_at
from gate.log.note import Signer
from gate.log.pin import Pin
from gate.log.projection import DecisionRow
from gate.log.store import Candidate, LogReader, LogWriter, SeenEntry, StoredLeaf


class Step(StrEnum):
    """The moments of a transaction; a test may stop the process at each."""

    OPENED = "K5"
    INSERTED = "K6"
    SIGNED = "K7"
    COMMITTING = "K8"
    COMMITTED = "K9"
    PINNED = "K9 pinned"


@dataclass(frozen=True, slots=True)
class Sequenced:
    """The entry is durable at `index`; the checkpoint of `size`, in `note`, was signed with it.

    `nodes` reads the hashes that the proof of this entry at that size needs.
    """

    index: int
    size: int
    note: str
    nodes: ReadNodes


Result: TypeAlias = Sequenced | SeenEntry | GateError
"""What became of an entry: written now, there before (by its key), or why nobody may be told."""


class BatchWriter:
    """The log as its one writer knows it."""

    def __init__(
        self,
        writer: LogWriter,
        reader: LogReader,
        signer: Signer,
        pin: Pin,
        *,
        tree: CompactRange,
        step: Callable[[Step], None],
    ) -> None:
        """Continue the log whose entries so far are `tree`; `step` is called at each `Step`."""
        self._writer, self._reader, self._signer, self._pin = writer, reader, signer, pin
        self._tree = tree
        self._step = step
        self._unpinned: str | None = None
        self._lost = False
        self._refusal: str | None = None

    def write(self, batch: Sequence[Candidate]) -> Sequence[Result]:
        """Write the entries, or say for each why not; never raises what a database can cause.

        An entry that the database refuses fails alone: the others are written one by one.
        """
        try:
            self._settle()
            return self._transaction(batch)
        except ValueError:
            self._writer.rollback()
            if len(batch) > 1:
                return [self.write([item])[0] for item in batch]
            return [GateError("The log cannot hold this entry.")]
        except LogUnavailable as error:
            return [error] * len(batch)
        except Exception:  # noqa: BLE001 - whatever it was, the commit may have happened
            return self._reconcile(batch)

    def _transaction(self, batch: Sequence[Candidate]) -> Sequence[Result]:
        """Who is new, where they stand, and what the tree is with them.

        Raises:
            ValueError: the database refuses an entry; nothing was written.
            LogUnavailable: nothing was written.
            OutcomeUnknown: the commit gave no clear answer.
        """
        size = self._writer.begin()
        self._step(Step.OPENED)
        if size != self._tree.size:
            self._catch_up(size)
        fresh, places = self._places(batch)
        if not fresh:
            self._writer.rollback()
            return [_result(place, size, "", self._reader.nodes) for place in places]
        self._writer.insert(size, size + len(fresh), fresh)
        self._step(Step.INSERTED)
        nodes = dict(zip(range_positions(size), self._tree.hashes, strict=True))
        tree, hashes = self._grown(fresh)
        nodes |= dict(enumerate(hashes, node_count(size)))
        note = sign_checkpoint(tree.size, tree.root(), self._signer)
        self._writer.extend(node_count(size), hashes, tree.size, note)
        self._step(Step.SIGNED)
        self._step(Step.COMMITTING)
        # --- point of no return: before it nothing happened, after it the entries stand ---
        self._writer.commit()
        self._step(Step.COMMITTED)
        self._tree, self._unpinned = tree, note
        try:
            self._pin_newest()
        except LogUnavailable as error:
            return [_unknown(error)] * len(batch)
        self._step(Step.PINNED)
        return [_result(place, tree.size, note, _lookup(nodes)) for place in places]

    def _catch_up(self, size: int) -> None:
        """Take over what other replicas wrote, if the log key signed it; the lock is held.

        Raises:
            LogUnavailable: it cannot be read, nobody else may write, or it is no continuation.
        """
        try:
            if not self._writer.shared:
                self._refuse(f"somebody else wrote to it: it has {size} entries")
            self._continue(*self._reader.checkpoint())
        except BaseException:
            self._writer.rollback()
            raise
        if size != self._tree.size:
            self._writer.rollback()
            self._refuse(f"its head says {size}, its newest checkpoint {self._tree.size}")

    def _places(self, batch: Sequence[Candidate]) -> tuple[list[Candidate], list[int | SeenEntry]]:
        """The entries that are new, and for each entry its index or the one that its key led to."""
        claims = [item.claim for item in batch if item.claim is not None]
        taken = dict(self._writer.seen(claims)) if claims else {}
        fresh: list[Candidate] = []
        places: list[int | SeenEntry] = []
        for item in batch:
            claim, index = item.claim, self._tree.size + len(fresh)
            if claim is not None and claim in taken:
                places.append(taken[claim])
                continue
            if claim is not None and isinstance(item.row, DecisionRow):
                taken[claim] = SeenEntry(index, item.row.decision_id, item.row.body_hash)
            places.append(index)
            fresh.append(item)
        return fresh, places

    def _grown(self, fresh: Sequence[Candidate]) -> tuple[CompactRange, list[bytes]]:
        """The tree with these entries, and the hashes it completed.

        Signed is what the database gives back, byte by byte: a checkpoint over an entry that the
        log does not hold cannot be repaired. The entries were hashed before the lock was taken.
        """
        tree = self._tree.copy()
        if list(self._writer.leaves(tree.size)) != [item.leaf for item in fresh]:
            self._writer.rollback()
            raise LogUnavailable("The database did not keep the entries as they were given.")
        hashes: list[bytes] = []
        for item in fresh:
            hashes += tree.append(item.leaf_hash)
        return tree, hashes

    def _settle(self) -> None:
        """Close what an earlier batch left open, before anything is written.

        Raises:
            LogUnavailable: it cannot be closed now.
        """
        if self._lost:
            self._recover()
        if self._refusal is not None:
            raise LogUnavailable(self._refusal)
        self._pin_newest()

    def _pin_newest(self) -> None:
        """Keep the newest checkpoint outside the database before anybody is told of it."""
        if self._unpinned is not None:
            self._pin.write(self._unpinned)
            self._unpinned = None

    def _refuse(self, why: str) -> None:
        """Write nothing more until a person has looked at the log."""
        self._refusal = f"The log refuses to write: {why}. Stop the gate and run `gate log verify`."
        raise LogUnavailable(self._refusal)

    def _reconcile(self, batch: Sequence[Candidate]) -> Sequence[Result]:
        """After a commit of unknown outcome: see what the log holds, and go on from there."""
        self._lost = True
        try:
            self._recover()
            return [self._outcome(item) for item in batch]
        except LogUnavailable as error:
            return [_unknown(error)] * len(batch)

    def _recover(self) -> None:
        """Reopen the database and continue from its newest checkpoint, if this log signed it.

        Raises:
            LogUnavailable: it cannot be opened, or does not continue what this log knows.
        """
        self._writer.rollback()
        self._writer.reopen()
        self._continue(*self._reader.checkpoint())
        self._lost = False
        self._pin_newest()

    def _continue(self, size: int, note: str) -> None:
        """Go on from the checkpoint of `size`, if it holds and continues the tree known so far.

        Raises:
            LogUnavailable: it cannot be read, or it does neither; then nothing more is written.
        """
        try:
            tree = compact_range(size, self._reader.nodes)
            checkpoint = open_checkpoint(note, self._signer.verifier)
        except (ValueError, VerificationFailed):
            self._refuse("its newest checkpoint does not hold")
        else:
            known = self._tree.size
            continues = size >= known and (
                known == 0 or root_at(known, self._reader.nodes) == self._tree.root()
            )
            if not continues or (checkpoint.size, checkpoint.root) != (size, tree.root()):
                self._refuse("it does not continue the tree that was signed")
            self._tree, self._unpinned = tree, note

    def _outcome(self, item: Candidate) -> Result:
        """Whether the reopened log has this very entry."""
        stored = self._stored(item)
        if stored is None or stored.leaf != item.leaf:
            return LogUnavailable("The entry could not be written to the log.")
        note = self._reader.checkpoint_at(stored.sequenced_to)
        if note is None:
            return _unknown(None)
        return Sequenced(stored.index, stored.sequenced_to, note, self._reader.nodes)

    def _stored(self, item: Candidate) -> StoredLeaf | None:
        """What the log has of an entry: a decision by its id, another by its bytes."""
        if isinstance(item.row, DecisionRow):
            index = self._reader.index_of(item.row.decision_id)
            return None if index is None else self._reader.leaf(index)
        for index in reversed(self._reader.events(*item.row.columns())):
            stored = self._reader.leaf(index)
            if stored is not None and stored.leaf == item.leaf:
                return stored
        return None


def _result(place: int | SeenEntry, size: int, note: str, nodes: ReadNodes) -> Result:
    return Sequenced(place, size, note, nodes) if isinstance(place, int) else place


def _lookup(nodes: Mapping[int, bytes]) -> ReadNodes:
    """Whatever a proof of this batch needs: the tree before it, and the hashes it completed."""
    return lambda positions: [nodes[position] for position in positions]


def _unknown(cause: BaseException | None) -> OutcomeUnknown:
    error = OutcomeUnknown(
        "Whether the decision was logged is not known yet. Ask again with the same key."
    )
    error.__cause__ = cause
    return error
