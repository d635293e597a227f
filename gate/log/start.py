"""What a log is asked before it may write: is it the log that it was?

A log that signs two histories of the same size is worth nothing any more, so here everything is
refused that is not proved: another key, another origin, a database older than a checkpoint that was
published, an end that does not verify. Refusing is loud and says what to do; nothing is repaired.
"""

from pathlib import Path
from typing import NoReturn

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.limits import START_CHECK_ENTRIES
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.entry_check import EntryCheck
from gate.log.filesystem import NETWORK_FILESYSTEMS, filesystem_of
from gate.log.key_history import KeyHistory, read_history
from gate.log.keys import key_id, read_public_pem
from gate.log.merkle import CompactRange, verify_consistency
from gate.log.nodes import compact_range, consistency_proof, node_count, root_at
from gate.log.note import Verifier
from gate.log.pin import Pin
from gate.log.store import Identity, LogReader
from gate.log.walk import Findings, Walk


def check_place(database: Path, pin: Pin, verifier: Verifier) -> None:
    """Refuse a place where a log cannot be kept, or from which one has disappeared.

    Raises:
        Misconfigured: the folder is on a network file system, or there is no database where a
            pinned checkpoint says that there was one.
    """
    kind = filesystem_of(database.parent)
    if kind in NETWORK_FILESYSTEMS:
        raise Misconfigured(
            f"The log's folder is on a network file system ({kind}), where locks and flushes are "
            f"not reliable. Put it on a local disk."
        )
    pinned = None if database.exists() else _pinned(pin, verifier)
    if pinned is not None and pinned.size:
        _refuse(
            f"there is no database, and the checkpoint pinned at {pin.path} covers {pinned.size} "
            f"entries. Put the database back; to begin a new log, choose an empty folder"
        )


def check_start(
    reader: LogReader, configured: Identity, pin: Pin, *, pin_needed: bool = True
) -> CompactRange:
    """The tree to continue, once its end and its past are proved.

    Args:
        reader: the log; nobody writes to it meanwhile.
        configured: what the log has to be.
        pin: the checkpoint that was kept outside the database.
        pin_needed: whether a log with entries has to have one; a further replica has none yet.

    Raises:
        Misconfigured: this log must not be written; the detail says why and what to do.
        LogUnavailable: the database cannot be read.
    """
    keys = _keys(reader, configured)
    size, note = reader.checkpoint()
    try:
        newest = open_checkpoint(note, keys.log_at(size))
        pinned = _pinned(pin, keys.log)
        if pinned is not None or pin_needed:
            _check_pin(reader, newest, pinned, pin.path)
        tree = _check_end(reader, newest, keys)
    except VerificationFailed as error:
        _refuse(f"its newest checkpoint, of size {size}, does not hold: {error.detail}")
    if pinned != newest:
        pin.write(note)
    return tree


def _keys(reader: LogReader, configured: Identity) -> KeyHistory:
    """The history of the log's keys, once the configured ones are in force in it."""
    found = reader.identity()
    if found.origin != configured.origin:
        _another("origin", found, configured)
    keys = read_history(reader)
    if configured.log_vkey not in {key.vkey for key in keys.log_now.keys}:
        _another("log key", found, configured)
    span = keys.gates.get(key_id(read_public_pem(configured.gate_key)))
    if span is None:
        _another("gate key", found, configured)
    if span.gone is not None:
        _refuse(
            f"the configured gate key is revoked by entry {span.gone}. Configure the key that "
            f"`gate keys rotate gate` made"
        )
    return keys


def _another(what: str, found: Identity, configured: Identity) -> NoReturn:
    raise Misconfigured(
        f"The log has another {what} than the configured one, from its beginning and by every key "
        f"event in it. Configure the one that it has, or start a new log in an empty folder. "
        f"Found: {_summary(found)}. Configured: {_summary(configured)}."
    )


def _summary(identity: Identity) -> str:
    return f"log {identity.log_vkey}, gate {key_id(read_public_pem(identity.gate_key))}"


def _pinned(pin: Pin, verifier: Verifier) -> Checkpoint | None:
    try:
        return pin.read(verifier)
    except VerificationFailed as error:
        _refuse(f"its pinned checkpoint does not hold: {error.detail}")


def _check_pin(
    reader: LogReader, newest: Checkpoint, pinned: Checkpoint | None, path: Path
) -> None:
    if pinned is None:
        if newest.size:
            _refuse(
                f"it has {newest.size} entries, but no checkpoint is pinned at {path}, so nobody "
                f"can tell whether entries are missing. Put the file back; if it is lost, put the "
                f"newest checkpoint there that you hold (every receipt ends in one)"
            )
        return
    if pinned.size > newest.size:
        _refuse(
            f"it has {newest.size} entries, and the checkpoint pinned at {path} covers "
            f"{pinned.size}: an older copy of the database was put in place. Writing to it would "
            f"fork the log. Put back the newest copy, with its write-ahead file (-wal)"
        )
    try:
        _check_continues(reader, pinned, newest)
    except (VerificationFailed, LogUnavailable):
        _refuse(
            f"its {newest.size} entries do not continue the {pinned.size} that the checkpoint "
            f"pinned at {path} covers: the database was replaced or changed"
        )


def _check_continues(reader: LogReader, pinned: Checkpoint, newest: Checkpoint) -> None:
    if pinned.size == 0:
        return
    if root_at(pinned.size, reader.nodes) != pinned.root:
        raise VerificationFailed("The log does not have the root of the pinned checkpoint.")
    verify_consistency(
        size1=pinned.size,
        root1=pinned.root,
        size2=newest.size,
        root2=newest.root,
        proof=consistency_proof(pinned.size, newest.size, reader.nodes),
    )


def _check_end(reader: LogReader, newest: Checkpoint, keys: KeyHistory) -> CompactRange:
    """Check the last entries in full; the tree under them is proved by the root over both."""
    extent = reader.extent()
    if (extent.leaves, extent.nodes) != (newest.size, node_count(newest.size)):
        _refuse("its tables do not end where its newest checkpoint does")
    findings = Findings(most=1)
    start = _batch_end(reader, max(0, newest.size - START_CHECK_ENTRIES), newest.size)
    tree = compact_range(start, reader.nodes)
    unjudged = EntryCheck(reader, keys, judged=False)
    Walk(reader, keys, tree, findings, checks=unjudged).run(newest.size)
    for finding in findings.found:
        _refuse(f"entry {finding.index} is not as it was signed: {finding.detail}")
    if tree.root() != newest.root:
        raise VerificationFailed("The entries do not have the root that it signs.")
    return tree


def _batch_end(reader: LogReader, index: int, size: int) -> int:
    """Where the batch before this entry ends: a walk starts between batches."""
    before = reader.leaf(index - 1) if index else None
    return 0 if before is None else min(before.sequenced_to, size)


def _refuse(why: str) -> NoReturn:
    raise Misconfigured(
        f"The log refuses to start: {why.removesuffix('.')}. Run `gate log verify` before anything "
        f"else; nothing was changed."
    )
