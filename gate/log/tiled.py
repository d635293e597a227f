"""The check of a log that was published as static files: from the entries up to the checkpoint.

Nothing is believed but the log's key: every entry is hashed again, the tree is built from those
hashes, and every tile and the signed root have to be what comes out. Memory does not grow with the
log, and no file is read further than it may be long.
"""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate.errors import NotFound, VerificationFailed
from gate.limits import LEAF_BYTES_MAX, NOTE_BYTES_MAX, VERIFY_FINDINGS_MAX
from gate.log.checkpoint import Checkpoint, open_checkpoint
from gate.log.fsck import Progress, Report
from gate.log.key_history import KeyHistory
from gate.log.leaf import read_leaf
from gate.log.merkle import EMPTY_ROOT, HASH_BYTES, CompactRange, leaf_hash
from gate.log.note import Verifier
from gate.log.publish import CHECKPOINT, TILES
from gate.log.tiles import LEVEL_HEIGHT, TILE_WIDTH, Tile, read_bundle, read_tile
from gate.log.trust_policy import TrustPolicy
from gate.log.walk import Findings
from gate.model.key_event import KeyEvent

_BUNDLE_BYTES_MAX = TILE_WIDTH * (2 + LEAF_BYTES_MAX)
_TILE_BYTES_MAX = TILE_WIDTH * HASH_BYTES
_SPOIL = frozenset({"leaf", "missing", "malformed"})
"""Findings after which hashes over the entries concerned may differ too."""


def verify_tiles(
    folder: Path,
    *,
    vkey: str,
    policy: TrustPolicy | None = None,
    held: str | None = None,
    gate_keys: Mapping[str, Ed25519PublicKey] | None = None,
    progress: Progress = lambda _done, _of: None,
    findings_max: int = VERIFY_FINDINGS_MAX,
) -> Report:
    """Check the published log in `folder`.

    Args:
        folder: what `gate log publish` wrote, or any other log of C2SP tlog-tiles whose entries
            are those of a gate.
        vkey: the log's public key, from a source that the asker trusts.
        policy: whose cosignatures the checkpoint has to carry.
        held: a signed checkpoint of this log that the asker holds.
        gate_keys: who may sign entries, by key id; None leaves their signatures unchecked.
        progress: called now and then.
        findings_max: how many findings to look for.

    Raises:
        NotFound: there is no checkpoint in the folder.
        VerificationFailed: the checkpoint is not one of this log, so there is nothing to compare.
    """
    verifier = Verifier.from_vkey(vkey)
    note = _read(folder / CHECKPOINT, NOTE_BYTES_MAX)
    if note is None:
        raise NotFound(f"There is no published log in {folder}: it has no checkpoint.")
    checkpoint = open_checkpoint(note, verifier)
    findings = Findings(findings_max)
    if policy is not None:
        try:
            policy.open(note, verifier)
        except VerificationFailed as error:
            findings.add(None, "witnesses", error.detail)
    expected = {checkpoint.size: [(checkpoint.root, "the checkpoint")]}
    for other in _held(held, verifier, checkpoint, findings):
        expected.setdefault(other.size, []).append((other.root, "the given checkpoint"))
    keys = None if gate_keys is None else KeyHistory.begin(verifier, gate_keys)
    _Check(folder, checkpoint.size, keys, findings, expected).run(progress)
    return Report(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=checkpoint.root,
        vkey=verifier.vkey,
        vkey_given=True,
        findings=tuple(findings.found),
    )


