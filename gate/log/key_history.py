"""Which keys a log had, and for which of its entries and checkpoints each of them counts.

The history begins with the keys that the log was begun with. Every later key leads back to them by
events in the log, each signed by a gate key and by a log key that counted then: whoever has one of
the two can neither bring in a key nor take one away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.log.keys import key_id, read_public_pem
from gate.log.leaf import read_leaf
from gate.log.note import Verifier, open_note
from gate.log.store import LogReader
from gate.model.key_event import Change, KeyEvent


@dataclass(frozen=True, slots=True)
class GateSpan:
    """A gate key, which signs entries after `added`.

    From `until` on its decisions do not count; from `gone` on, the index of the event that revoked
    it, nothing that it signs does. What revokes a key may have been signed by it before that.
    """

    public: Ed25519PublicKey
    added: int = -1
    until: int | None = None
    gone: int | None = None

    def problem(self, index: int, kind: str) -> str | None:
        """Why it could not sign entry `index` of a kind; None where it could."""
        if index <= self.added:
            return "The entry is signed by a gate key that was added to the log later."
        end = self.gone if kind == KeyEvent.kind else self.until
        if end is not None and index >= end:
            return f"The entry is signed by a gate key that is revoked from entry {end} on."
        return None


@dataclass(frozen=True, slots=True)
class LogSpan:
    """A log key, which signs checkpoints that cover entry `added`, until one covers `retired`."""

    key: Verifier
    added: int = -1
    retired: int | None = None

    def counts(self, size: int) -> bool:
        """Whether it may sign a checkpoint of this size."""
        return size > self.added and (self.retired is None or size <= self.retired + 1)


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The keys of one log as far as its events are known; `rejected` events changed nothing."""

    logs: tuple[LogSpan, ...]
    gates: Mapping[str, GateSpan]
    rejected: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def begin(cls, log: Verifier, gates: Mapping[str, Ed25519PublicKey]) -> "KeyHistory":
        """The history of a log with these keys, before any event.

        Whoever asks may know keys that events add later: those count from their event on.
        """
        return cls(
            tuple(LogSpan(replace(key, others=())) for key in reversed(log.keys)),
            {keyid: GateSpan(public) for keyid, public in gates.items()},
        )

    @property
    def log(self) -> Verifier:
        """Every key that ever signed checkpoints, the newest first."""
        return _ring([span.key for span in reversed(self.logs)])

    @property
    def log_now(self) -> Verifier:
        """The keys that may sign the next checkpoint, the newest first."""
        return _ring([span.key for span in reversed(self.logs) if span.retired is None])

    @property
    def gate_keys(self) -> dict[str, Ed25519PublicKey]:
        """Every key that ever signed entries, by key id."""
        return {keyid: span.public for keyid, span in self.gates.items()}

    def log_at(self, size: int) -> Verifier:
        """The keys that may sign the checkpoint of a size, the newest first."""
        return _ring([span.key for span in reversed(self.logs) if span.counts(size)])

    def problem(self, index: int, keyid: str, kind: str) -> str | None:
        """Why the entry `index`, signed by this key, does not count; None where it does."""
        if index in self.rejected:
            return f"The key event does not hold: {self.rejected[index]}"
        span = self.gates.get(keyid)
        return None if span is None else span.problem(index, kind)

    def taken(self, index: int, leaf: bytes) -> "KeyHistory":
        """The history with the event in entry `index`; one that does not hold is `rejected`."""
        try:
            read = read_leaf(leaf)
            if not isinstance(read.entry, KeyEvent):
                return self
            return self._with(index, read.entry, read.envelope.verify(self.gate_keys))
        except VerificationFailed as error:
            return replace(self, rejected={**self.rejected, index: error.detail})

    def _with(self, index: int, event: KeyEvent, keyid: str) -> "KeyHistory":
        if keyid != event.gate_keyid:
            raise VerificationFailed("It is signed by another key than it says.")
        problem = self.gates[event.gate_keyid].problem(index, event.kind)
        if problem is not None:
            raise VerificationFailed(problem)
        now = self.log_now
        text = event.authorised_text(now.name)
        if open_note(event.authorisation, now.keys) != text:
            raise VerificationFailed("The log's key authorised another event.")
        public = _public(event)
        match event.change:
            case Change.ADD_GATE if event.keyid != event.gate_keyid and self._is_new(event.keyid):
                added = GateSpan(public, index)
                return replace(self, gates={**self.gates, event.keyid: added})
            case Change.REVOKE_GATE if event.keyid != event.gate_keyid:
                return replace(self, gates={**self.gates, event.keyid: self._revoked(index, event)})
            case Change.ADD_LOG if public not in self._log_keys_before():
                key = Verifier(now.name, public)
                open_note(event.authorisation, [key])
                others = tuple(span for span in self.logs if span.key.public != public)
                return replace(self, logs=(*others, LogSpan(key, index)))
            case Change.RETIRE_LOG if len(now.keys) > 1 and public != now.public:
                return replace(self, logs=self._retired(index, public))
        raise VerificationFailed("The key cannot be added, revoked or retired so.")

    def _is_new(self, keyid: str) -> bool:
        """Whether no event has added, or revoked, the gate key."""
        span = self.gates.get(keyid)
        return span is None or (span.added < 0 and span.gone is None)

    def _log_keys_before(self) -> list[Ed25519PublicKey]:
        """The first log key, and those that events added: all but what the asker knew of them."""
        return [span.key.public for span in self.logs if span is self.logs[0] or span.added >= 0]

    def _revoked(self, index: int, event: KeyEvent) -> GateSpan:
        span, first = self.gates.get(event.keyid), event.from_index
        if span is None or span.gone is not None or first is None or not 0 <= first <= index:
            raise VerificationFailed("The key is not one that can be revoked from there on.")
        return replace(span, until=first, gone=index)

    def _retired(self, index: int, public: Ed25519PublicKey) -> tuple[LogSpan, ...]:
        found = [span for span in self.logs if span.key.public == public and span.retired is None]
        if not found:
            raise VerificationFailed("The key is not one that signs checkpoints.")
        return tuple(replace(s, retired=index) if s in found else s for s in self.logs)


