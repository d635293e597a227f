"""A bundle of the whole log: the tree is built again from the entries, up to the signed root.

The log is there as tiles (C2SP tlog-tiles): bundles of 256 entries, each after its length in two
bytes, and the hashes of the tree, 256 in a tile, every eighth level.
"""

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gate_verify.archive import Archive
from gate_verify.bounds import ROOTS_REMEMBERED
from gate_verify.entries import Entries
from gate_verify.findings import Findings
from gate_verify.tree import HASH, Tree, leaf_hash

WIDTH = 256
"""Hashes or entries of a full tile."""
_HEIGHT = 8

Roots = Mapping[int, Sequence[tuple[bytes, str]]]
"""By size: a root that the log must have had, and whose word that is."""


@dataclass(slots=True)
class Whole:
    """A walk over a log of `size` entries, from the first on."""

    archive: Archive
    size: int
    roots: Roots
    entries: Entries
    findings: Findings
    _tree: Tree = field(default_factory=Tree)
    _rows: list[list[bytes]] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)
    _seen: dict[int, str] = field(default_factory=dict)

    def check(self, progress: Callable[[str, int, int], None]) -> None:
        """Everything that the entries and tiles of the log have to be."""
        self._compare()
        for number in range(-(-self.size // WIDTH)):
            width = min(WIDTH, self.size - number * WIDTH)
            hashes = self._hashes(number, width)
            if hashes is None:
                return
            for hashed in hashes:
                self._grow(hashed)
            progress("entries", number * WIDTH + width, self.size)
        for level, row in enumerate(self._rows):
            if row:
                self._upper(level, self.size >> (_HEIGHT * (level + 1)), row)
        for path in self.archive.under("tile/"):
            if path not in self._used:
                self.findings.add(path, "tile", "The log of that size has no such tile.")

    def _hashes(self, number: int, width: int) -> Iterator[bytes] | list[bytes] | None:
        """The hash of each entry of a bundle, held against its tile of hashes."""
        content = self._file(0, number, width)
        stated = None
        if content is not None and len(content) == width * HASH:
            stated = [content[start : start + HASH] for start in range(0, len(content), HASH)]
        elif content is not None:
            self.findings.add(tile_path(0, number, width), "tile", "The tile has another length.")
        bundle = self._file(None, number, width)
        leaves = None if bundle is None else read_bundle(bundle, width)
        if bundle is not None and leaves is None:
            path = tile_path(None, number, width)
            self.findings.spoil(path, "entries", "The bundle of entries has another length.")
        if leaves is None:
            self.entries.unread = True
            return stated
        return self._judged(number * WIDTH, leaves, stated)

    def _judged(
        self, first: int, leaves: list[bytes], stated: list[bytes] | None
    ) -> Iterator[bytes]:
        for place, leaf in enumerate(leaves):
            hashed = leaf_hash(leaf)
            self.entries.check(first + place, leaf, self._seen.get)
            if stated is not None and stated[place] != hashed:
                detail = "The entry's bytes are not those in the tile of hashes."
                self.findings.spoil(f"entry {first + place}", "leaf", detail)
                hashed = stated[place]
            yield hashed

    def _grow(self, hashed: bytes) -> None:
        for height, completed in enumerate(self._tree.append(hashed)):
            level, above = divmod(height, _HEIGHT)
            if above == 0:
                self._take(level, completed)
        self._compare()

    def _take(self, level: int, completed: bytes) -> None:
        if level == len(self._rows):
            self._rows.append([])
        row = self._rows[level]
        row.append(completed)
        if len(row) == WIDTH:
            self._upper(level, (self._tree.size - 1) >> (_HEIGHT * (level + 1)), row)
            row.clear()

    def _upper(self, level: int, number: int, hashes: list[bytes]) -> None:
        """A tile above the lowest level is made of these hashes."""
        content = self._file(level, number, len(hashes)) if level else None
        if content is not None and content != b"".join(hashes) and not self.findings.entries:
            detail = "The tile is not made of the hashes that the entries under it give."
            self.findings.add(tile_path(level, number, len(hashes)), "tile", detail)

    def _compare(self) -> None:
        """Remember the root of the log as it is now, and hold it against what was said of it."""
        size, root = self._tree.size, self._tree.root()
        self._seen[size] = base64.b64encode(root).decode()
        if size > ROOTS_REMEMBERED:
            self._seen.pop(size - ROOTS_REMEMBERED, None)  # that of the empty log stays
        for expected, whose in self.roots.get(size, ()):
            if expected != root and not self.findings.entries:
                detail = f"The entries do not have the root of {whose}."
                self.findings.add(f"size {size}", "root", detail)

    def _file(self, level: int | None, number: int, width: int) -> bytes | None:
        path = tile_path(level, number, width)
        self._used.add(path)
        content = self.archive.read(path)
        if content is None:
            self.findings.spoil(path, "missing", "The tile is not in the bundle.")
        return content


def tile_path(level: int | None, number: int, width: int) -> str:
    """Where a tile lies, or the bundle of entries where `level` is None."""
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    place = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{'entries' if level is None else level}/{place}{partial}"


def read_bundle(content: bytes, width: int) -> list[bytes] | None:
    """The entries of a bundle; None where there are not exactly `width`."""
    leaves, place = [], 0
    for _ in range(width):
        begin = place + 2
        place = begin + int.from_bytes(content[place:begin], "big")
        if begin > len(content) or place > len(content):
            return None
        leaves.append(content[begin:place])
    return leaves if place == len(content) else None
