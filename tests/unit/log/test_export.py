"""The log as one file: the same bytes each time, readable by any tar, whole or not there."""

import hashlib
import json
import sqlite3
import subprocess
import tarfile
from pathlib import Path

import pytest

from gate.errors import Invalid, LogUnavailable, NotFound, TooLarge
from gate.limits import EXPORT_BYTES_MAX, EXPORT_FILE_BYTES_MAX, EXPORT_FILES_MAX
from gate.log import archive
from gate.log.archive import MANIFEST, Archive
from gate.log.export import Part, export
from gate.log.paths import database_in
from gate.log.readers import open_reader
from tests.logs import GATE_KEYID, ORIGIN, RELEASE, contents, draft, open_log
from tests.stores import STORES

SIZE = 5


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with five decisions."""
    log = open_log(tmp_path)
    for number in range(SIZE):
        log.append(draft(number))
    log.close()
    return tmp_path


def exported(var: Path, name: str = "out.tar", **options: object) -> Path:
    reader = open_reader(var, STORES.url(var))
    try:
        export(reader, reader.checkpoint()[1], var / name, **options)  # type: ignore[arg-type]
    finally:
        reader.close()
    return var / name


def files(bundle: Path) -> dict[str, bytes]:
    with tarfile.open(bundle, "r:") as opened:
        return {item.name: opened.extractfile(item).read() for item in opened}  # type: ignore[union-attr]


def data_paths(*numbers: int) -> set[str]:
    return {
        f"replay/data/sha256/{hashlib.sha256(content).hexdigest()}"
        for number in numbers
        for content in contents(number)
    }


def test_the_whole_log_is_its_tiles_and_what_entries_name(var: Path) -> None:
    """With the checkpoint, and the gate's key for information."""
    held = files(exported(var))

    assert set(held) == {
        "checkpoint",
        f"keys/gate/{GATE_KEYID}.pem",
        "tile/entries/000.p/5",
        "tile/0/000.p/5",
        MANIFEST,
        *data_paths(*range(SIZE)),
        f"replay/policies/sha256/{hashlib.sha256(RELEASE).hexdigest()}",
    }
    assert list(held)[-1] == MANIFEST
    for path in data_paths(0):
        assert hashlib.sha256(held[path]).hexdigest() == path.rpartition("/")[2]


def test_a_part_has_each_entry_with_its_proof(var: Path) -> None:
    """And nothing of the entries around it."""
    held = files(exported(var, part=Part(1, 3)))

    assert set(held) == {
        "checkpoint",
        f"keys/gate/{GATE_KEYID}.pem",
        "entries/1.dsse.json",
        "entries/2.dsse.json",
        "proofs/1.tlog-proof",
        "proofs/2.tlog-proof",
        MANIFEST,
        *data_paths(1, 2),
        f"replay/policies/sha256/{hashlib.sha256(RELEASE).hexdigest()}",
    }


def test_the_list_names_every_other_file(var: Path) -> None:
    """By path, size and SHA-256, sorted, with the range."""
    held = files(exported(var, part=Part(1, 3), since=[2]))
    listed = json.loads(held.pop(MANIFEST))

    assert {key: listed[key] for key in ("format", "origin", "range")} == {
        "format": "gatelog-bundle/1",
        "origin": ORIGIN,
        "range": {"first": 1, "end": 3},
    }
    assert listed["files"] == [
        {"path": path, "sha256": hashlib.sha256(held[path]).hexdigest(), "size": len(held[path])}
        for path in sorted(held)
    ]


def test_an_earlier_checkpoint_comes_with_the_proof_that_the_log_grew(var: Path) -> None:
    """For whoever holds that one."""
    held = files(exported(var, since=[2, 2]))

    assert b"\n2\n" in held["checkpoints/2"]
    assert len(held["consistency/2-5.txt"].splitlines()) == 2


def test_contents_can_stay_at_home(var: Path) -> None:
    """Where they are confidential, or too many."""
    assert not data_paths(*range(SIZE)) & set(files(exported(var, with_contents=False)))


def test_the_same_log_gives_the_same_bytes(var: Path) -> None:
    """Whenever it is exported, and by whom."""
    assert exported(var, "a.tar").read_bytes() == exported(var, "b.tar").read_bytes()


def test_an_empty_log_can_be_exported(tmp_path: Path) -> None:
    """It has a checkpoint too."""
    open_log(tmp_path).close()

    assert set(files(exported(tmp_path))) == {
        "checkpoint",
        f"keys/gate/{GATE_KEYID}.pem",
        MANIFEST,
    }


