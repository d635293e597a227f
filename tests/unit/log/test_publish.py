"""The log as static files: published step by step, and checked from the files alone."""

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.log.checkpoint import sign_checkpoint
from gate.log.fsck import Report
from gate.log.lock import DirectoryLock
from gate.log.log import Log
from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.log.store import LogReader
from gate.log.tiled import verify_tiles
from gate.log.tiles import Tile, tiles_of
from tests.logs import GATE_KEYS, draft, open_log
from tests.stores import STORES
from tests.witnesses import LOG, cosigned, policy

VKEY = LOG.verifier.vkey
MOST = 515
SIZES = (0, 1, 3, 200, 255, 256, 257, 511, 512, MOST)


class Grown:
    """A log of `MOST` entries that can be read as it was at any size."""

    def __init__(self, directory: Path) -> None:
        log = open_log(directory)
        for number in range(MOST):
            log.append(draft(number))
        self.log: Log = log
        self.reader: LogReader = open_reader(directory, STORES.url(directory))

    def note(self, size: int) -> str:
        """The checkpoint of a size; each entry was a batch of its own."""
        note = self.reader.checkpoint_at(size)
        assert note is not None
        return note


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    made = Grown(tmp_path_factory.mktemp("log") / "var")
    yield made
    made.reader.close()
    made.log.close()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `tile/`."""
    return {
        str(path.relative_to(folder / "tile")): path.read_bytes()
        for path in (folder / "tile").rglob("*")
        if path.is_file()
    }


def check(folder: Path) -> Report:
    return verify_tiles(folder, vkey=VKEY, gate_keys=GATE_KEYS)


def test_what_is_published_is_what_the_service_serves(grown: Grown, tmp_path: Path) -> None:
    """Every tile of that size, and nothing else."""
    done = publish(grown.reader, grown.note(MOST), tmp_path / "out")
    tiles = list(tiles_of(MOST))

    assert (done.size, done.written) == (MOST, len(tiles))
    assert contents(tmp_path / "out") == {tile.path: grown.log.tile(tile) for tile in tiles}
    assert (tmp_path / "out" / "checkpoint").read_text() == grown.note(MOST)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["checkpoint", "tile"]


def test_growing_changes_no_path_and_is_whole_at_every_step(grown: Grown, tmp_path: Path) -> None:
    """Full tiles stay, partial ones go when their full one is there."""
    seen: dict[str, bytes] = {}
    for size in SIZES:
        publish(grown.reader, grown.note(size), tmp_path)
        now = contents(tmp_path) if size else {}

        assert check(tmp_path).clean
        assert check(tmp_path).size == size
        assert {tile.path for tile in tiles_of(size)} <= set(now)
        assert all(now.get(path, content) == content for path, content in seen.items())
        gone = seen.keys() - now.keys()
        assert all(path.partition(".p/")[0] in now for path in gone)
        seen |= now


def test_publishing_again_writes_nothing(grown: Grown, tmp_path: Path) -> None:
    """And an older checkpoint than the one that is shown changes nothing."""
    publish(grown.reader, grown.note(300), tmp_path)
    before = contents(tmp_path)

    assert publish(grown.reader, grown.note(300), tmp_path).written == 0
    assert publish(grown.reader, grown.note(200), tmp_path).size == 300
    assert contents(tmp_path) == before
    assert (tmp_path / "checkpoint").read_text() == grown.note(300)


def test_cosignatures_that_come_later_are_published(grown: Grown, tmp_path: Path) -> None:
    """The checkpoint is the one file that is replaced."""
    publish(grown.reader, grown.note(3), tmp_path)
    publish(grown.reader, cosigned(grown.note(3), 1), tmp_path)
    report = verify_tiles(tmp_path, vkey=VKEY, policy=policy("quorum w1"))
    lacking = verify_tiles(tmp_path, vkey=VKEY, policy=policy("quorum w2"))

    assert report.clean
    assert [found.code for found in lacking.findings] == ["witnesses"]


class Crash(BaseException):
    """Ends a run as a crash would: nothing after it is executed by the run."""


def test_a_crash_at_any_step_leaves_a_whole_log(
    grown: Grown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every flush, before and after it; the next run completes what was begun."""
    published = tmp_path / "published"
    publish(grown.reader, grown.note(250), published)
    steps = 0
    for crash_at in count(1):
        folder = tmp_path / str(crash_at)
        shutil.copytree(published, folder)
        calls = count(1)

        def crashing(descriptor: int, at: int = crash_at, calls: Iterator[int] = calls) -> None:
            if next(calls) == at:
                raise Crash

        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", crashing)
            try:
                publish(grown.reader, grown.note(MOST), folder)
            except Crash:
                steps = crash_at
            else:
                break
        assert check(folder).clean
        assert check(folder).size in {250, MOST}
        assert publish(grown.reader, grown.note(MOST), folder).size == MOST
        assert check(folder).clean
        assert check(folder).size == MOST
        shutil.rmtree(folder)
    assert steps > 20


