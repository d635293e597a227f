"""The check of a published log: each thing that is wrong is named once, where it is."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.errors import NotFound, VerificationFailed
from gate.limits import LEAF_BYTES_MAX, NOTE_BYTES_MAX, VERIFY_FINDINGS_MAX
from gate.log.checkpoint import open_checkpoint, sign_checkpoint
from gate.log.keys import key_id
from gate.log.note import Signer
from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.log.tiled import verify_tiles
from gate.log.tiles import Tile, bundle, read_bundle
from tests.logs import GATE_KEYS, ORIGIN, draft, open_log
from tests.stores import STORES
from tests.witnesses import LOG

VKEY = LOG.verifier.vkey
SIZE = 300


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log of 300 entries."""
    var = tmp_path_factory.mktemp("log") / "var"
    log = open_log(var)
    for number in range(SIZE):
        log.append(draft(number))
    log.close()
    reader = open_reader(var, STORES.url(var))
    publish(reader, reader.checkpoint()[1], var / "out")
    reader.close()
    return var / "out"


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(published, tmp_path / "copy"))


def found(folder: Path, **options: object) -> list[tuple[int | None, str]]:
    report = verify_tiles(folder, vkey=VKEY, gate_keys=GATE_KEYS, **options)  # type: ignore[arg-type]
    return [(finding.index, finding.code) for finding in report.findings]


def test_a_published_log_is_clean(published: Path) -> None:
    """From the files and the log's key alone."""
    steps: list[tuple[int, int]] = []
    report = verify_tiles(published, vkey=VKEY, progress=lambda done, of: steps.append((done, of)))

    assert report.clean
    assert (report.origin, report.size, report.vkey_given) == (ORIGIN, SIZE, True)
    assert steps == [(256, SIZE), (SIZE, SIZE)]


@pytest.mark.usefixtures("either_store")
def test_a_published_log_is_clean_whichever_database_kept_it(tmp_path: Path) -> None:
    """Tiles are read from both alike."""
    log = open_log(tmp_path / "var")
    for number in range(5):
        log.append(draft(number))
    reader = open_reader(tmp_path / "var", STORES.url(tmp_path / "var"))
    publish(reader, reader.checkpoint()[1], tmp_path / "out")
    reader.close()

    assert found(tmp_path / "out") == []
    for path in ("entries/000.p/5", "0/000.p/5"):
        assert (tmp_path / "out" / "tile" / path).read_bytes() == log.tile(Tile.parse(path))
    log.close()


def flip(path: str, place: int) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        content = bytearray((folder / path).read_bytes())
        content[place] ^= 1
        (folder / path).write_bytes(bytes(content))

    return change


def cut(path: str, size: int) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / path, size)


def remove(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def more(path: str, what: bytes = b"\0") -> Callable[[Path], None]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes() + what) and None


def swap(folder: Path) -> None:
    path = folder / "tile/entries/001.p/44"
    leaves = read_bundle(path.read_bytes(), 44)
    leaves[3], leaves[4] = leaves[4], leaves[3]
    path.write_bytes(bundle(leaves))