@dataclass(slots=True)
class _Check:
    """A walk over the files, from the first entry on."""

    folder: Path
    size: int
    keys: KeyHistory | None
    findings: Findings
    expected: Mapping[int, list[tuple[bytes, str]]]
    tree: CompactRange = field(default_factory=CompactRange)
    rows: list[list[bytes]] = field(default_factory=list)
    """For each level of tiles, the hashes of its tile that is not full yet."""
    signed: dict[tuple[str, str], "array[int]"] = field(default_factory=dict)
    """For each gate key and kind of entry, which entries it signed."""

    def run(self, progress: Callable[[int, int], None]) -> None:
        self._walk(progress)
        if self.keys is not None:
            self._judge(self.keys)

    def _walk(self, progress: Callable[[int, int], None]) -> None:
        if self.size == 0:
            self._compare(EMPTY_ROOT)
        for first in range(0, self.size, TILE_WIDTH):
            width = min(TILE_WIDTH, self.size - first)
            index = first // TILE_WIDTH
            for hashed in self._hashes(index, width):
                self._grow(hashed)
            if self.findings.full or self.tree.size < first + width:
                return
            progress(first + width, self.size)
        for level, hashes in enumerate(self.rows):
            if hashes:
                at = self.size >> (LEVEL_HEIGHT * (level + 1))
                self._upper(Tile(level, at, len(hashes)), hashes)

    def _hashes(self, index: int, width: int) -> Iterator[bytes]:
        """The hash of each entry of a bundle, held against its tile.

        Where both differ, the walk goes on with the one that is likely the old one, so that what
        comes after is judged for itself.
        """
        first = index * TILE_WIDTH
        stated = self._parsed(Tile(0, index, width), _TILE_BYTES_MAX, read_tile)
        leaves = self._parsed(Tile(None, index, width), _BUNDLE_BYTES_MAX, read_bundle)
        if leaves is None:
            yield from stated or ()
            return
        for place, leaf in enumerate(leaves):
            hashed = leaf_hash(leaf)
            is_entry = self._check_entry(first + place, leaf, told=stated is None)
            if stated is not None and stated[place] != hashed:
                detail = "The entry's bytes are not those in the tile of hashes."
                self.findings.add(first + place, "leaf", detail)
                hashed = hashed if is_entry else stated[place]
            elif not is_entry:
                self._check_entry(first + place, leaf, told=True)
            yield hashed

    def _check_entry(self, index: int, leaf: bytes, *, told: bool) -> bool:
        """Whether it is an entry, signed by a gate where the asker knows which."""
        problem = None
        try:
            read = read_leaf(leaf)
            if self.keys is not None:
                keyid = read.envelope.verify(self.keys.gate_keys)
                if keyid != read.entry.gate_keyid:
                    problem = "The entry is signed by another key than it says."
                else:
                    self._remember(index, leaf, keyid, read.entry.kind)
        except VerificationFailed as error:
            problem = error.detail
        if problem is not None and told:
            self.findings.add(index, "entry", problem)
        return problem is None

    def _judge(self, keys: KeyHistory) -> None:
        """Once all events are known: a key may be revoked from an entry before the event on."""
        for (keyid, kind), indices in self.signed.items():
            for index in indices:
                problem = keys.problem(index, keyid, kind)
                if problem is not None:
                    self.findings.add(index, "key", problem)

    def _remember(self, index: int, leaf: bytes, keyid: str, kind: str) -> None:
        """Who signed it, because the key may be revoked later, and what follows from it."""
        self.signed.setdefault((keyid, kind), array("q")).append(index)
        if self.keys is not None and kind == KeyEvent.kind:
            self.keys = self.keys.taken(index, leaf)

    def _grow(self, hashed: bytes) -> None:
        for height, completed in enumerate(self.tree.append(hashed)):
            level, above = divmod(height, LEVEL_HEIGHT)
            if above == 0:
                self._take(level, completed)
        if self.tree.size in self.expected:
            self._compare(self.tree.root())

    def _take(self, level: int, completed: bytes) -> None:
        if level == len(self.rows):
            self.rows.append([])
        row = self.rows[level]
        row.append(completed)
        if len(row) == TILE_WIDTH:
            at = (self.tree.size - 1) >> (LEVEL_HEIGHT * (level + 1))
            self._upper(Tile(level, at), row)
            row.clear()

    def _upper(self, tile: Tile, hashes: list[bytes]) -> None:
        """A tile above the lowest level is made of these hashes."""
        if not tile.level:
            return
        stated = self._parsed(tile, _TILE_BYTES_MAX, read_tile) or hashes
        for place, (one, other) in enumerate(zip(stated, hashes, strict=True)):
            first, last = (
                (tile.first + end) << (LEVEL_HEIGHT * tile.level) for end in (place, place + 1)
            )
            if one != other and not self._explained(first, last):
                detail = f"A hash of tile {tile.path} is not what the entries under it give."
                self.findings.add(first, "tile", detail)
                return

    def _compare(self, root: bytes) -> None:
        for expected, whose in self.expected.get(self.tree.size, ()):
            if expected != root and not self._explained(0, self.tree.size):
                detail = f"The entries do not have the root of {whose} of size {self.tree.size}."
                self.findings.add(None, "root", detail)

    def _explained(self, first: int, last: int) -> bool:
        """Whether something was found already that makes every hash over these entries another."""
        return any(
            found.code in _SPOIL and found.index is not None and first <= found.index < last
            for found in self.findings.found
        )

    def _parsed(
        self, tile: Tile, bytes_max: int, parse: Callable[[bytes, int], list[bytes]]
    ) -> list[bytes] | None:
        """What is in a tile or bundle; a finding where it is missing or malformed."""
        first = tile.first << (LEVEL_HEIGHT * (tile.level or 0))
        content = _read(self.folder / TILES / tile.path, bytes_max)
        if content is None:
            self.findings.add(first, "missing", f"The file tile/{tile.path} cannot be read.")
            return None
        try:
            return parse(content, tile.width)
        except VerificationFailed as error:
            self.findings.add(first, "malformed", f"tile/{tile.path}: {error.detail}")
            return None


def _held(
    note: str | None, verifier: Verifier, newest: Checkpoint, findings: Findings
) -> Iterator[Checkpoint]:
    if note is None:
        return
    try:
        held = open_checkpoint(note, verifier)
    except VerificationFailed as error:
        findings.add(None, "given", f"The given checkpoint does not hold: {error.detail}")
        return
    if held.size > newest.size:
        detail = (
            f"{newest.size} entries were found; the given checkpoint of size {held.size} stands."
        )
        findings.add(newest.size, "rolled_back", detail)
    else:
        yield held


def _read(path: Path, bytes_max: int) -> bytes | None:
    """At most one byte more than allowed; None where there is no file."""
    try:
        with path.open("rb") as file:
            return file.read(bytes_max + 1)
    except OSError:
        return None
