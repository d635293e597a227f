"""The decision log, as the rest of the gate uses it.

Appending blocks until the entry is durable and covered by a signed checkpoint that is also kept
outside the database; whatever is answered after that is proved by what is answered. Every method
may be called from any thread.
"""

import hashlib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.errors import GateError, KeyReused, LogUnavailable
from gate.limits import APPEND_SECONDS_MAX
from gate.log.batches import BatchWriter, Sequenced, Step
from gate.log.leaf import make_leaf
from gate.log.lock import DirectoryLock
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.nodes import inclusion_proof
from gate.log.paths import database_in
from gate.log.place import LogPlace
from gate.log.projection import project
from gate.log.receipt import Receipt
from gate.log.sequencer import Sequencer
from gate.log.sqlite import create_log
from gate.log.sqlite_reader import SqliteReader
from gate.log.sqlite_writer import SqliteWriter
from gate.log.start import check_place, check_start
from gate.log.store import Blob, Candidate, LogReader, LogWriter, SeenEntry
from gate.log.subjects import PersonalKey, Subjects
from gate.log.view import LogView
from gate.model.concealed import Disclosures
from gate.model.kinds import Entry, as_decision


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What is to be logged, and the contents that it names by digest.

    `release` are the contents of the policy release that a decision cites: they are kept with the
    first decision that cites it, so that every decision can be taken again.
    """

    entry: Entry
    blobs: tuple[bytes, ...]
    release: tuple[bytes, ...] = ()
    disclosures: Mapping[str, Disclosures] = field(default_factory=dict)
    """The personal values of the contents, by the digest of the content."""
    erases: tuple[str, ...] = ()
    """References of data subjects whose personal values go when this is logged."""


@dataclass(frozen=True, slots=True)
class Appended(Receipt):
    """The receipt of an entry; `replayed` when its idempotency key had led to it before."""

    replayed: bool


class Log(LogView):
    """One log, with the one writer of this process."""

    def __init__(
        self,
        reader: LogReader,
        sequencer: Sequencer,
        place: LogPlace,
        subjects: Subjects,
        *,
        at_close: Callable[[], None],
    ) -> None:
        """Wire the parts, which `Log.open` makes; `at_close` gives them back."""
        super().__init__(reader, subjects)
        self.subjects = subjects
        self._sequencer, self._signer, self._at_close = sequencer, place.gate, at_close
        self._kept: tuple[bytes, ...] = ()
        self.origin = place.identity.origin
        self.note_signer = place.signer

    @classmethod
    def open(  # noqa: PLR0913 - each is one thing that the log is opened with
        cls,
        directory: Path,
        *,
        origin: str,
        log_key: Ed25519PrivateKey,
        gate_key: Ed25519PrivateKey,
        old_log_key: Ed25519PrivateKey | None = None,
        pin: Path | None = None,
        personal: PersonalKey | None = None,
        step: Callable[[Step], None] = lambda _step: None,
    ) -> "Log":
        """Open the log in `directory`, or begin one there.

        Args:
            directory: a folder on a local disk that this process alone writes.
            origin: the name of the log, a URL without a scheme; for ever.
            log_key: signs checkpoints.
            gate_key: signs entries.
            old_log_key: signs checkpoints beside `log_key`, while that is rotated.
            pin: where the newest checkpoint is kept; default beside the database. Another disk
                is better.
            personal: encrypts the keys of data subjects; default one in `directory`, made when
                it is needed first.
            step: called at each step of a transaction; tests stop the process there.

        Raises:
            Misconfigured: another process has the log, or it is not the log that it was.
            LogUnavailable: the database cannot be used.
            VerificationFailed: no log can have this origin.
        """
        place = LogPlace.of(directory, origin, log_key, gate_key, old_log_key, pin, personal)
        path = database_in(directory)
        with ExitStack() as opened:
            opened.callback(DirectoryLock(directory).release)
            check_place(path, place.pin, place.signer.verifier)
            create_log(path, place.identity, place.first_checkpoint())
            writer = SqliteWriter(path)
            opened.callback(writer.close)
            reader = SqliteReader(path)
            opened.callback(reader.close)
            tree = check_start(reader, place.identity, place.pin)
            return cls._started(place, writer, reader, tree=tree, step=step, opened=opened)

    @classmethod
    def open_shared(  # noqa: PLR0913 - each is one thing that the log is opened with
        cls,
        directory: Path,
        url: str,
        *,
        origin: str,
        log_key: Ed25519PrivateKey,
        gate_key: Ed25519PrivateKey,
        old_log_key: Ed25519PrivateKey | None = None,
        pin: Path | None = None,
        personal: PersonalKey | None = None,
        step: Callable[[Step], None] = lambda _step: None,
    ) -> "Log":
        """Open the log in the PostgreSQL database at `url`, or begin one there.

        Any number of replicas may have it open, each with a `directory` of its own and the same
        keys. A replica that has pinned no checkpoint yet pins the newest one it finds.

        Raises:
            Misconfigured, LogUnavailable, VerificationFailed: as `open`.
        """
        # PostgreSQL's driver is large, and most commands need none.
        from gate.log.postgres import begin_log  # noqa: PLC0415
        from gate.log.postgres_reader import PostgresReader  # noqa: PLC0415
        from gate.log.postgres_writer import PostgresWriter  # noqa: PLC0415

        place = LogPlace.of(directory, origin, log_key, gate_key, old_log_key, pin, personal)
        with ExitStack() as opened:
            opened.callback(DirectoryLock(directory).release)
            begin_log(url, place.identity, place.first_checkpoint())
            writer = PostgresWriter(url)
            opened.callback(writer.close)
            reader = PostgresReader(url, serving=True)
            opened.callback(reader.close)
            writer.begin()  # so that no other replica moves the end while it is checked
            try:
                tree = check_start(reader, place.identity, place.pin, pin_needed=False)
            finally:
                writer.rollback()
            return cls._started(place, writer, reader, tree=tree, step=step, opened=opened)

    @classmethod
    def _started(
        cls,
        place: LogPlace,
        writer: LogWriter,
        reader: LogReader,
        *,
        tree: CompactRange,
        step: Callable[[Step], None],
        opened: ExitStack,
    ) -> "Log":
        batches = BatchWriter(writer, reader, place.signer, place.pin, tree=tree, step=step)
        subjects = Subjects(reader, place.personal)
        if place.personal_is_given:
            subjects.check()
        at_close = opened.pop_all().close
        return cls(reader, Sequencer(batches), place, subjects, at_close=at_close)

    @property
    def gate_keyid(self) -> str:
        """The id of the key that signs entries."""
        return self._signer.keyid

    def append(self, draft: EntryDraft, *, seconds: float = APPEND_SECONDS_MAX) -> Appended:
        """Log an entry, or find the one that its idempotency key led to.

        When this returns, the entry is durable, and the receipt proves it for ever.

        Raises:
            KeyReused: the idempotency key belongs to another body.
            TooLarge: the entry is larger than an entry can be.
            Overloaded, LogUnavailable: nothing was logged.
            OutcomeUnknown: a retry with the same key finds out.
            ValueError: the draft lacks a content that its entry names, or names another gate key.
        """
        candidate = self._candidate(draft)
        result = self._sequenced(candidate, seconds)
        self.subjects.written(candidate.subjects)
        if isinstance(result, SeenEntry):
            decision = as_decision(draft.entry)  # nothing else claims a key
            if result.body_hash != decision.body_hash:
                raise KeyReused("The idempotency key was used for another request.")
            receipt = self.receipt_parts(result.index)
            return Appended(
                receipt.index,
                receipt.leaf,
                receipt.checkpoint,
                receipt.tree_size,
                receipt.inclusion_proof,
                replayed=True,
            )
        if draft.release:
            self._kept = draft.release
        proof = inclusion_proof(result.index, result.size, result.nodes)
        return Appended(
            result.index, candidate.leaf, result.note, result.size, proof, replayed=False
        )

    def close(self) -> None:
        """Write what waits, then give everything back; appending after it is refused."""
        self._sequencer.close()
        self._at_close()

    def _candidate(self, draft: EntryDraft) -> Candidate:
        blobs = {hashlib.sha256(content).digest(): content for content in draft.blobs}
        for digest in draft.entry.stored_digests():
            if bytes.fromhex(digest.removeprefix("sha256:")) not in blobs:
                raise ValueError("the draft lacks a content that its entry names")
        if draft.release != self._kept:  # the same objects compare at once
            blobs |= {hashlib.sha256(content).digest(): content for content in draft.release}
        leaf = make_leaf(draft.entry, self._signer)
        contents = tuple(Blob(digest, content) for digest, content in blobs.items())
        sealed, keys = self.subjects.sealed(draft.disclosures)
        return Candidate(
            leaf,
            leaf_hash(leaf),
            project(draft.entry),
            contents,
            sealed=sealed,
            subjects=keys,
            erases=draft.erases,
        )

    def _sequenced(self, candidate: Candidate, seconds: float) -> Sequenced | SeenEntry:
        """Raises LogUnavailable where a data subject was erased since its reference was asked."""
        try:
            return self._sequencer.append(candidate, seconds=seconds)
        except GateError as error:
            if type(error) is GateError and candidate.sealed:
                self.subjects.forget({ref for item in candidate.sealed for ref in item.refs})
                raise LogUnavailable(
                    "Personal data that the request names was erased meanwhile. Try again."
                ) from error
            raise
