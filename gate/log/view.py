"""Reading the log: entries, their receipts, proofs, and what lists and history need."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from gate.canon import JsonObject
from gate.errors import LogUnavailable, NotFound
from gate.limits import DENIALS_DAYS, PAGE_ITEMS_MAX
from gate.log.checkpoint import peek_checkpoint
from gate.log.encoding import encode
from gate.log.leaf import read_leaf
from gate.log.nodes import consistency_proof, inclusion_proof
from gate.log.personal import Members, Opened, opened
from gate.log.receipt import Receipt
from gate.log.store import DecisionFilter, Live, LogReader, SeenEntry, StoredLeaf
from gate.log.subjects import Subjects
from gate.log.tiles import Tile, bundle
from gate.model.disclosure import MEMBERS
from gate.model.entry import DecisionEntry, TreeHead, instant
from gate.model.kinds import Entry, as_decision

_BINDING: Final = {
    "approvals": None,
    "waivers": None,
    "facts": ("approvals", "history", MEMBERS),
    MEMBERS: None,
}
"""The members of an evaluated document that later decisions look at, and which of theirs."""
_INDEX_MAX = 2**63 - 1
"""The largest index that a database can be asked for."""


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One entry of the log, verbatim and taken apart."""

    index: int
    leaf: bytes
    entry: Entry

    @property
    def decision(self) -> DecisionEntry:
        """What the entry says as a decision.

        Raises:
            VerificationFailed: it is none.
        """
        return as_decision(self.entry)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Decisions, newest first; `before` continues the list, None when it ends here."""

    entries: tuple[LoggedEntry, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What one decision rested on, and the status of every rule; None where it was erased."""

    policy_input: JsonObject | None
    results: JsonObject | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemHistory:
    """What the log knows of one system (`LogHistory`), with the decisions that still bind it.

    `allowed` is the newest allowed decision, in any environment; `in_production` the one by which
    the live version is in production.
    """

    live: Live | None
    staged: tuple[str, ...]
    denied_90d: Mapping[str, int]
    allowed: PastDecision | None
    in_production: PastDecision | None


NO_HISTORY: Final = SystemHistory(
    live=None, staged=(), denied_90d=MappingProxyType({}), allowed=None, in_production=None
)
"""What a log says of a system that it has never heard of: nothing, which is not unknown."""


