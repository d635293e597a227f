"""The log as static files, for any web server or object store that auditors read from.

What was signed is checked once more on its way out: every entry leads to its tile, every tile to
the one above it, all of them to the root of the checkpoint, and the checkpoint that was published
before is a beginning of this one. A path that has content never gets another; the checkpoint is
replaced last, so whoever reads it finds what it speaks of. A run that was interrupted is repeated.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from gate.errors import LogUnavailable, VerificationFailed
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.key_history import read_history
from gate.log.lock import DirectoryLock
from gate.log.merkle import leaf_hash, verify_consistency
from gate.log.nodes import consistency_proof, root_at
from gate.log.note import Verifier
from gate.log.store import LogReader
from gate.log.tiles import TILE_WIDTH, Tile, bundle, tile_root, tiles_between

CHECKPOINT = "checkpoint"
"""The name of the checkpoint in the folder."""
TILES = "tile"
"""The folder of tiles and bundles."""

_DRAFT = ".draft"


@dataclass(frozen=True, slots=True)
class Published:
    """The size that the folder shows, and the files that this run wrote, the checkpoint aside."""

    size: int
    written: int


def publish(reader: LogReader, note: str, folder: Path) -> Published:
    """Bring `folder` up to the checkpoint in `note`.

    Safe to repeat and to interrupt; a folder that is further already stays as it is.

    Args:
        reader: the log.
        note: a signed checkpoint of it, with whatever cosignatures it has.
        folder: where to; made when it is not there.

    Raises:
        VerificationFailed: the log is not what was signed or published, or a file of the folder
            has another content than the log: nothing is overwritten, and the checkpoint stands.
        Misconfigured: another run is writing there.
        LogUnavailable: the log cannot be read, or the folder not be written.
    """
    verifier = read_history(reader).log
    target = open_checkpoint(note, verifier)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = DirectoryLock(folder, "publishes to")
        try:
            return _Run(reader, verifier, folder).to(target, note)
        finally:
            lock.release()
    except OSError as error:
        raise LogUnavailable(
            f"The log cannot be published to {folder}: {error.strerror}."
        ) from error


class _Run:
    """One run, which has the folder to itself."""

    def __init__(self, reader: LogReader, verifier: Verifier, folder: Path) -> None:
        self._reader, self._verifier, self._folder = reader, verifier, folder
        self._written = 0

    def to(self, target: Checkpoint, note: str) -> Published:
        shown = self._shown()
        earlier = shown.size if shown is not None else 0
        self._check_root(target)
        if shown is not None:
            self._check_continues(shown, target)
        if target.size < earlier:
            return Published(earlier, 0)
        for tile in tiles_between(earlier, target.size):
            self._keep(self._folder / TILES / tile.path, self._content(tile))
        self._replace(self._folder / CHECKPOINT, note.encode())
        self._drop_partials(earlier, target.size)
        return Published(target.size, self._written)

    def _shown(self) -> Checkpoint | None:
        """The checkpoint that is in the folder."""
        try:
            return open_checkpoint((self._folder / CHECKPOINT).read_bytes(), self._verifier)
        except FileNotFoundError:
            return None
        except VerificationFailed as error:
            raise VerificationFailed(
                f"The checkpoint in {self._folder} is not of this log ({error.detail}) Choose "
                "another folder, or find out who changed it."
            ) from error

    def _check_root(self, target: Checkpoint) -> None:
        size, _ = self._reader.checkpoint()
        if target.size > size or root_at(target.size, self._reader.nodes) != target.root:
            raise VerificationFailed(
                "The log does not have the root of the checkpoint that is to be published. Run "
                "`gate log verify`."
            )

    def _check_continues(self, shown: Checkpoint, target: Checkpoint) -> None:
        first, second = sorted((shown, target), key=lambda checkpoint: checkpoint.size)
        if first.size == 0:
            return
        proof = consistency_proof(first.size, second.size, self._reader.nodes)
        try:
            verify_consistency(
                size1=first.size,
                root1=first.root,
                size2=second.size,
                root2=second.root,
                proof=proof,
            )
        except VerificationFailed as error:
            raise VerificationFailed(
                f"The log does not continue the checkpoint of size {shown.size} that is published "
                f"in {self._folder}: an older copy of the database was put in place, or it was "
                "changed. Keep both, and run `gate log verify`."
            ) from error

    def _content(self, tile: Tile) -> bytes:
        """What belongs there, once it is proved."""
        hashes = self._reader.nodes(Tile(tile.level or 0, tile.index, tile.width).positions())
        if tile.level is None:
            leaves = [stored.leaf for stored in self._reader.leaves(tile.first, tile.width)]
            if [leaf_hash(leaf) for leaf in leaves] != list(hashes):
                raise VerificationFailed(
                    f"An entry from {tile.first} to {tile.first + tile.width - 1} is not the one "
                    "in the tree. Run `gate log verify`."
                )
            return bundle(leaves)
        if tile.is_full and [tile_root(hashes)] != list(self._reader.nodes([tile.root_position()])):
            raise VerificationFailed(
                f"The hashes of tile {tile.path} are not those of the tree above it. Run "
                "`gate log verify`."
            )
        return b"".join(hashes)

    def _keep(self, path: Path, content: bytes) -> None:
        """Write a new file, whole or not at all; one that is there has to be the same."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = self._draft(content)
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            if path.read_bytes() != content:
                raise VerificationFailed(
                    f"{path} has another content than the log, and what was published is never "
                    "overwritten. Find out who changed it; publish to an empty folder meanwhile."
                ) from None
        else:
            self._written += 1
            _sync_up(path.parent, self._folder)
        finally:
            draft.unlink()

    def _replace(self, path: Path, content: bytes) -> None:
        self._draft(content).replace(path)
        _sync_folder(self._folder)

    def _draft(self, content: bytes) -> Path:
        draft = self._folder / _DRAFT
        draft.unlink(missing_ok=True)
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return draft

    def _drop_partials(self, earlier: int, size: int) -> None:
        """Remove partial tiles whose full one is there now, as the specification allows."""
        for tile in tiles_between(earlier - earlier % TILE_WIDTH, size):
            if tile.is_full:
                place = self._folder / TILES / tile.path
                shutil.rmtree(place.with_name(f"{place.name}.p"), ignore_errors=True)


def _sync_up(folder: Path, top: Path) -> None:
    """Make the name of a new file durable, and those of folders that were made for it."""
    while True:
        _sync_folder(folder)
        if folder == top:
            return
        folder = folder.parent


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
