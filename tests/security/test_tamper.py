"""Whoever has the database may change anything in it; verification finds it and says where.

The log has eight entries, of which 3, 4 and 5 were written in one batch.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.log.checkpoint import sign_checkpoint
from gate.log.fsck import Report, audit, verify
from gate.log.held import Held
from gate.log.key_history import KeyHistory
from gate.log.leaf import PAYLOAD_TYPE, make_leaf, read_leaf
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.nodes import compact_range, node_count
from gate.log.note import Signer
from gate.log.paths import database_in, pin_in
from gate.log.pin import Pin
from gate.log.projection import COLUMNS
from gate.log.queries import SQLITE
from gate.log.sqlite_reader import SqliteReader
from gate.log.store import StoredLeaf
from gate.log.walk import Findings, Walk
from tests.logs import (
    GATE_KEY,
    GATE_KEYID,
    GATE_KEYS,
    LOG_KEY,
    ORIGIN,
    draft,
    entry,
    open_log,
)
from tests.security.eight_entries import BATCH, SIGNER, SIZE, VKEY, changes, write_eight


@dataclass(frozen=True)
class Original:
    """The log that nobody has touched, and a checkpoint that an auditor took away at size 7."""

    folder: Path
    held: str
    leaves: tuple[bytes, ...]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    """Written once, copied for each attack."""
    folder = tmp_path_factory.mktemp("original")
    held, leaves = write_eight(folder)
    report = verify(folder, vkey=VKEY, checkpoint=held)
    assert (report.findings, report.size) == ((), SIZE)
    return Original(folder, held, leaves)


@pytest.fixture
def copy(original: Original, tmp_path: Path) -> Path:
    """The original, to be attacked."""
    shutil.copytree(original.folder, tmp_path / "var")
    return tmp_path / "var"


def _run(folder: Path, *statements: str, **values: object) -> None:
    """Change the database as its owner can: without the triggers."""
    with closing(sqlite3.connect(database_in(folder), isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        for [name] in connection.execute(triggers).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            assert connection.execute(statement, used).rowcount, "the attack changed nothing"


def _codes(report: Report) -> set[str]:
    return {finding.code for finding in report.findings}


# --- every bit of every entry ---------------------------------------------------------------------


class _Flipped:
    """A reader of a log in which one entry has other bytes."""

    def __init__(self, reader: SqliteReader, leaves: Sequence[StoredLeaf]) -> None:
        self._reader, self.stored = reader, list(leaves)
        self._nodes = dict(reader.nodes_from(0, node_count(SIZE)))
        self._notes = dict(reader.checkpoints(0, SIZE))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def leaves(self, first: int, count: int) -> Sequence[StoredLeaf]:
        return self.stored[first : first + count]

    def nodes_from(self, position: int, count: int) -> Sequence[tuple[int, bytes]]:
        return [(place, self._nodes[place]) for place in range(position, position + count)]

    def checkpoints(self, first: int, last: int) -> Sequence[tuple[int, str]]:
        return [(size, note) for size, note in self._notes.items() if first <= size <= last]


def _bits(leaf: bytes) -> Iterator[bytes]:
    changed = bytearray(leaf)
    for place in range(len(leaf)):
        for bit in range(8):
            changed[place] ^= 1 << bit
            yield bytes(changed)
            changed[place] ^= 1 << bit


def test_every_bit_of_every_entry_is_protected(original: Original) -> None:
    """Each of about 120 000 bits, flipped, is found and its entry named."""
    reader = SqliteReader(database_in(original.folder))
    stored = reader.leaves(0, SIZE)
    flipped = _Flipped(reader, stored)
    keys = KeyHistory.begin(SIGNER.verifier, GATE_KEYS)
    missed = []
    tried = 0
    for index, leaf in enumerate(stored):
        tree = compact_range(index, reader.nodes)
        for changed in _bits(leaf.leaf):
            flipped.stored[index] = StoredLeaf(index, leaf.sequenced_to, changed, leaf.row)
            findings = Findings(most=1)
            walk = Walk(flipped, keys, tree.copy(), findings)  # type: ignore[arg-type]
            walk.run(index + 1)
            tried += 1
            if [(f.index, f.code) for f in findings.found] != [(index, "leaf")]:
                missed.append((index, tried))
        flipped.stored[index] = leaf
    reader.close()

    assert missed == []
    assert tried == 8 * sum(map(len, original.leaves)) > 100_000


def test_every_byte_of_an_entry_is_found_by_the_whole_check(original: Original) -> None:
    """The same through everything that verification does, a bit of each byte of the first entry."""
    reader = SqliteReader(database_in(original.folder))
    stored = reader.leaves(0, SIZE)
    flipped = _Flipped(reader, stored)
    missed = []
    tried = 0
    for changed in islice(_bits(stored[0].leaf), 3, None, 8):
        flipped.stored[0] = StoredLeaf(0, stored[0].sequenced_to, changed, stored[0].row)
        report = audit(
            flipped,  # type: ignore[arg-type]
            VKEY,
            Held(Pin(pin_in(original.folder))),
            lambda _done, _of: None,
            Findings(most=1),
        )
        tried += 1
        if report.first_bad_index != 0:
            missed.append(tried)
    reader.close()

    assert missed == []
    assert tried == len(original.leaves[0])


def test_bytes_changed_in_the_database_are_found(original: Original, copy: Path) -> None:
    """In the file itself, a byte here and there of every entry."""
    reader = SqliteReader(database_in(copy))
    for index, leaf in enumerate(original.leaves):
        for place in range(index, len(leaf), 97):
            changed = leaf[:place] + bytes([leaf[place] ^ 1 << place % 8]) + leaf[place + 1 :]
            statement = "UPDATE leaf SET leaf = :leaf WHERE idx = :index"
            _run(copy, statement, leaf=changed, index=index)
            assert verify(copy).first_bad_index == index
        _run(copy, "UPDATE leaf SET leaf = :leaf WHERE idx = :index", leaf=leaf, index=index)
    reader.close()

    assert verify(copy).clean


# --- rows -----------------------------------------------------------------------------------------

_TABLES = ("leaf", "decision")
_ROWS = {
    "first entry deleted": (["DELETE FROM leaf WHERE idx = 0"], 0),
    "middle entry deleted": (["DELETE FROM leaf WHERE idx = 4"], 4),
    "last entry deleted": (["DELETE FROM leaf WHERE idx = 7"], 7),
    "entry and columns deleted": ([f"DELETE FROM {table} WHERE idx = 4" for table in _TABLES], 4),
    "columns deleted": (["DELETE FROM decision WHERE idx = 2"], 2),
    "two entries swapped": (
        [
            f"UPDATE {table} SET idx = {new} WHERE idx = {old}"
            for table in _TABLES
            for old, new in ((1, 99), (6, 1), (99, 6))
        ],
        1,
    ),
    "two entries of a batch swapped": (
        [
            f"UPDATE {table} SET idx = {new} WHERE idx = {old}"
            for table in _TABLES
            for old, new in ((3, 99), (4, 3), (99, 4))
        ],
        3,
    ),
    "an entry appended again": (
        [
            "INSERT INTO leaf SELECT 8, 9, leaf FROM leaf WHERE idx = 2",
            "UPDATE decision SET idx = idx WHERE idx = 2",
        ],
        8,
    ),
    "an entry in another's place": (
        ["UPDATE leaf SET leaf = (SELECT leaf FROM leaf WHERE idx = 2) WHERE idx = 5"],
        5,
    ),
    "entries renumbered": (
        [f"UPDATE {table} SET idx = -idx - 1 WHERE idx >= 4" for table in _TABLES]
        + [f"UPDATE {table} SET idx = -idx WHERE idx < 0" for table in _TABLES],
        4,
    ),
    "filed under a later checkpoint": (["UPDATE leaf SET sequenced_to = 6 WHERE idx = 1"], 1),
    "filed under an earlier checkpoint": (["UPDATE leaf SET sequenced_to = 5 WHERE idx = 4"], 4),
    "checkpoint of a batch deleted": (["DELETE FROM checkpoint WHERE size = 6"], 5),
    "newest checkpoint deleted": (["DELETE FROM checkpoint WHERE size = 8"], 7),
    "first checkpoint deleted": (["DELETE FROM checkpoint WHERE size = 0"], None),
    "checkpoints swapped": (
        [
            "UPDATE checkpoint SET size = 99 WHERE size = 2",
            "UPDATE checkpoint SET size = 2 WHERE size = 3",
            "UPDATE checkpoint SET size = 3 WHERE size = 99",
        ],
        1,
    ),
    "checkpoint of no batch": (
        ["INSERT INTO checkpoint SELECT 4, note FROM checkpoint WHERE size = 3"],
        3,
    ),
    "an older checkpoint in the newest one's place": (
        [
            "DELETE FROM checkpoint WHERE size = 8",
            "UPDATE checkpoint SET size = 8 WHERE size = 7",
        ],
        6,
    ),
    "a checkpoint of a size that the log does not have": (
        ["UPDATE checkpoint SET size = 12 WHERE size = 8"],
        7,
    ),
    "hash of the tree beyond its end": (
        ["INSERT INTO node SELECT 15, hash FROM node WHERE position = 0"],
        8,
    ),
    "a content of the side store changed": (
        ["UPDATE blob SET content = x'00' WHERE rowid = 5"],
        1,
    ),
    "a release in the side store changed": (
        ["UPDATE blob SET content = x'00' WHERE rowid = 4"],
        0,
    ),
    "a content of the side store deleted": (["DELETE FROM blob WHERE rowid = 9"], 2),
    "contents of the side store swapped": (
        [
            "UPDATE blob SET digest = zeroblob(32) WHERE rowid = 1",
            "UPDATE blob SET digest = :digest WHERE rowid = 2",
        ],
        0,
    ),
    "another origin": (["UPDATE identity SET origin = 'other.example'"], None),
    "a control filed with another entry": (
        ["UPDATE decision_control SET idx = 2 WHERE idx = 1"],
        1,
    ),
    "a control not filed": (["DELETE FROM decision_control WHERE idx = 5"], 5),
    "a live version changed": (["UPDATE live SET idx = 2"], 2),
    "a live version hidden": (["DELETE FROM live"], 5),
    "a digest never staged": (["INSERT INTO staged VALUES ('search', 'sha256:x', 1)"], 1),
    "a digest not staged": (["DELETE FROM staged WHERE digest = 'sha256:7'"], 7),
    "denials forgotten": (["DELETE FROM denial WHERE rule = 'A.7.4-1'"], None),
    "denials invented": (["UPDATE denial SET decisions = 9 WHERE rule = 'A.9.4-3'"], None),
}


@pytest.mark.parametrize("attack", _ROWS)
def test_rows_that_were_changed_are_found(original: Original, copy: Path, attack: str) -> None:
    """Whatever was deleted, swapped, repeated, renumbered or invented is found, and where."""
    statements, index = _ROWS[attack]
    _run(copy, *statements, digest=bytes(32)[:31] + b"x")
    report = verify(copy, vkey=VKEY, checkpoint=original.held)

    assert not report.clean
    assert report.first_bad_index == index


@pytest.mark.parametrize("index", range(SIZE))
@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_every_decision_is_compared(copy: Path, column: str, index: int) -> None:
    """What lists and history show is what the entry says."""
    _run(copy, f"UPDATE decision SET {column} = ifnull({column}, '') || 'x' WHERE idx = {index}")
    report = verify(copy)

    assert "projection" in _codes(report)
    assert report.first_bad_index == index


def test_a_key_that_was_taken_away_is_found(copy: Path) -> None:
    """A decision whose idempotency key is gone could be made twice."""
    _run(copy, "UPDATE decision SET idempotency_key = NULL WHERE idx = 5")

    assert verify(copy).first_bad_index == 5


@pytest.mark.parametrize("place", range(node_count(SIZE)))
def test_every_hash_of_the_tree_is_checked(copy: Path, place: int) -> None:
    """Changed or deleted, the entry that completed it is named."""
    completes = next(n for n in range(SIZE) if node_count(n) <= place < node_count(n + 1))
    _run(copy, f"UPDATE node SET hash = zeroblob(32) WHERE position = {place}")
    assert verify(copy).first_bad_index == completes
    _run(copy, f"DELETE FROM node WHERE position = {place}")
    assert verify(copy).first_bad_index == completes


def test_every_character_of_a_checkpoint_is_checked(original: Original, copy: Path) -> None:
    """Of the one that covers the batch: each one changed is found."""
    with closing(sqlite3.connect(database_in(copy))) as connection:
        [note] = connection.execute("SELECT note FROM checkpoint WHERE size = 6").fetchone()
    missed = []
    for place in range(len(note)):
        changed = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        _run(copy, "UPDATE checkpoint SET note = :note WHERE size = 6", note=changed)
        if verify(copy, findings_max=1).first_bad_index not in {BATCH[0], BATCH[-1]}:
            missed.append(place)

    assert missed == []


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("UPDATE checkpoint SET note = CAST(x'ff' AS TEXT) WHERE size = 7", 6),
        ("UPDATE decision SET outcome = CAST(x'ff' AS TEXT) WHERE idx = 4", 4),
    ],
)
def test_text_that_is_not_text_is_found(copy: Path, statement: str, index: int) -> None:
    """A bit that makes a column unreadable names the entry, and does not end the check badly."""
    _run(copy, statement)
    report = verify(copy)

    assert (report.first_bad_index, _codes(report)) == (index, {"unreadable"})


# --- what only a checkpoint kept elsewhere can tell -----------------------------------------------


def _truncate(folder: Path, size: int) -> None:
    """Put the whole database back to an earlier size, everything in it in order."""
    _run(
        folder,
        f"DELETE FROM leaf WHERE idx >= {size}",
        f"DELETE FROM decision WHERE idx >= {size}",
        f"DELETE FROM node WHERE position >= {node_count(size)}",
        f"DELETE FROM checkpoint WHERE size > {size}",
    )
    _derive_again(folder)


def _derive_again(folder: Path) -> None:
    with closing(sqlite3.connect(database_in(folder), isolation_level=None)) as connection:
        for table in ("decision_control", "live", "denial", "staged"):
            connection.execute(f"DELETE FROM {table}")
        for derived in SQLITE.derived():
            connection.execute(derived.extend, (0,))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 6, 7])
def test_a_tail_that_was_cut_off_is_found(original: Original, copy: Path, size: int) -> None:
    """By the pinned checkpoint, or by the one that an auditor holds; without both it cannot be."""
    _truncate(copy, size)
    report = verify(copy)
    assert (report.first_bad_index, _codes(report)) == (size, {"rolled_back"})

    pin_in(copy).unlink()
    report = verify(copy, vkey=VKEY, checkpoint=original.held)
    expected = (size, {"rolled_back"}) if size < SIZE - 1 else (None, set())
    assert (report.first_bad_index, _codes(report)) == expected
    assert _codes(verify(copy)) == {"pin"}


def test_a_log_in_the_place_of_another_is_found(original: Original, tmp_path: Path) -> None:
    """Signed with the same keys and in order by itself, but not the log that was."""
    folder = tmp_path / "var"
    log = open_log(folder)
    for number in range(100, 100 + SIZE + 1):
        log.append(draft(number))
    log.close()
    assert verify(folder, vkey=VKEY).clean
    report = verify(folder, vkey=VKEY, checkpoint=original.held)
    assert _codes(report) == {"root"}
    shutil.copy(pin_in(original.folder), pin_in(folder))

    assert _codes(verify(folder)) == {"root"}


def _rewrite(folder: Path, leaves: Sequence[bytes], *, first: int, signer: Signer | None) -> None:
    """Put these leaves there and make the whole tree fit them; with a signer, sign it again."""
    tree = CompactRange()
    hashes: list[bytes] = []
    roots = []
    for leaf in leaves:
        hashes += tree.append(leaf_hash(leaf))
        roots.append(tree.root())
    for index in range(first, SIZE):
        _run(
            folder,
            "UPDATE leaf SET leaf = :leaf WHERE idx = :index",
            leaf=leaves[index],
            index=index,
        )
        if signer is not None:
            note = sign_checkpoint(index + 1, roots[index], signer)
            with closing(sqlite3.connect(database_in(folder), isolation_level=None)) as connection:
                connection.execute(
                    "UPDATE checkpoint SET note = ? WHERE size = ?", (note, index + 1)
                )
    for place, value in enumerate(hashes):
        statement = "UPDATE node SET hash = :hash WHERE position = :place"
        _run(folder, statement, hash=value, place=place)


def _forged(index: int, signer: EnvelopeSigner) -> bytes:
    """Entry `index` as an allow, signed by whoever."""
    changed = entry(index, **{**changes(index), "deny": ()}, system_version="6.6.6")
    leaf = sign(canonical_bytes(changed.statement()), PAYLOAD_TYPE, signer)
    assert read_leaf(leaf).entry == changed
    return leaf


@pytest.mark.parametrize("index", range(SIZE))
def test_a_tree_that_was_made_to_fit_is_found(original: Original, copy: Path, index: int) -> None:
    """Leaf, leaf hash and every hash above changed together: the signed roots do not fit."""
    leaves = list(original.leaves)
    leaves[index] = _forged(index, EnvelopeSigner(GATE_KEYID, LOG_KEY))
    _rewrite(copy, leaves, first=index, signer=None)
    report = verify(copy, vkey=VKEY)

    assert {"root", "entry"} <= _codes(report)
    assert report.first_bad_index == index


@pytest.mark.parametrize("index", range(SIZE))
def test_the_key_of_the_log_alone_forges_no_decision(
    original: Original, copy: Path, index: int
) -> None:
    """Everything is signed again, but the entry is not signed by a gate."""
    pin_in(copy).unlink()
    leaves = list(original.leaves)
    leaves[index] = _forged(index, EnvelopeSigner(GATE_KEYID, LOG_KEY))
    _rewrite(copy, leaves, first=index, signer=SIGNER)
    report = verify(copy, vkey=VKEY)

    assert "entry" in _codes(report)
    assert report.first_bad_index == index


def test_with_both_keys_only_a_checkpoint_kept_elsewhere_tells(
    original: Original, copy: Path
) -> None:
    """The rewritten log is in order by itself; the pinned and the held checkpoint contradict it."""
    index = 6
    changed = entry(index, **{**changes(index), "deny": ("A.1.1-1",)})
    leaves = list(original.leaves)
    leaves[index] = make_leaf(changed, EnvelopeSigner(GATE_KEYID, GATE_KEY))
    _rewrite(copy, leaves, first=index, signer=SIGNER)
    _run(
        copy,
        "UPDATE decision SET outcome = 'deny', denied_by = '[\"A.1.1-1\"]' WHERE idx = 6",
    )
    _derive_again(copy)
    assert _codes(verify(copy)) >= {"root"}
    pin_in(copy).unlink()
    codes = _codes(verify(copy, vkey=VKEY))
    assert "root" not in codes
    report = verify(copy, vkey=VKEY, checkpoint=original.held)

    assert "root" in _codes(report)
    assert report.first_bad_index == index


def test_the_same_entry_twice_is_found(tmp_path: Path) -> None:
    """A replayed envelope, appended in due form after the constraint was dropped."""
    log = open_log(tmp_path)
    log.append(draft(0, idempotency_key="key"))
    log.close()
    _run(tmp_path, "UPDATE identity SET one = 1")
    with closing(sqlite3.connect(database_in(tmp_path))) as connection:
        connection.execute("DROP INDEX decision_id")
        connection.execute("DROP INDEX decision_claim")
    log = open_log(tmp_path)
    log._sequencer._batches._writer.seen = lambda _claims: {}
    log.append(draft(0, idempotency_key="key"))
    log.append(draft(1, idempotency_key="key"))
    log.append(draft(2))
    log.close()
    report = verify(tmp_path)

    assert {finding.index for finding in report.findings if finding.code == "repeated"} == {1, 2}


def test_another_key_finds_nothing_to_believe(original: Original) -> None:
    """The log's own statement of its key counts for nothing beside the one that is given."""
    other = Signer.of(ORIGIN, GATE_KEY).verifier.vkey
    report = verify(original.folder, vkey=other)

    assert "identity" in _codes(report)
    assert "checkpoint" in _codes(report)


def test_a_given_checkpoint_that_does_not_hold_is_found(original: Original) -> None:
    """Of another log, or changed on its way."""
    for note in ("", "rubbish", original.held.replace("7", "6")):
        report = verify(original.folder, vkey=VKEY, checkpoint=note)
        assert _codes(report) == {"given"}