def test_a_full_disk_is_an_error_and_shows_nothing_partial(
    grown: Grown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checkpoint that was there stands."""
    publish(grown.reader, grown.note(100), tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(LogUnavailable, match="No space left"):
            publish(grown.reader, grown.note(MOST), tmp_path)

    assert check(tmp_path).clean
    assert check(tmp_path).size == 100


def test_another_content_in_the_way_is_never_overwritten(grown: Grown, tmp_path: Path) -> None:
    """The run ends, the file and the checkpoint stay as they were."""
    publish(grown.reader, grown.note(100), tmp_path)
    wrong = tmp_path / "tile/0/000.p/200"
    wrong.write_bytes(b"x" * 200 * 32)

    with pytest.raises(VerificationFailed, match="never overwritten"):
        publish(grown.reader, grown.note(200), tmp_path)

    assert wrong.read_bytes() == b"x" * 200 * 32
    assert check(tmp_path).size == 100


def test_a_log_that_was_put_back_is_not_published(grown: Grown, tmp_path: Path) -> None:
    """Neither shorter than what was published, nor of another history."""
    publish(grown.reader, grown.note(3), tmp_path / "out")
    before = (tmp_path / "out" / "checkpoint").read_text()
    for count_, first in ((2, 0), (5, 100)):
        other = open_log(tmp_path / f"other-{first}")
        for number in range(first, first + count_):
            other.append(draft(number))
        reader = open_reader(tmp_path / f"other-{first}", STORES.url(tmp_path / f"other-{first}"))
        with pytest.raises((VerificationFailed, LogUnavailable)):
            publish(reader, reader.checkpoint()[1], tmp_path / "out")
        reader.close()
        other.close()

    assert (tmp_path / "out" / "checkpoint").read_text() == before


def test_a_checkpoint_of_another_root_or_log_is_not_published(grown: Grown, tmp_path: Path) -> None:
    """What is published is what the database holds."""
    for note in (sign_checkpoint(3, bytes(32), LOG), sign_checkpoint(MOST + 1, bytes(32), LOG)):
        with pytest.raises(VerificationFailed, match="does not have the root"):
            publish(grown.reader, note, tmp_path)
    with pytest.raises(VerificationFailed, match="not signed"):
        publish(grown.reader, grown.note(3).replace("decisions", "decision"), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_foreign_folder_is_left_alone(grown: Grown, tmp_path: Path) -> None:
    """A checkpoint that this log did not sign means that the folder is somebody else's."""
    (tmp_path / "checkpoint").write_text("something\n")

    with pytest.raises(VerificationFailed, match="another folder"):
        publish(grown.reader, grown.note(3), tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint"]


def test_one_folder_has_one_publisher(grown: Grown, tmp_path: Path) -> None:
    """A second run says so, and changes nothing."""
    lock = DirectoryLock(tmp_path)

    with pytest.raises(Misconfigured, match="publishes to"):
        publish(grown.reader, grown.note(3), tmp_path)
    lock.release()

    assert list(tmp_path.iterdir()) == []


class Changed:
    """A reader that gives one entry, or one hash, other than it was."""

    def __init__(self, reader: LogReader, *, leaf: int = -1, node: int = -1) -> None:
        self._reader, self._leaf, self._node = reader, leaf, node

    def __getattr__(self, name: str) -> object:
        return getattr(self._reader, name)

    def leaves(self, first: int, number: int) -> object:
        from dataclasses import replace  # noqa: PLC0415

        return [
            replace(stored, leaf=stored.leaf + b" ") if stored.index == self._leaf else stored
            for stored in self._reader.leaves(first, number)
        ]

    def nodes(self, positions: list[int]) -> object:
        return [
            bytes(32) if position == self._node else found
            for position, found in zip(positions, self._reader.nodes(positions), strict=True)
        ]


@pytest.mark.parametrize(
    "changed", [{"leaf": 4}, {"leaf": 300}, {"node": 3}, {"node": Tile(0, 1).root_position()}]
)
def test_what_was_changed_in_the_database_is_not_published(
    grown: Grown, tmp_path: Path, changed: dict[str, int]
) -> None:
    """An entry, the hash of one, or a hash that a tile above holds."""
    reader = Changed(grown.reader, **changed)

    with pytest.raises(VerificationFailed):
        publish(reader, grown.note(MOST), tmp_path)  # type: ignore[arg-type]

    assert not (tmp_path / "checkpoint").exists()
