"""Giving a log another key: as events in it, with a time in which both keys count.

Each step can be repeated after a crash: a new key lies under a name of its own until its event is
in the log, and takes the old one's place in one step.
"""

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gate import __version__
from gate.errors import Invalid, Misconfigured, NotFound
from gate.limits import KEY_EVENT_SECONDS_MAX
from gate.log.key_history import KeyHistory, read_history
from gate.log.keys import (
    GATE_FILE,
    LOG_FILE,
    OLD_LOG_FILE,
    Keys,
    key_id,
    load_key,
    load_or_create_keys,
    public_pem,
    write_private_key,
)
from gate.log.log import EntryDraft, Log
from gate.log.note import Note, Signer
from gate.model.entry import instant
from gate.model.key_event import Change, KeyEvent

_NEXT = {Change.ADD_GATE: "gate.next.pem", Change.ADD_LOG: "log.next.pem"}

OpenLog = Callable[[Keys], Log]
"""Opens the log as its writer with these keys; nobody else of this folder has it open."""


class Rotation:
    """The keys in a folder, and the log that they belong to."""

    def __init__(self, folder: Path, open_log: OpenLog, now: datetime) -> None:
        """Work on the keys in `folder`; events are dated `now`.

        Raises:
            NotFound: there are no keys.
        """
        if not (folder / LOG_FILE).exists() or not (folder / GATE_FILE).exists():
            raise NotFound(f"There are no keys in {folder}: start the gate once.")
        self._folder, self._open, self._now = folder, open_log, now

    def rotate_gate(self) -> str:
        """Replace the gate key; the old one counts until it is revoked. Gives the new key's id.

        Raises:
            GateError: as `Log.open` and `Log.append`; repeat it then.
        """
        new = self._next(Change.ADD_GATE)
        with closing(self._open(load_or_create_keys(self._folder))) as log:
            if key_id(new.public_key()) not in read_history(log.reader).gates:
                self._append(log, Change.ADD_GATE, new.public_key())
        self._take_place(Change.ADD_GATE, GATE_FILE)
        return key_id(new.public_key())

    def rotate_log(self) -> str:
        """Begin to sign checkpoints with a new key beside the old one. Gives the new key's vkey.

        Raises:
            Misconfigured: the rotation before is not finished.
            GateError: as `Log.open` and `Log.append`; repeat it then.
        """
        old, path = self._folder / OLD_LOG_FILE, self._folder / _NEXT[Change.ADD_LOG]
        if old.exists() and not path.exists():
            raise Misconfigured(
                "The log key before this one still signs: finish that first, with"
                " `gate keys rotate log --finish`."
            )
        new = self._next(Change.ADD_LOG)
        with closing(self._open(load_or_create_keys(self._folder))) as log:
            if new.public_key() not in _log_keys(read_history(log.reader)):
                self._append(log, Change.ADD_LOG, new.public_key(), new)
            vkey = Signer.of(log.origin, new).verifier.vkey
        if not old.exists():
            old.hardlink_to(self._folder / LOG_FILE)
        self._take_place(Change.ADD_LOG, LOG_FILE)
        return vkey

    def finish_log(self) -> str:
        """Sign with the new log key alone; the old one is deleted. Gives the key's vkey.

        Raises:
            Invalid: no rotation of the log key is going on.
            GateError: as `Log.open` and `Log.append`; repeat it then.
        """
        keys = load_or_create_keys(self._folder)
        if keys.old_log is None or (self._folder / _NEXT[Change.ADD_LOG]).exists():
            raise Invalid("The log key is not being rotated: begin with `gate keys rotate log`.")
        with closing(self._open(keys)) as log:
            retiring = keys.old_log.public_key()
            if retiring in [key.public for key in read_history(log.reader).log_now.keys]:
                self._append(log, Change.RETIRE_LOG, retiring)
            vkey = log.note_signer.verifier.vkey
        (self._folder / OLD_LOG_FILE).unlink()
        _sync(self._folder)
        return vkey

    def revoke_gate(self, keyid: str, from_index: int | None) -> int:
        """Let a gate key count no more from an entry on, the next one if none is given.

        Returns:
            The first entry of the key that does not count.

        Raises:
            NotFound: the log has no such gate key.
            Invalid: it is the one in use, is revoked already, or the log has no such entry.
            GateError: as `Log.open` and `Log.append`; repeat it then.
        """
        with closing(self._open(load_or_create_keys(self._folder))) as log:
            span = read_history(log.reader).gates.get(keyid)
            size = log.seen().size
            first = size if from_index is None else from_index
            if span is None:
                raise NotFound("The log has no gate key of this id.")
            if keyid == log.gate_keyid:
                raise Invalid("This gate signs with that key: run `gate keys rotate gate` first.")
            if span.gone is not None:
                raise Invalid("The key is revoked already, and that is for ever.")
            if not 0 <= first <= size:
                raise Invalid(f"--from-index is from 0 to {size}, the next entry.")
            self._append(log, Change.REVOKE_GATE, span.public, from_index=first)
        return first

    def _next(self, change: Change) -> Ed25519PrivateKey:
        path = self._folder / _NEXT[change]
        if not path.exists():
            write_private_key(path, Ed25519PrivateKey.generate())
        return load_key(path)

    def _take_place(self, change: Change, name: str) -> None:
        (self._folder / _NEXT[change]).replace(self._folder / name)
        _sync(self._folder)

    def _append(
        self,
        log: Log,
        change: Change,
        public: Ed25519PublicKey,
        *also: Ed25519PrivateKey,
        from_index: int | None = None,
    ) -> None:
        """Write the event, signed by the gate key in use, by the log's, and by `also`."""
        event = KeyEvent(
            change=change,
            keyid=key_id(public),
            key=public_pem(public),
            from_index=from_index,
            at=instant(self._now),
            gate_version=__version__,
            gate_keyid=log.gate_keyid,
            log_seen=log.seen(),
        )
        text = event.authorised_text(log.origin)
        signed = Note.parse(log.note_signer.sign(text))
        lines = tuple(Signer.of(log.origin, private).line(text) for private in also)
        note = str(Note(text, (*signed.signatures, *lines)))
        draft = EntryDraft(replace(event, authorisation=note), ())
        log.append(draft, seconds=KEY_EVENT_SECONDS_MAX)


def _log_keys(history: KeyHistory) -> list[Ed25519PublicKey]:
    return [span.key.public for span in history.logs]


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