CHANGES: dict[str, tuple[Callable[[Path], None], list[tuple[int | None, str]]]] = {
    "a byte of the first entry": (flip("tile/entries/000", 9), [(0, "leaf")]),
    "a byte of a hash of an entry": (flip("tile/0/000", 32 * 7 + 5), [(7, "leaf")]),
    "a byte of a hash in the partial tile": (flip("tile/0/001.p/44", 0), [(256, "leaf")]),
    "a byte of a hash above": (flip("tile/1/000.p/1", 0), [(0, "tile")]),
    "a length in a bundle": (flip("tile/entries/000", 0), [(0, "malformed")]),
    "a bundle cut in the middle": (cut("tile/entries/000", 1000), [(0, "malformed")]),
    "an empty bundle": (cut("tile/entries/001.p/44", 0), [(256, "malformed")]),
    "a bundle with more": (more("tile/entries/000"), [(0, "malformed")]),
    "a tile cut in a hash": (cut("tile/0/001.p/44", 44 * 32 - 1), [(256, "malformed")]),
    "a tile with a hash more": (more("tile/0/000", bytes(32)), [(0, "malformed")]),
    "a tile above with a byte more": (more("tile/1/000.p/1"), [(0, "malformed")]),
    "no bundle": (remove("tile/entries/000"), [(0, "missing")]),
    "no tile": (remove("tile/0/000"), [(0, "missing")]),
    "no tile above": (remove("tile/1/000.p/1"), [(0, "missing")]),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_is_named_once(folder: Path, what: str) -> None:
    """With the first entry that it concerns."""
    change, expected = CHANGES[what]
    change(folder)

    assert found(folder) == expected


def test_two_entries_that_changed_places_are_named(folder: Path) -> None:
    """Each of them, and the root of the log that they would make."""
    swap(folder)

    assert found(folder) == [(259, "leaf"), (260, "leaf")]


def test_entries_and_tiles_that_were_changed_together_have_another_root(folder: Path) -> None:
    """Whoever recomputes every hash still lacks the log's signature."""
    path = folder / "tile/entries/001.p/44"
    leaves = read_bundle(path.read_bytes(), 44)
    other = open_log(folder.parent / "other")
    receipt = other.append(draft(1000))
    other.close()
    leaves[3] = receipt.leaf
    path.write_bytes(bundle(leaves))
    tile = folder / "tile/0/001.p/44"
    tile.write_bytes(tile.read_bytes()[: 3 * 32] + receipt.leaf_hash + tile.read_bytes()[4 * 32 :])

    assert found(folder) == [(None, "root")]


def test_an_entry_of_another_gate_is_named(published: Path) -> None:
    """Where the asker says which gates may sign."""
    stranger = Ed25519PrivateKey.from_private_bytes(b"s" * 32).public_key()
    report = verify_tiles(published, vkey=VKEY, gate_keys={key_id(stranger): stranger})

    assert {finding.code for finding in report.findings} == {"entry"}
    assert len(report.findings) == SIZE


def test_findings_are_bounded(published: Path) -> None:
    """No more than asked for, and then it stops."""
    report = verify_tiles(published, vkey=VKEY, gate_keys={}, findings_max=3)

    assert len(report.findings) == 3
    assert VERIFY_FINDINGS_MAX > 3


@pytest.mark.parametrize(
    ("size", "root", "expected"),
    [
        (256, None, []),
        (256, bytes(32), [(None, "root")]),
        (SIZE, bytes(32), [(None, "root")]),
        (SIZE + 1, bytes(32), [(SIZE, "rolled_back")]),
    ],
)
def test_a_checkpoint_that_the_asker_holds_is_compared(
    published: Path, size: int, root: bytes | None, expected: list[tuple[int | None, str]]
) -> None:
    """The log has to continue it."""
    if root is None:
        reader = open_reader(published.parent, STORES.url(published.parent))
        note = reader.checkpoint_at(size) or ""
        reader.close()
        root = open_checkpoint(note, LOG.verifier).root

    assert found(published, held=sign_checkpoint(size, root, LOG)) == expected


def test_a_held_checkpoint_of_another_log_is_a_finding(published: Path) -> None:
    """It says nothing about this one."""
    other = Signer.of("log.example/other", LOG.private)

    assert found(published, held=sign_checkpoint(1, bytes(32), other)) == [(None, "given")]


def test_a_folder_without_a_checkpoint_of_the_log_is_unusable(folder: Path) -> None:
    """There is nothing to compare the files with."""
    (folder / "checkpoint").write_bytes(b"x" * (NOTE_BYTES_MAX + 1))
    with pytest.raises(VerificationFailed):
        found(folder)
    (folder / "checkpoint").unlink()
    with pytest.raises(NotFound, match="no checkpoint"):
        found(folder)


def test_a_huge_file_is_not_read_further_than_a_tile_can_be(folder: Path) -> None:
    """A sparse file of a terabyte costs nothing."""
    for path in ("tile/entries/000", "tile/0/000"):
        os.truncate(folder / path, 2**40)
    content = bundle([b"x" * LEAF_BYTES_MAX])

    assert len(content) == 2 + LEAF_BYTES_MAX
    assert found(folder) == [(0, "malformed"), (0, "malformed")]


def test_an_empty_log_is_published_and_clean(tmp_path: Path) -> None:
    """Its root is that of no entries."""
    log = open_log(tmp_path / "var")
    log.close()
    reader = open_reader(tmp_path / "var", STORES.url(tmp_path / "var"))
    publish(reader, reader.checkpoint()[1], tmp_path / "out")
    reader.close()

    assert verify_tiles(tmp_path / "out", vkey=VKEY).clean
    (tmp_path / "out" / "checkpoint").write_text(sign_checkpoint(0, bytes(32), LOG))
    assert [f.code for f in verify_tiles(tmp_path / "out", vkey=VKEY).findings] == ["root"]
