"""Paths and contents of C2SP tlog-tiles: what a log is when it is nothing but static files.

A tile holds the hashes of up to 256 neighbouring complete subtrees of one height, and a bundle the
entries under a tile of level 0. Whatever lies at one path is the same for ever: a partial tile says
in its path how wide it is, and its bytes begin every wider one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from gate.errors import VerificationFailed
from gate.log.merkle import HASH_BYTES, CompactRange
from gate.log.nodes import position

TILE_WIDTH = 256
"""Hashes of a full tile."""

LEVEL_HEIGHT = 8
"""Levels of the tree between one level of tiles and the next."""

_LEVEL_MAX = 63
_ENTRIES = "entries"
_LENGTH_BYTES = 2
_INDEX_MAX = 2**63 - 1
_PLACE = re.compile(
    r"(?P<kind>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of one tile, or of one bundle of entries where `level` is None.

    `width` is the number of hashes or entries in it, `TILE_WIDTH` where it is full.
    """

    level: int | None
    index: int
    width: int = TILE_WIDTH

    @property
    def path(self) -> str:
        """The path below the log's `tile/`."""
        kind = _ENTRIES if self.level is None else str(self.level)
        partial = "" if self.is_full else f".p/{self.width}"
        return f"{kind}/{_index_path(self.index)}{partial}"

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """Read a path below the log's `tile/`.

        Raises:
            VerificationFailed: not the one spelling of a place that a tile can have.
        """
        found = _PLACE.fullmatch(path)
        if found is None:
            raise VerificationFailed("Expected a tile as <level>/<index> or entries/<index>.")
        kind, width = found["kind"], found["width"]
        level = None if kind == _ENTRIES else int(kind)
        index = int(re.sub(r"[x/]", "", found["index"]))
        tile = cls(level, index, TILE_WIDTH if width is None else int(width))
        if (level or 0) > _LEVEL_MAX or tile.path != path or index > _INDEX_MAX:
            raise VerificationFailed("Expected a tile's level, index and width in their bounds.")
        return tile

    @property
    def is_full(self) -> bool:
        """Whether no wider tile of this place will ever be."""
        return self.width == TILE_WIDTH

    @property
    def first(self) -> int:
        """The first subtree (or entry) in it, counted from the left in its level."""
        return self.index * TILE_WIDTH

    @property
    def entries_needed(self) -> int:
        """The size that a log must have for this tile to be."""
        return (self.first + self.width) << (LEVEL_HEIGHT * (self.level or 0))

    def positions(self) -> list[int]:
        """Where its hashes are stored (`gate.log.nodes`)."""
        height = LEVEL_HEIGHT * (self.level or 0)
        return [position(height, self.first + place) for place in range(self.width)]

    def root_position(self) -> int:
        """Where the hash over the whole of a full tile is stored."""
        return position(LEVEL_HEIGHT * ((self.level or 0) + 1), self.index)


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile and bundle of a log of `size` entries, those of entries first."""
    return tiles_between(0, size)


def tiles_between(earlier: int, size: int) -> Iterator[Tile]:
    """The tiles and bundles of a log of `size` entries that one of `earlier` did not have."""
    yield from _row(None, earlier, size)
    for level in count():
        height = LEVEL_HEIGHT * level
        if not size >> height:
            return
        yield from _row(level, earlier >> height, size >> height)


def bundle(leaves: Sequence[bytes]) -> bytes:
    """The content of a bundle: each entry after its length, two bytes in network order.

    Raises:
        ValueError: an entry is too long for that.
    """
    try:
        return b"".join(len(leaf).to_bytes(_LENGTH_BYTES, "big") + leaf for leaf in leaves)
    except OverflowError as error:
        raise ValueError("an entry is longer than a bundle can say") from error


def read_bundle(content: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle.

    Raises:
        VerificationFailed: it ends early, or goes on after them.
    """
    leaves: list[bytes] = []
    start = 0
    for _ in range(width):
        begin = start + _LENGTH_BYTES
        end = begin + int.from_bytes(content[start:begin], "big")
        if begin > len(content) or end > len(content):
            raise VerificationFailed("The bundle of entries ends before its last entry.")
        leaves.append(content[begin:end])
        start = end
    if start != len(content):
        raise VerificationFailed("The bundle of entries goes on after its last entry.")
    return leaves


def read_tile(content: bytes, width: int) -> list[bytes]:
    """The `width` hashes of a tile.

    Raises:
        VerificationFailed: it has another number of bytes.
    """
    if len(content) != width * HASH_BYTES:
        raise VerificationFailed(f"A tile of width {width} has {width * HASH_BYTES} bytes.")
    return [content[start : start + HASH_BYTES] for start in range(0, len(content), HASH_BYTES)]


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """The hash over the hashes of a full tile, which the tile above it holds."""
    tree = CompactRange()
    for item in hashes:
        tree.append(item)
    return tree.root()


def _row(level: int | None, earlier: int, width: int) -> Iterator[Tile]:
    for index in range(earlier // TILE_WIDTH, width // TILE_WIDTH):
        yield Tile(level, index)
    if width % TILE_WIDTH and width != earlier:
        yield Tile(level, width // TILE_WIDTH, width % TILE_WIDTH)


def _index_path(index: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