def read_history(reader: LogReader, log: Verifier | None = None) -> KeyHistory:
    """The history of a log as its database has it, from its own keys or from another `log` key.

    Which events there are is the database's word: the check of the whole log finds one that is
    left out.

    Raises:
        LogUnavailable: the log cannot be read.
        VerificationFailed: it names no log key.
    """
    identity = reader.identity()
    try:
        gate = read_public_pem(identity.gate_key)
        gates = {key_id(gate): gate}
    except Misconfigured:
        gates = {}
    history = KeyHistory.begin(log or Verifier.from_vkey(identity.log_vkey), gates)
    for index in reader.events(KeyEvent.kind):
        stored = reader.leaf(index)
        if stored is None:
            raise LogUnavailable("The log lacks an entry. Run `gate log verify`.")
        history = history.taken(index, stored.leaf)
    return history


def history_of(reader: LogReader, given: Verifier | None) -> tuple[KeyHistory, bool]:
    """Who may sign what, and whether the log itself says so: it may name other keys, or none.

    Raises:
        LogUnavailable: the log cannot be read.
        VerificationFailed: the log names no log key, and none is given.
    """
    try:
        own = read_history(reader)
    except VerificationFailed:
        if given is None:
            raise
    else:
        if given is None or given.vkey in {key.vkey for key in own.log.keys}:
            return own, True
    return read_history(reader, given), False


def _ring(keys: list[Verifier]) -> Verifier:
    if not keys:
        raise VerificationFailed("The log had no key that may sign that checkpoint.")
    return replace(keys[0], others=tuple(keys[1:]))


def _public(event: KeyEvent) -> Ed25519PublicKey:
    try:
        public = read_public_pem(event.key)
    except Misconfigured as error:
        raise VerificationFailed(error.detail) from error
    if key_id(public) != event.keyid:
        raise VerificationFailed("The key is not the one of its id.")
    return public
