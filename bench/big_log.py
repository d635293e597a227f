"""A log of very many entries, written straight into its tables: every signature and hash is true.

Entries differ in id, instant and idempotency key, and name the same few contents, so that a million
of them fit on a disk. Their bytes are those that the gate would have written, which a sample shows.
"""

import atexit
import base64
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import repeat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.canon import canonical_bytes, digest_of
from gate.dsse import EnvelopeSigner, pae
from gate.log.checkpoint import sign_checkpoint
from gate.log.installation import installation_keys
from gate.log.keys import Keys, key_id, public_pem
from gate.log.leaf import PAYLOAD_TYPE, make_leaf
from gate.log.merkle import EMPTY_ROOT, CompactRange, leaf_hash
from gate.log.nodes import node_count
from gate.log.note import Signer
from gate.log.paths import database_in, keys_in, pin_in
from gate.log.pin import Pin
from gate.log.projection import DecisionRow, project
from gate.log.sqlite import create_log
from gate.log.sqlite_writer import SqliteWriter
from gate.log.store import Blob, Candidate, Identity
from gate.model.entry import (
    SEVERITIES,
    SUMMARY_COUNTS,
    Artifact,
    DecisionEntry,
    PolicyRef,
    TreeHead,
    instant,
)
from gate.settings import Settings

BATCH = 256
"""Entries under one checkpoint, as under load."""

_BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
_SMALL = (11, 12, 13)
"""Bytes of policy input, answer and results where they do not matter."""
REAL = (20_000, 43_000, 45_000)
"""The same as a decision about a request of 13 kB has them."""
_AHEAD = 16
"""Batches that are made while others are written; more would only fill the memory."""


def write_log(folder: Path, size: int, contents: Sequence[int] = _SMALL, *, own: bool) -> Keys:
    """Write a log of `size` entries to `folder`, with its pinned checkpoint.

    Args:
        folder: made where it is not there; `gate serve --var` takes it.
        size: entries.
        contents: bytes of the policy input, the answer and the results that an entry names.
        own: whether each entry has contents of its own; else they name the same.
    """
    keys = installation_keys(keys_in(folder), production=False)
    origin = Settings.model_fields["origin"].default
    signer = Signer.of(origin, keys.log)
    identity = Identity(origin, signer.verifier.vkey, public_pem(keys.gate.public_key()))
    create_log(database_in(folder), identity, sign_checkpoint(0, EMPTY_ROOT, signer))
    writer = SqliteWriter(database_in(folder))
    tree, note = CompactRange(), ""
    for batch in _batches(size, Kind(keys.gate.private_bytes_raw(), tuple(contents), own)):
        first, hashes = tree.size, list[bytes]()
        for item in batch:
            hashes += tree.append(item.leaf_hash)
        note = sign_checkpoint(tree.size, tree.root(), signer)
        writer.begin()
        writer.insert(first, tree.size, batch)
        writer.extend(node_count(first), hashes, tree.size, note)
        writer.commit()
    writer.close()
    Pin(pin_in(folder)).write(note)
    return keys


