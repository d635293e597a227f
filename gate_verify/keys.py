"""Which keys count for which entry: those of the auditor, and those that key events lead to.

An event takes a gate key that counts, which signs the entry, and a log key that counts, which signs
the note within it: one of the two alone can neither bring in a key nor take one away.
"""

import hashlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from gate_verify.findings import DoesNotHold, Findings
from gate_verify.key_event import ADD_GATE, ADD_LOG, REVOKE_GATE, KeyEvent
from gate_verify.note import Key, signed_text


@dataclass(slots=True)
class Life:
    """A gate key: its entries count after `added` and before `until`, its events before `gone`."""

    public: Ed25519PublicKey
    added: int = -1
    until: int | None = None
    gone: int | None = None
    entries: "array[int]" = field(default_factory=lambda: array("q"))
    events: "array[int]" = field(default_factory=lambda: array("q"))


class Keys:
    """The keys of a log while its entries are read, in their order."""

    def __init__(self, log: Key, gates: Mapping[str, Ed25519PublicKey]) -> None:
        self._name = log.name
        self._logs = list(log.keys)
        self._retired: list[Key] = []
        self._lives = {keyid: Life(public) for keyid, public in gates.items()}

    def gate(self, keyid: str) -> Ed25519PublicKey | None:
        """The gate key of this id, if there is one."""
        life = self._lives.get(keyid)
        return None if life is None else life.public

    def signed(self, index: int, keyid: str, event: KeyEvent | None) -> None:
        """Remember who signed entry `index`, and follow the event that it is.

        Raises:
            DoesNotHold: the event does not hold, so nothing follows from it.
        """
        life = self._lives[keyid]
        (life.entries if event is None else life.events).append(index)
        if event is None:
            return
        if life.gone is not None or index <= life.added:
            raise DoesNotHold("The key event is signed by a gate key that does not count.")
        if signed_text(event.authorisation.encode(), *self._logs) != f"{self._name}\n{event.text}":
            raise DoesNotHold("The log's key authorised another key event.")
        public = _public(event)
        if event.change in {ADD_GATE, REVOKE_GATE}:
            self._gate(index, keyid, event, public)
        else:
            self._log(event, public)

    def judge(self, note: bytes, findings: Findings) -> None:
        """Name every entry, and the newest checkpoint, that is signed by a key that does not count.

        Call it once all entries were read: a key may be revoked from an entry before the event on.
        """
        for life in self._lives.values():
            for indices, end in ((life.entries, life.until), (life.events, life.gone)):
                for index in indices:
                    if index <= life.added or (end is not None and index >= end):
                        detail = "The entry is signed by a gate key that does not count for it."
                        findings.add(f"entry {index}", "key", detail)
        try:
            signed_text(note, *self._logs)
        except DoesNotHold:
            detail = "The checkpoint is not signed by a log key that still counts."
            findings.add("checkpoint", "key", detail)

    def _gate(self, index: int, keyid: str, event: KeyEvent, public: Ed25519PublicKey) -> None:
        life, first = self._lives.get(event.keyid), event.from_index
        if event.change == ADD_GATE and first is None and event.keyid != keyid:
            if life is None:
                life = self._lives[event.keyid] = Life(public)
            life.added = index
        elif (
            event.change == REVOKE_GATE
            and life is not None
            and first is not None
            and first <= index
            and event.keyid != keyid
        ):
            life.until, life.gone = first, index
        else:
            raise DoesNotHold("The gate key cannot be added or revoked so.")

    def _log(self, event: KeyEvent, public: Ed25519PublicKey) -> None:
        key = Key.of(self._name, public)
        known = [other for other in self._logs if other.key_id == key.key_id]
        if event.from_index is not None:
            raise DoesNotHold("The log key cannot be added or retired so.")
        if event.change == ADD_LOG and key.key_id not in [old.key_id for old in self._retired]:
            signed_text(event.authorisation.encode(), key)
            self._logs += [] if known else [key]
        elif event.change != ADD_LOG and len(self._logs) > len(known):
            self._logs = [other for other in self._logs if other not in known]
            self._retired += known
        else:
            raise DoesNotHold("The log key cannot be added or retired so.")


def gate_key_id(public: Ed25519PublicKey) -> str:
    """How entries name a key: SHA-256 over its DER form (SPKI), in hex."""
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def read_pem(pem: bytes) -> Ed25519PublicKey:
    """An Ed25519 public key.

    Raises:
        DoesNotHold: anything else.
    """
    try:
        public = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        public = None
    if not isinstance(public, Ed25519PublicKey):
        raise DoesNotHold("Expected an Ed25519 public key in PEM form as the key of a gate.")
    return public


def _public(event: KeyEvent) -> Ed25519PublicKey:
    public = read_pem(event.key.encode("utf-8", "replace"))
    if gate_key_id(public) != event.keyid:
        raise DoesNotHold("The key event is about another key than it carries.")
    return public
