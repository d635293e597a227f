"""The log, or some of it, as one file that is checked without the gate: `gate log export`.

Nothing is judged on the way out: an entry or a content that was changed in the database goes into
the bundle as it is, so that the damage can be shown to others. Whoever receives it finds it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gate.canon import JsonObject
from gate.errors import Invalid, LogUnavailable, NotFound, VerificationFailed
from gate.limits import VERIFY_CHUNK_ENTRIES
from gate.log.archive import Archive
from gate.log.checkpoint import peek_checkpoint
from gate.log.encoding import encode
from gate.log.key_history import read_history
from gate.log.keys import public_pem
from gate.log.leaf import read_leaf
from gate.log.nodes import consistency_proof, inclusion_proof
from gate.log.personal import State, concealed_in, judged
from gate.log.proof import LogProof
from gate.log.publish import CHECKPOINT, TILES
from gate.log.stamps import StampFolder
from gate.log.store import LogReader
from gate.log.subjects import Subjects
from gate.log.tiles import Tile, tiles_of
from gate.log.view import LogView
from gate.model.cited import release_files
from gate.model.entry import DecisionEntry

FORMAT = "gatelog-bundle/1"
"""The name of the layout, in the list of files."""

Progress = Callable[[int, int], None]
"""Called with the entries done and their number."""


@dataclass(frozen=True, slots=True)
class Part:
    """Entries from `first` (included) to `end` (excluded)."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Exported:
    """What a bundle holds: of a log of `size` entries, those of `part`.

    `missing` counts the contents that an entry names and the side store does not have. `withheld`
    counts personal values that are there and stay closed.
    """

    size: int
    part: Part
    contents: int
    missing: int
    withheld: int


