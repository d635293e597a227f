"""The entries of a bundle and what they name, read where they lie. Nothing is unpacked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, BinaryIO

import orjson

from gate.errors import Invalid, VerificationFailed
from gate.limits import TILES_REMEMBERED
from gate.log.tiles import TILE_WIDTH, Tile, read_bundle
from gate.model.disclosure import Disclosure
from gate.model.revealed import commitments, reveal
from gate.replay.content import checked, read_object
from gate.replay.outcome import NotReplayable, Reason
from gate_verify.archive import Archive
from gate_verify.findings import Unusable

_CONTENTS = ("replay/data/sha256/", "replay/policies/sha256/")


_WITHHELD = "withheld "


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

    def document(self, digest: str, _index: int) -> dict[str, Any]:
        """See `History.document`."""
        kept = read_object(checked(self, digest))
        try:
            wanted = frozenset[str]().union(*commitments(kept).values())
            lines = self._disclosures(digest)
            texts = [line for line in lines if not line.startswith(_WITHHELD)]
            found = reveal(kept, map(Disclosure.read, texts))
        except (VerificationFailed, ValueError) as error:
            raise NotReplayable(Reason.ENTRY_CORRUPT) from error
        if len(texts) != len(wanted):
            withheld = not lines or len(texts) != len(lines)
            raise NotReplayable(Reason.WITHHELD if withheld else Reason.REDACTED)
        return found

    def _disclosures(self, digest: str) -> list[str]:
        name = f"disclosures/{digest.removeprefix('sha256:')}.txt"
        return (self._archive.read(name) or b"").decode("ascii").splitlines()

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
