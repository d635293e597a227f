"""Every bit of everything that is stored beside the entries, flipped: found, and its place named.

The bits of the entries themselves are flipped in `test_tamper.py`. What is read is kept here, so
that it does not matter which database it came from.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gate.log.fsck import Report, audit
from gate.log.held import Held
from gate.log.key_history import KeyHistory
from gate.log.leaf import read_leaf
from gate.log.nodes import compact_range, node_count
from gate.log.paths import database_in, pin_in
from gate.log.pin import Pin
from gate.log.projection import COLUMNS
from gate.log.sqlite_reader import SqliteReader
from gate.log.store import Extent, Identity, LogReader, StoredLeaf
from gate.log.walk import Findings, Walk
from tests.logs import GATE_KEYS, RELEASE
from tests.security.eight_entries import BATCH, SIGNER, SIZE, VKEY, write_eight

FIRSTS = {index: BATCH[0] if index in BATCH else index for index in range(SIZE)}
"""Where the batch of an entry begins."""


RELEASE_DIGEST = hashlib.sha256(RELEASE).digest()


class Copied:
    """What a reader gave, to be changed in place."""

    def __init__(self, reader: LogReader) -> None:
        self.stored: list[StoredLeaf] = list(reader.leaves(0, SIZE))
        self.hashes = dict(reader.nodes_from(0, node_count(SIZE)))
        self.notes = dict(reader.checkpoints(0, SIZE))
        self.said = reader.identity()
        self.kept = {
            digest: reader.blob(digest) or b"" for entry in self.stored for digest in _named(entry)
        }
        self.kept[RELEASE_DIGEST] = RELEASE

    def identity(self) -> Identity:
        return self.said

    def checkpoint(self) -> tuple[int, str]:
        return SIZE, self.notes[SIZE]

    def checkpoint_at(self, size: int) -> str | None:
        return self.notes.get(size)

    def checkpoints(self, first: int, last: int) -> Sequence[tuple[int, str]]:
        return [(size, note) for size, note in self.notes.items() if first <= size <= last]

    def leaves(self, first: int, count: int) -> Sequence[StoredLeaf]:
        return self.stored[first : first + count]

    def nodes(self, positions: Sequence[int]) -> Sequence[bytes]:
        return [self.hashes[place] for place in positions]

    def nodes_from(self, position: int, count: int) -> Sequence[tuple[int, bytes]]:
        return [(place, self.hashes[place]) for place in range(position, position + count)]

    def blobs(self, digests: Sequence[bytes]) -> Mapping[bytes, bytes]:
        return {digest: self.kept[digest] for digest in digests if digest in self.kept}

    def blob(self, digest: bytes) -> bytes | None:
        return self.kept.get(digest)

    def events(self, _kind: str, _about: str | None = None) -> Sequence[int]:
        return []

    def extent(self) -> Extent:
        return Extent(SIZE, SIZE, node_count(SIZE), SIZE)

    def repeated_decisions(self) -> Sequence[int]:
        return []

    def derived_differences(self) -> Sequence[tuple[str, int | None]]:
        return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("eight")
    write_eight(made)
    return made


@pytest.fixture
def copied(folder: Path) -> Copied:
    reader = SqliteReader(database_in(folder))
    copy = Copied(reader)
    reader.close()
    assert _checked(copy, folder).clean
    return copy


def _checked(copied: Copied, folder: Path) -> Report:
    held = Held(Pin(pin_in(folder)))
    return audit(copied, VKEY, held, lambda _done, _of: None, Findings(1))  # type: ignore[arg-type]


def _found(copied: Copied, index: int) -> int | None:
    """The entry that a walk over the batch of this one names first."""
    first = FIRSTS[index]
    findings = Findings(most=1)
    tree = compact_range(first, copied.nodes)
    walk = Walk(copied, KeyHistory.begin(SIGNER.verifier, GATE_KEYS), tree, findings)  # type: ignore[arg-type]
    walk.run(max(end for end, start in FIRSTS.items() if start == first) + 1)
    return findings.found[0].index if findings.found else None


def _flips(data: bytes) -> Iterator[bytes]:
    changed = bytearray(data)
    for place in range(len(data)):
        for bit in range(8):
            changed[place] ^= 1 << bit
            yield bytes(changed)
            changed[place] ^= 1 << bit


def _text(data: bytes) -> str:
    """As a database would give it; what is no text would not even be read."""
    return data.decode("utf-8", "surrogateescape")


def _named(stored: StoredLeaf) -> list[bytes]:
    digests = read_leaf(stored.leaf).entry.stored_digests()
    return [bytes.fromhex(digest.removeprefix("sha256:")) for digest in digests]


def _missed(
    variants: Iterator[Callable[[], None]], copied: Copied, index: int, named: set[int]
) -> tuple[int, list[int]]:
    """How many variants were tried, and which of them were not found where they are."""
    missed, tried = [], 0
    for change in variants:
        change()
        tried += 1
        if _found(copied, index) not in named:
            missed.append(tried)
    return tried, missed


def test_every_bit_of_every_hash_of_the_tree(copied: Copied) -> None:
    """The entry that completed it is named."""
    for index in range(SIZE):
        for place in range(node_count(index), node_count(index + 1)):
            kept = copied.hashes[place]
            variants = (
                lambda place=place, other=other: copied.hashes.update({place: other})
                for other in _flips(kept)
            )
            assert _missed(variants, copied, index, {index}) == (256, [])
            copied.hashes[place] = kept


def test_every_bit_of_every_checkpoint(copied: Copied) -> None:
    """The batch that it was signed for is named, by its first entry or its last."""
    tried = 0
    for size in sorted(set(copied.notes) - {0}):
        kept = copied.notes[size]
        variants = (
            lambda size=size, other=other: copied.notes.update({size: _text(other)})
            for other in _flips(kept.encode())
        )
        count, missed = _missed(variants, copied, size - 1, {FIRSTS[size - 1], size - 1})
        assert missed == []
        tried += count
        copied.notes[size] = kept

    assert tried > 8_000


def test_every_bit_of_every_column(copied: Copied) -> None:
    """The entry beside which it stands is named; a key where there was none, too."""
    tried = 0
    for index, stored in enumerate(list(copied.stored)):
        assert stored.row is not None
        for column in COLUMNS:
            value = getattr(stored.row, column)
            others = ["", "x"] if value is None else [*map(_text, _flips(value.encode())), None]
            for other in others:
                row = replace(stored.row, **{column: other})
                copied.stored[index] = replace(stored, row=row)
                assert _found(copied, index) == index, (index, column)
                tried += 1
        copied.stored[index] = replace(stored, row=None)
        assert _found(copied, index) == index
        copied.stored[index] = stored

    assert tried > 12_000


def test_every_bit_of_every_number_under_which_an_entry_is_filed(copied: Copied) -> None:
    """Under another checkpoint, it is named."""
    for index, stored in enumerate(list(copied.stored)):
        for bit in range(63):
            copied.stored[index] = replace(stored, sequenced_to=stored.sequenced_to ^ 1 << bit)
            assert _found(copied, index) in {FIRSTS[index], index, index + 1}, (index, bit)
        copied.stored[index] = stored


def test_every_bit_of_every_content(copied: Copied) -> None:
    """The first entry that names it is named."""
    for index, stored in enumerate(copied.stored):
        for digest in _named(stored):
            kept = copied.kept[digest]
            for other in _flips(kept):
                copied.kept[digest] = other
                assert _found(copied, index) == index
            del copied.kept[digest]
            assert _found(copied, index) == index
            copied.kept[digest] = kept


def test_every_bit_of_the_release(copied: Copied) -> None:
    """The first entry that cites it is named."""
    for other in _flips(RELEASE):
        copied.kept[RELEASE_DIGEST] = other
        assert _found(copied, 0) == 0
    del copied.kept[RELEASE_DIGEST]
    assert _found(copied, 0) == 0


@pytest.mark.parametrize("name", ["origin", "log_vkey", "gate_key"])
def test_every_bit_of_what_the_log_says_that_it_is(copied: Copied, folder: Path, name: str) -> None:
    """Beside the key that the auditor brings; the key of the gate has to sign every entry."""
    kept = copied.said
    missed = []
    for place, other in enumerate(_flips(getattr(kept, name).encode())):
        copied.said = replace(kept, **{name: _text(other)})
        if _checked(copied, folder).clean:
            missed.append(place)

    assert missed == []


def test_every_bit_of_the_first_checkpoint(copied: Copied, folder: Path) -> None:
    """The one of the empty log, which says with which key it was begun."""
    kept = copied.notes[0]
    for other in _flips(kept.encode()):
        copied.notes[0] = _text(other)
        assert not _checked(copied, folder).clean