@cache
def shared_log(size: int) -> Path:
    """The folder of one such log for all rows that need it, until the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="gate-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_log(folder / "var", size, own=False)
    return folder / "var"


_RELEASE = b'{"digests":{}}'
"""The manifest of the release that every entry cites; it has no files."""


@dataclass(frozen=True)
class Kind:
    """Who signs entries, how many bytes what they name has, and whether each has its own."""

    gate_key: bytes
    contents: tuple[int, ...]
    own: bool


def candidates(kind: Kind, first: int, count: int) -> list[Candidate]:
    """Entries from an index on, ready to be sequenced."""
    return [_candidate(kind, index) for index in range(first, first + count)]


def _batches(size: int, kind: Kind) -> Iterator[list[Candidate]]:
    starts = range(0, size, BATCH)
    counts = [min(BATCH, size - first) for first in starts]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for some in range(0, len(starts), _AHEAD):
            chosen = slice(some, some + _AHEAD)
            yield from pool.map(candidates, repeat(kind), starts[chosen], counts[chosen])


@cache
def _template(kind: Kind) -> tuple[bytes, DecisionRow, tuple[str, ...], EnvelopeSigner]:
    """The statement of entry 0 in canonical form, its columns and digests, and who signs."""
    private = Ed25519PrivateKey.from_private_bytes(kind.gate_key)
    signer = EnvelopeSigner(key_id(private.public_key()), private)
    entry = _entry(kind, signer.keyid)
    statement = canonical_bytes(entry.statement())
    if make_leaf(entry, signer) != _leaf(statement, signer):
        raise AssertionError("entries are not written as the gate writes them")
    return statement, project(entry), tuple(map(digest_of, _contents(kind, 0))), signer


def _candidate(kind: Kind, index: int) -> Candidate:
    statement, row, digests, signer = _template(kind)
    changes = _varying(index)
    for name, value in changes.items():
        statement = statement.replace(getattr(row, name).encode(), value.encode())
    contents = _contents(kind, index) if kind.own or not index else ()
    for before, content in zip(digests, contents, strict=False):
        statement = statement.replace(before.encode(), digest_of(content).encode())
    leaf = _leaf(statement, signer)
    if index == 0:
        contents = (*contents, _RELEASE)
    blobs = tuple(Blob(hashlib.sha256(content).digest(), content) for content in contents)
    return Candidate(leaf, leaf_hash(leaf), replace(row, **changes), blobs)


def _contents(kind: Kind, index: int) -> tuple[bytes, ...]:
    """Three that differ, and that no other entry has."""
    return tuple(
        b"%d %d ".ljust(size, b"x") % (index, place) for place, size in enumerate(kind.contents)
    )


def _leaf(statement: bytes, signer: EnvelopeSigner) -> bytes:
    """The canonical envelope around a canonical statement."""
    signature = base64.b64encode(signer.private.sign(pae(PAYLOAD_TYPE, statement)))
    parts = (
        base64.b64encode(statement), PAYLOAD_TYPE.encode(), signer.keyid.encode(), signature
    )  # fmt: skip
    return b'{"payload":"%b","payloadType":"%b","signatures":[{"keyid":"%b","sig":"%b"}]}' % parts


def _varying(index: int) -> dict[str, str]:
    return {
        "decision_id": f"{index:08x}-0000-7000-8000-000000000000",
        "decided_at": instant(_BEGAN + timedelta(milliseconds=index)),
        "idempotency_key": f"key-{index:012}",
    }


def _entry(kind: Kind, keyid: str) -> DecisionEntry:
    policy_input, answer, results = map(digest_of, _contents(kind, 0))
    varying = _varying(0)
    return DecisionEntry(
        decision_id=varying["decision_id"],
        outcome="allow",
        decided_at=varying["decided_at"],
        system_id="search",
        system_version="1.0.0",
        environment="dev",
        action="deploy",
        artifacts=(Artifact("model", "sha256:" + "a" * 64),),
        tier_declared="limited",
        tier_effective="limited",
        summary=dict.fromkeys(SUMMARY_COUNTS, 0),
        findings=dict.fromkeys(SEVERITIES, ()),
        controls=("A.5.2", "A.6.2.4", "A.7.4"),
        policy=PolicyRef("release", 1, digest_of(_RELEASE), "wasm", "1.22.2"),
        request_digest=digest_of(b"request"),
        policy_input=policy_input,
        attachments=(),
        organisation=None,
        answer=answer,
        results=results,
        gate_version="0.1.0",
        gate_keyid=keyid,
        principal="pipeline",
        idempotency_key=varying["idempotency_key"],
        body_hash=digest_of(b"body"),
        log_seen=TreeHead(0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    )
