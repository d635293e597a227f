"""Tiles: the paths and contents of C2SP tlog-tiles."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gate.errors import VerificationFailed
from gate.limits import LEAF_BYTES_MAX
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.tiles import (
    TILE_WIDTH,
    Tile,
    bundle,
    read_bundle,
    read_tile,
    tile_root,
    tiles_between,
    tiles_of,
)

TILES = st.builds(
    Tile,
    st.none() | st.integers(0, 63),
    st.integers(0, 2**63 - 1),
    st.integers(1, TILE_WIDTH),
)


def mth(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962 section 2.1, written down as it stands there."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:half]) + mth(leaves[half:])).digest()


def shape(size: int) -> Counter[tuple[int | None, int]]:
    """How many tiles of each level and width a log has."""
    return Counter((tile.level, tile.width) for tile in tiles_of(size))


def test_the_example_of_the_specification_has_these_tiles() -> None:
    """70,000 entries: 273 full and one of 112, one full and one of 17, one of 1."""
    assert shape(70_000) == {
        (None, 256): 273,
        (None, 112): 1,
        (0, 256): 273,
        (0, 112): 1,
        (1, 256): 1,
        (1, 17): 1,
        (2, 1): 1,
    }


def test_a_full_tile_is_the_first_hash_above_it() -> None:
    """256 entries: one full tile, and above it a tile of width 1."""
    assert shape(256) == {(None, 256): 1, (0, 256): 1, (1, 1): 1}
    assert shape(255) == {(None, 255): 1, (0, 255): 1}
    assert list(tiles_of(0)) == []


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067), "0/x001/x234/067"),
        (Tile(0, 0), "0/000"),
        (Tile(3, 999), "3/999"),
        (Tile(3, 1000, 1), "3/x001/000.p/1"),
        (Tile(None, 273, 112), "entries/273.p/112"),
        (Tile(63, 7, 255), "63/007.p/255"),
    ],
)
def test_a_place_has_one_path(tile: Tile, path: str) -> None:
    """Groups of three digits, all but the last after an x; the width where it is partial."""
    assert tile.path == path
    assert Tile.parse(path) == tile


@given(TILES)
def test_every_place_is_read_from_its_path(tile: Tile) -> None:
    """Whatever its numbers are."""
    assert Tile.parse(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/",
        "0/0",
        "0/00",
        "0/0000",
        "00/000",
        "01/000",
        "64/000",
        "-1/000",
        "0/x000/000",
        "0/x000/x001/234",
        "0/001/000",
        "0/x001",
        "0/x001/x000",
        "0/000.p/0",
        "0/000.p/00",
        "0/000.p/01",
        "0/000.p/256",
        "0/000.p/",
        "0/000.p",
        "0/000.p/1/",
        "0/000/",
        "/0/000",
        "0//000",
        "0/000\n",
        "0/\u0660\u0660\u0660",
        "entries/000.p/256",
        "entries/0",
        "entries",
        "ENTRIES/000",
        "8/0/000",
        "../000",
        "0/x009/x223/x372/x036/x854/x775/808",
        "0/" + "x001/" * 1000 + "000",
    ],
)
def test_no_other_path_is_a_place(path: str) -> None:
    """No zeros in front, no empty tile, nothing beyond what a log can have."""
    with pytest.raises(VerificationFailed):
        Tile.parse(path)


@given(st.text("0123456789x/.pentris", max_size=30))
def test_what_is_read_is_written_the_same(path: str) -> None:
    """Two paths are never one place."""
    try:
        tile = Tile.parse(path)
    except VerificationFailed:
        return
    assert tile.path == path


@given(st.integers(0, 200_000), st.integers(0, 2_000))
def test_growing_adds_what_was_not_there(earlier: int, more: int) -> None:
    """Tiles of the smaller log and those added make those of the larger, less older partials."""
    size = earlier + more
    before, added, after = (
        set(tiles_of(earlier)),
        set(tiles_between(earlier, size)),
        set(tiles_of(size)),
    )

    assert added == after - before
    assert all(not tile.is_full for tile in before - after)


@given(TILES)
def test_a_tile_is_there_as_soon_as_it_can_be(tile: Tile) -> None:
    """In the log of the size it needs, and not one entry before."""
    if tile.entries_needed < 100_000:
        width = tile.width
        here = {Tile(t.level, t.index): t.width for t in tiles_of(tile.entries_needed)}
        before = {Tile(t.level, t.index): t.width for t in tiles_of(tile.entries_needed - 1)}
        place = Tile(tile.level, tile.index)
        assert here[place] == width
        assert before.get(place, 0) < width


def test_hashes_are_those_of_the_definition() -> None:
    """MTH(D[(n·256+i)·256^l : (n·256+i+1)·256^l]) for each hash of each tile."""
    leaves = [b"%d" % number for number in range(600)]
    stored: list[bytes] = []
    tree = CompactRange()
    for leaf in leaves:
        stored += tree.append(leaf_hash(leaf))
    for tile in tiles_of(len(leaves)):
        if tile.level is None:
            continue
        step = 256**tile.level
        starts = [(tile.first + place) * step for place in range(tile.width)]

        found = [stored[position] for position in tile.positions()]

        assert found == [mth(leaves[start : start + step]) for start in starts]
        if tile.is_full:
            assert tile_root(found) == stored[tile.root_position()]


def test_a_bundle_says_each_length_in_two_bytes() -> None:
    """Big-endian, before each entry."""
    assert bundle([b"ab", b"", b"c" * 258]) == b"\0\2ab\0\0\1\2" + b"c" * 258


def test_the_longest_entry_fits_and_one_more_byte_does_not() -> None:
    """65,535 bytes, as two bytes can say."""
    longest = b"x" * LEAF_BYTES_MAX

    assert read_bundle(bundle([longest]), 1) == [longest]
    with pytest.raises(ValueError, match="longer"):
        bundle([longest + b"x"])


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_is_read_as_it_was_written(leaves: list[bytes]) -> None:
    """And with another number of entries it is none."""
    content = bundle(leaves)

    assert read_bundle(content, len(leaves)) == leaves
    for width in (len(leaves) + 1, len(leaves) - 1):
        if width >= 0:
            with pytest.raises(VerificationFailed):
                read_bundle(content, width)


@given(st.binary(max_size=200), st.integers(0, 256))
def test_any_bytes_are_a_bundle_or_refused(content: bytes, width: int) -> None:
    """Nothing else can happen, and what is read has exactly these bytes."""
    try:
        leaves = read_bundle(content, width)
    except VerificationFailed:
        return
    assert bundle(leaves) == content


@pytest.mark.parametrize("excess", [-32, -1, 1, 32])
def test_a_tile_has_exactly_its_bytes(excess: int) -> None:
    """32 for each hash."""
    hashes = [bytes([number]) * 32 for number in range(5)]
    content = b"".join(hashes)

    assert read_tile(content, 5) == hashes
    with pytest.raises(VerificationFailed, match="160 bytes"):
        read_tile((content + bytes(32))[: len(content) + excess], 5)