def test_other_tools_list_the_archive(var: Path) -> None:
    """As POSIX has it."""
    listed = subprocess.run(
        ["tar", "tvf", exported(var)], check=True, capture_output=True, text=True
    ).stdout
    line = next(line for line in listed.splitlines() if line.endswith(" checkpoint"))

    assert line.startswith("-rw-r--r-- 0/0")
    assert " 1970-01-01 " in line


@pytest.mark.parametrize("part", [Part(0, 6), Part(3, 3), Part(4, 2), Part(-1, 2), Part(5, 6)])
def test_a_part_that_the_log_does_not_have_is_refused(var: Path, part: Part) -> None:
    """And no file appears."""
    with pytest.raises(Invalid, match="from 0 to 4"):
        exported(var, part=part)

    assert not (var / "out.tar").exists()


@pytest.mark.parametrize("since", [0, 6])
def test_an_earlier_size_that_cannot_be_is_refused(var: Path, since: int) -> None:
    """From 1 to what the log has."""
    with pytest.raises(Invalid, match="from 1 to 5"):
        exported(var, since=[since])


def test_a_size_without_a_checkpoint_is_not_found(tmp_path: Path) -> None:
    """Where several entries were sequenced at once."""
    log = open_log(tmp_path)
    for number in range(3):
        log.append(draft(number))
    log.close()
    with sqlite3.connect(database_in(tmp_path)) as database:
        database.execute("DROP TRIGGER checkpoint_never_delete")
        database.execute("DELETE FROM checkpoint WHERE size = 2")

    with pytest.raises(NotFound, match="size 2"):
        exported(tmp_path, since=[2])
    assert sorted(path.name for path in tmp_path.glob("*out.tar*")) == []


def test_damage_goes_into_the_bundle_as_it_is(var: Path) -> None:
    """So that it can be shown to others."""
    with sqlite3.connect(database_in(var)) as database:
        database.execute("DROP TRIGGER leaf_never_update")
        database.execute("UPDATE leaf SET leaf = CAST(leaf || x'20' AS BLOB) WHERE idx = 3")
        database.execute("DROP TRIGGER blob_never_delete")
        digest = hashlib.sha256(contents(1)[0]).digest()
        database.execute("DELETE FROM blob WHERE digest = ?", (digest,))

    held = files(exported(var))

    assert b"} \0" not in held["tile/entries/000.p/5"]
    assert held["tile/entries/000.p/5"].count(b"} ") == 1
    assert f"replay/data/sha256/{digest.hex()}" not in held


def test_progress_is_told(var: Path) -> None:
    """In entries."""
    steps: list[tuple[int, int]] = []
    exported(var, part=Part(1, 4), progress=lambda done, of: steps.append((done, of)))

    assert steps == [(3, 3)]


def test_a_file_at_its_bound_is_written_and_one_past_it_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EXPORT_FILE_BYTES_MAX, EXPORT_FILES_MAX and EXPORT_BYTES_MAX, as small numbers here."""
    assert (EXPORT_FILE_BYTES_MAX, EXPORT_FILES_MAX) == (64 << 20, 200_000)
    assert EXPORT_BYTES_MAX == 64 << 30
    monkeypatch.setattr(archive, "EXPORT_FILE_BYTES_MAX", 10)
    monkeypatch.setattr(archive, "EXPORT_FILES_MAX", 3)
    with Archive(tmp_path / "a.tar") as opened:
        opened.add("a", bytes(10))
        with pytest.raises(TooLarge, match="at most 10 bytes"):
            opened.add("b", bytes(11))
        opened.add("b", b"")
        with pytest.raises(TooLarge, match="at most 3 files"):
            opened.add("c", b"")
        monkeypatch.setattr(archive, "EXPORT_BYTES_MAX", 1)
        with pytest.raises(TooLarge, match="at most 1 bytes"):
            opened.finish({})

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Before anything is read."""
    with pytest.raises(LogUnavailable, match="cannot be written"):
        Archive(tmp_path / "absent" / "a.tar")


def test_a_draft_that_fails_leaves_the_file_that_was_there(tmp_path: Path) -> None:
    """Whole or not at all."""
    target = tmp_path / "a.tar"
    target.write_bytes(b"before")
    with pytest.raises(TooLarge), Archive(target) as opened:
        opened.add("a", bytes(EXPORT_FILE_BYTES_MAX + 1))

    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.tar"]


def test_sizes_and_names_are_as_tar_writes_them(tmp_path: Path) -> None:
    """The header block is, byte for byte, the one of Python's library."""
    with Archive(tmp_path / "a.tar") as opened:
        opened.add("tile/x001/000", b"some")
        opened.finish({})
    info = tarfile.TarInfo("tile/x001/000")
    info.size = 4

    assert (tmp_path / "a.tar").read_bytes()[:512] == info.tobuf(tarfile.USTAR_FORMAT)