class LogView:
    """What anybody may read; every method may be called from any thread.

    Every method raises `LogUnavailable` when the database cannot be read.
    """

    def __init__(self, reader: LogReader, subjects: Subjects | None = None) -> None:
        """Read through `reader`; without the keys of `subjects` personal values stay closed."""
        self._reader, self._subjects = reader, subjects

    @property
    def reader(self) -> LogReader:
        """What this reads through, for others that read the log."""
        return self._reader

    def seen(self) -> TreeHead:
        """The newest checkpoint, as an entry that is decided now names it."""
        checkpoint = peek_checkpoint(self._reader.checkpoint()[1])
        return TreeHead(checkpoint.size, encode(checkpoint.root))

    def checkpoint(self) -> str:
        """The newest checkpoint, a signed note."""
        return self._reader.checkpoint()[1]

    def find(self, principal: str, key: str) -> SeenEntry | None:
        """The entry that this idempotency key led to."""
        return self._reader.find((principal, key))

    def entry(self, index: int) -> LoggedEntry:
        """One entry.

        Raises:
            NotFound: the log has no such entry.
        """
        return _logged(self._stored(index))

    def events(self, kind: str, about: str | None = None) -> tuple[LoggedEntry, ...]:
        """The entries of a kind other than decisions, and about this where it is given."""
        return tuple(self.entry(index) for index in self._reader.events(kind, about))

    def by_decision(self, decision_id: str) -> LoggedEntry:
        """The entry of a decision.

        Raises:
            NotFound: the log has no such decision.
        """
        index = self._reader.index_of(decision_id)
        if index is None:
            raise NotFound("The log has no such decision.")
        return self.entry(index)

    def receipt_parts(self, index: int) -> Receipt:
        """The receipt of an entry, the same for ever.

        Raises:
            NotFound: the log has no such entry.
        """
        stored = self._stored(index)
        note = self._reader.checkpoint_at(stored.sequenced_to)
        if note is None:
            raise LogUnavailable("The log lacks a checkpoint. Run `gate log verify`.")
        proof = inclusion_proof(index, stored.sequenced_to, self._reader.nodes)
        return Receipt(index, stored.leaf, note, stored.sequenced_to, proof)

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The proof that entry `index` is in the log of `size` entries.

        Raises:
            NotFound: the log never had that size, or not that entry at it.
        """
        if not 0 <= index < size <= self._reader.checkpoint()[0]:
            raise NotFound("The log has no such entry at that size.")
        return inclusion_proof(index, size, self._reader.nodes)

    def consistency(self, size1: int, size2: int) -> tuple[bytes, ...]:
        """The proof that the log of `size1` entries begins that of `size2`.

        Raises:
            NotFound: not 1 ≤ size1 ≤ size2 ≤ the log's size.
        """
        if not 1 <= size1 <= size2 <= self._reader.checkpoint()[0]:
            raise NotFound("The log has no consistency proof between these sizes.")
        return consistency_proof(size1, size2, self._reader.nodes)

    def tile(self, tile: Tile) -> bytes:
        """The content of a tile, or of a bundle of entries.

        Raises:
            NotFound: the log has not grown so far.
        """
        if tile.entries_needed > self._reader.checkpoint()[0]:
            raise NotFound("The log has no such tile.")
        if tile.level is not None:
            return b"".join(self._reader.nodes(tile.positions()))
        stored = self._reader.leaves(tile.first, tile.width)
        if len(stored) != tile.width:
            raise LogUnavailable("The log lacks an entry. Run `gate log verify`.")
        return bundle([entry.leaf for entry in stored])

    def blob(self, digest: str) -> bytes:
        """A content of the side store; `digest` is `sha256:<hex>`.

        Raises:
            NotFound: the side store has no such content.
            LogUnavailable: it has, and the content is not what the digest says.
        """
        wanted = bytes.fromhex(digest.removeprefix("sha256:"))
        content = self._reader.blob(wanted)
        if content is None:
            raise NotFound("The log has no such content.")
        if hashlib.sha256(content).digest() != wanted:
            raise LogUnavailable("A content of the log was changed. Run `gate log verify`.")
        return content

    def document(self, digest: str, index: int, of: Members | None = None) -> Opened:
        """A JSON document of the side store, its personal values put back where they are there.

        Args:
            digest: of the content.
            index: of the entry that names it.
            of: the members that are wanted; None for all.

        Raises:
            NotFound: the side store has no such content.
            LogUnavailable: it was changed, or a personal value of it.
        """
        return opened(self._reader, self._subjects, self.blob(digest), index, of=of)

    def decisions(
        self,
        wanted: DecisionFilter,
        *,
        before: int | None = None,
        limit: int = PAGE_ITEMS_MAX,
    ) -> DecisionPage:
        """Decisions that match, newest first, at most `limit`; `before` is a page's own."""
        below = None if before is None or before > _INDEX_MAX else before
        indices = self._reader.decisions(wanted, below, limit + 1)
        more = indices[limit - 1] if len(indices) > limit else None
        entries = tuple(_logged(self._stored(index)) for index in indices[:limit])
        return DecisionPage(entries, more)

    def history(self, system_id: str, now: datetime) -> SystemHistory:
        """What the log knows of a system at the instant `now`."""
        cutoff = instant(now - timedelta(days=DENIALS_DAYS))
        known = self._reader.history(system_id, cutoff)
        allowed = self._past(known.allowed_at)
        return SystemHistory(
            live=known.live,
            staged=known.staged,
            denied_90d=known.denied_90d,
            allowed=allowed,
            in_production=(
                allowed if known.live_at == known.allowed_at else self._past(known.live_at)
            ),
        )

    def _past(self, index: int | None) -> PastDecision | None:
        if index is None:
            return None
        entry = self.entry(index).decision
        evaluated = self._object(entry.policy_input, index, of=_BINDING)
        return PastDecision(evaluated, self._object(entry.results, index))

    def _object(self, digest: str, index: int, of: Members | None = None) -> JsonObject | None:
        try:
            return self.document(digest, index, of=of).document
        except NotFound:
            return None

    def _stored(self, index: int) -> StoredLeaf:
        stored = self._reader.leaf(index) if 0 <= index <= _INDEX_MAX else None
        if stored is None:
            raise NotFound("The log has no such entry.")
        return stored


def _logged(stored: StoredLeaf) -> LoggedEntry:
    return LoggedEntry(stored.index, stored.leaf, read_leaf(stored.leaf).entry)
