"""The entries of a bundle and what they name, read where they lie. Nothing is unpacked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import BinaryIO

import orjson

from gate.errors import Invalid, VerificationFailed
from gate.limits import TILES_REMEMBERED
from gate.log.tiles import TILE_WIDTH, Tile, read_bundle
from gate_verify.archive import Archive
from gate_verify.findings import Unusable

_CONTENTS = ("replay/data/sha256/", "replay/policies/sha256/")


class Bundle:
    """A `gate.replay.source.History`. Whether the bundle holds is for `gate log verify` to say."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the list of files.

        Raises:
            Invalid: not a bundle, or the entries are not there.
        """
        try:
            self._archive = Archive(file, lambda _done, _of: None)
            self.first, self.end = _range(self._archive)
        except (Unusable, ValueError, KeyError, TypeError) as error:
            raise Invalid(f"this is no bundle of a log: {error}") from error
        self._is_part = bool(self._archive.under("entries/"))
        self._tile = lru_cache(TILES_REMEMBERED)(self._read_tile)

    def leaves(self, first: int, end: int) -> Sequence[tuple[int, bytes]]:
        """See `History.leaves`; an entry that is not there has no bytes."""
        return [(index, self._leaf(index)) for index in range(first, end)]

    def content(self, digest: str) -> bytes | None:
        """See `History.content`."""
        name = digest.removeprefix("sha256:")
        found = (self._archive.read(folder + name) for folder in _CONTENTS)
        return next((content for content in found if content is not None), None)

    def _leaf(self, index: int) -> bytes:
        if self._is_part:
            return self._archive.read(f"entries/{index}.dsse.json") or b""
        leaves = self._tile(index // TILE_WIDTH)
        place = index % TILE_WIDTH
        return leaves[place] if place < len(leaves) else b""

    def _read_tile(self, number: int) -> list[bytes]:
        width = min(TILE_WIDTH, self.end - number * TILE_WIDTH)
        tile = Tile(None, number, width) if width < TILE_WIDTH else Tile(None, number)
        content = self._archive.read(f"tile/{tile.path}") or b""
        try:
            return read_bundle(content, width)
        except VerificationFailed:
            return []


def _range(archive: Archive) -> tuple[int, int]:
    """The first entry and one past the last, as the list of files says."""
    about = orjson.loads(archive.read("MANIFEST.json") or b"")["range"]
    first, end = about["first"], about["end"]
    if type(first) is not int or type(end) is not int or not 0 <= first <= end:
        raise Invalid("the bundle does not say which entries it has")
    return first, end