def export(  # noqa: PLR0913 - each is a choice of whoever exports
    reader: LogReader,
    note: str,
    target: Path,
    *,
    part: Part | None = None,
    since: Sequence[int] = (),
    with_contents: bool = True,
    stamps: StampFolder | None = None,
    subjects: Subjects | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Exported:
    """Write a bundle of the log as it is in `note`; the same log gives the same bytes.

    Args:
        reader: the log.
        note: a signed checkpoint of it, with whatever cosignatures it has.
        target: the file, which appears when it is whole.
        part: which entries, each with its own proof; None for the whole log, as tiles.
        since: sizes of earlier checkpoints, which the bundle proves to be beginnings of this one.
        with_contents: whether what the entries name by digest comes along.
        stamps: the time stamps that the log has; those come along that bound the time of the
            entries, with the checkpoints that were stamped.
        subjects: the keys that open personal values; without them these are withheld.
        progress: called now and then.

    Raises:
        Invalid: the log at that checkpoint does not have the part, or an earlier size.
        NotFound: it never had a checkpoint of an earlier size.
        TooLarge: a bundle of all that would pass the bounds of its readers.
        LogUnavailable: the log cannot be read, or the file not be written.
    """
    size = peek_checkpoint(note).size
    chosen = part or Part(0, size)
    if part is not None and not 0 <= part.first < part.end <= size:
        raise Invalid(f"The log has entries from 0 to {size - 1}: choose --from and --to in these.")
    if not all(1 <= earlier <= size for earlier in since):
        raise Invalid(f"An earlier checkpoint has a size from 1 to {size}.")
    with Archive(target) as archive:
        archive.add(CHECKPOINT, note.encode())
        _keys(reader, archive)
        stamped = _stamps(stamps, chosen, size, archive) if stamps is not None else {}
        for earlier in sorted({*since, *stamped}):
            note_then = stamped.get(earlier) or _checkpoint(reader, earlier)
            archive.add(f"checkpoints/{earlier}", note_then)
            _growth(reader, archive, earlier, size)
        if part is None:
            _tiles(reader, archive, size)
        contents = _Contents(reader, archive, subjects)
        for index, leaf in _leaves(reader, chosen, progress):
            if part is not None:
                archive.add(f"entries/{index}.dsse.json", leaf)
                proof = LogProof(index, inclusion_proof(index, size, reader.nodes), note)
                archive.add(f"proofs/{index}.tlog-proof", proof.text().encode())
            if with_contents:
                contents.add(index, leaf)
        for index in contents.redactions_outside(part, size):
            _redaction(reader, archive, index, size, note)
        archive.finish(_about(note, chosen))
    return Exported(size, chosen, contents.found, contents.missing, contents.withheld)


def _about(note: str, part: Part) -> JsonObject:
    origin = peek_checkpoint(note).origin
    return {"format": FORMAT, "origin": origin, "range": {"first": part.first, "end": part.end}}


def _keys(reader: LogReader, archive: Archive) -> None:
    """The gates' keys, for information: whoever verifies has a better source."""
    keys = read_history(reader).gate_keys
    if not keys:
        raise LogUnavailable("The log names no gate key. Run `gate log verify`.")
    for keyid, public in sorted(keys.items()):
        archive.add(f"keys/gate/{keyid}.pem", public_pem(public).encode())


def _checkpoint(reader: LogReader, size: int) -> bytes:
    note = reader.checkpoint_at(size)
    if note is None:
        raise NotFound(f"The log has no checkpoint of size {size}.")
    return note.encode()


def _growth(reader: LogReader, archive: Archive, earlier: int, size: int) -> None:
    if earlier == size:
        return
    hashes = consistency_proof(earlier, size, reader.nodes)
    lines = "".join(f"{encode(item)}\n" for item in hashes)
    archive.add(f"consistency/{earlier}-{size}.txt", lines.encode())


def _bounding(stamped: Sequence[int], part: Part, size: int) -> tuple[int, ...]:
    """The stamps between which each entry was logged: before the part, within it, and after it."""
    before = [each for each in stamped if each <= part.first][-1:]
    within = [each for each in stamped if part.first < each < part.end]
    after = [each for each in stamped if part.end <= each <= size][:1]
    return (*before, *within, *after)


def _stamps(stamps: StampFolder, part: Part, size: int, archive: Archive) -> dict[int, bytes]:
    """Write the stamps that say something about the part; gives what was stamped, by size."""
    sizes = _bounding(stamps.sizes(), part, size)
    notes = {}
    for each in sizes:
        stamp = stamps.read(each)
        archive.add(f"timestamps/{each}.tsr", stamp.answer)
        notes[each] = stamp.note
    for digest, pem in stamps.chains().items() if sizes else ():
        archive.add(f"tsa/{digest}.pem", pem)
    return notes


def _tiles(reader: LogReader, archive: Archive, size: int) -> None:
    view = LogView(reader)
    for tile in tiles_of(size):
        archive.add(f"{TILES}/{tile.path}", _tile(view, tile))


def _tile(view: LogView, tile: Tile) -> bytes:
    try:
        return view.tile(tile)
    except ValueError as error:
        raise LogUnavailable(
            "An entry is longer than entries are. Run `gate log verify`."
        ) from error


def _redaction(reader: LogReader, archive: Archive, index: int, size: int, note: str) -> None:
    """An entry outside of the part that says why values in it are gone, with its proof."""
    stored = reader.leaf(index)
    if stored is None:
        raise LogUnavailable("The log lacks an entry. Run `gate log verify`.")
    proof = LogProof(index, inclusion_proof(index, size, reader.nodes), note, stored.leaf)
    archive.add(f"redactions/{index}.tlog-proof", proof.text().encode())


def _leaves(reader: LogReader, part: Part, progress: Progress) -> Iterator[tuple[int, bytes]]:
    for first in range(part.first, part.end, VERIFY_CHUNK_ENTRIES):
        count = min(VERIFY_CHUNK_ENTRIES, part.end - first)
        stored = reader.leaves(first, count)
        if len(stored) != count:
            raise LogUnavailable("The log lacks an entry. Run `gate log verify`.")
        for entry in stored:
            yield entry.index, entry.leaf
        progress(first + count - part.first, part.end - part.first)


class _Contents:
    """What entries name by digest, each once."""

    def __init__(self, reader: LogReader, archive: Archive, subjects: Subjects | None) -> None:
        self._reader, self._archive, self._subjects = reader, archive, subjects
        self._seen: set[bytes] = set()
        self.found = self.missing = self.withheld = 0
        self._redactions: set[int] = set()

    def add(self, index: int, leaf: bytes) -> None:
        try:
            entry = read_leaf(leaf).entry
        except VerificationFailed:
            return  # whoever verifies the bundle is told that this is no entry
        for digest in entry.stored_digests():
            content = self._add(digest, "data")
            if content is not None:
                self._personal(index, bytes.fromhex(digest.removeprefix("sha256:")), content)
        if isinstance(entry, DecisionEntry):
            self._add_release(entry.policy.digest)

    def _add_release(self, digest: str) -> None:
        manifest = self._add(digest, "policies")
        try:
            files = release_files(manifest) if manifest is not None else {}
        except ValueError:
            return  # whoever verifies the bundle is told that this is no manifest
        for file in files.values():
            self._add(file, "policies")

    def _add(self, digest: str, kind: str) -> bytes | None:
        """The content of this digest; None where it is not there, or was added before."""
        wanted = bytes.fromhex(digest.removeprefix("sha256:"))
        if wanted in self._seen:
            return None
        self._seen.add(wanted)
        content = self._reader.blob(wanted)
        if content is None:
            self.missing += 1
            return None
        self._archive.add(f"replay/{kind}/sha256/{wanted.hex()}", content)
        self.found += 1
        return content

    def redactions_outside(self, part: Part | None, size: int) -> list[int]:
        """The entries that say why values of a part are gone, and are not in it themselves."""
        if part is None:
            return []
        return sorted(at for at in self._redactions if part.end <= at < size)

    def _personal(self, index: int, document: bytes, content: bytes) -> None:
        """The personal values of a document in one file: a line for each, opened or withheld."""
        kept = concealed_in(content)
        if kept is None:
            return
        try:
            found = judged(self._reader, self._subjects, kept, document, index)
        except (VerificationFailed, LogUnavailable):
            return  # whoever verifies the bundle is told that values are missing
        lines: list[str] = []
        for values in found.values():
            lines += [disclosure.text for disclosure in values.disclosures]
            if values.state is State.WITHHELD:
                lines += [f"withheld {digest}" for digest in values.digests]
                self.withheld += len(values.digests)
            if values.redaction is not None:
                self._redactions.add(values.redaction)
        if lines:
            text = "".join(f"{line}\n" for line in sorted(lines))
            self._archive.add(f"disclosures/{document.hex()}.txt", text.encode())
