"""The store of evidence files."""

import hashlib
import os
import stat
from pathlib import Path

import pytest

from gate.errors import EvidenceUnavailable, Invalid, NotFound, TooLarge
from gate.intake.evidence import EvidenceStore, is_sha256_hex
from gate.limits import EVIDENCE_REMEMBERED_MAX

CONTENT = b"a report"
NAME = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path):
    return EvidenceStore(tmp_path / "evidence")


def _files(tmp_path):
    return sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file())


def test_what_was_received_is_there(store):
    """It has a size, it can be read, and its bytes match its name."""
    assert store.receive(NAME, [CONTENT[:3], b"", CONTENT[3:]]) is True

    assert store.has(NAME)
    assert store.size(NAME) == len(CONTENT)
    assert store.verified(NAME) is True
    with store.open(NAME) as file:
        assert file.read() == CONTENT


def test_what_is_not_there_is_not_known(store):
    """Neither true nor false."""
    assert store.verified(NAME) is None
    assert store.size(NAME) is None
    assert not store.has(NAME)
    with pytest.raises(NotFound):
        store.open(NAME)


def test_receiving_twice_changes_nothing(store, tmp_path):
    """The second time is not new, and the bytes are checked all the same."""
    store.receive(NAME, [CONTENT])
    before = store.path_of(NAME).stat()

    assert store.receive(NAME, [CONTENT]) is False
    assert store.path_of(NAME).stat().st_ino == before.st_ino
    with pytest.raises(Invalid):
        store.receive(NAME, [b"something else"])
    assert len(_files(tmp_path)) == 1


def test_other_bytes_than_announced_are_refused(store, tmp_path):
    """Nothing is left behind."""
    with pytest.raises(Invalid) as refused:
        store.receive(NAME, [CONTENT, b"!"])

    assert [problem.code for problem in refused.value.problems] == ["digest"]
    assert _files(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a" * 63,
        "a" * 65,
        NAME.upper(),
        "g" * 64,
        "../" + "a" * 61,
        NAME + "\n",
        "/etc/passwd",
        NAME[:63] + "\0",
        "é" * 64,
    ],
)
def test_only_a_digest_is_a_name(store, tmp_path, name):
    """Nothing else reaches the file system."""
    assert not is_sha256_hex(name)
    with pytest.raises(Invalid):
        store.receive(name, [CONTENT])
    with pytest.raises(NotFound):
        store.open(name)
    assert store.verified(name) is None
    assert not store.has(name)
    assert _files(tmp_path) == []


def test_the_size_is_bounded_while_it_streams(tmp_path):
    """As many bytes as allowed are stored; one more is refused before the rest is read."""
    store = EvidenceStore(tmp_path / "evidence", bytes_max=len(CONTENT))
    read = []

    def chunks():
        for chunk in (CONTENT, b"x", b"never read"):
            read.append(chunk)
            yield chunk

    assert store.receive(NAME, [CONTENT])
    with pytest.raises(TooLarge):
        store.receive(NAME, chunks())
    assert read == [CONTENT, b"x"]
    assert len(_files(tmp_path)) == 1


def test_leaving_without_commit_forgets_the_file(store, tmp_path):
    """As when the sender goes away in the middle."""
    with store.incoming(NAME) as incoming:
        incoming.write(CONTENT)
        assert len(_files(tmp_path)) == 1

    assert _files(tmp_path) == []
    assert not store.has(NAME)


def test_changed_bytes_are_found(store):
    """However the file was changed: other bytes of the same length, with the old time."""
    store.receive(NAME, [CONTENT])
    path = store.path_of(NAME)
    assert store.verified(NAME) is True
    times = path.stat()
    path.write_bytes(CONTENT.swapcase())
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert store.verified(NAME) is False


def test_a_changed_file_is_replaced_by_the_right_one(store):
    """Receiving the right bytes again mends the store."""
    store.receive(NAME, [CONTENT])
    store.path_of(NAME).write_bytes(b"changed")
    assert store.verified(NAME) is False

    assert store.receive(NAME, [CONTENT]) is True
    assert store.verified(NAME) is True


def test_bytes_are_hashed_once(store, monkeypatch):
    """A decision with eighty files does not hash them again."""
    store.receive(NAME, [CONTENT])
    store.verified(NAME)
    monkeypatch.setattr(
        EvidenceStore, "_hashed_again", lambda *_: pytest.fail("the file was hashed again")
    )

    assert store.verified(NAME) is True


def test_what_is_remembered_is_bounded(store):
    """The oldest check is forgotten first."""
    for number in range(EVIDENCE_REMEMBERED_MAX + 1):
        store._remember(f"{number:064x}", (0, 0, 0, 0, 0), matches=True)

    assert len(store._verified) == EVIDENCE_REMEMBERED_MAX
    assert store._remembered(f"{0:064x}") is None
    assert store._remembered(f"{1:064x}") is not None


def test_only_the_owner_can_read(store, tmp_path):
    """Evidence may hold what not everybody on the machine may see."""
    store.receive(NAME, [CONTENT])
    modes = {
        path.relative_to(tmp_path): stat.S_IMODE(path.stat().st_mode)
        for path in (tmp_path / "evidence", *(tmp_path / "evidence").rglob("*"))
    }

    assert modes == {
        Path("evidence"): 0o700,
        Path("evidence/incoming"): 0o700,
        Path("evidence") / NAME[:2]: 0o700,
        Path("evidence") / NAME[:2] / NAME: 0o600,
    }


def test_a_link_is_not_evidence(store, tmp_path):
    """Whoever can write into the folder cannot make the gate read another file."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(CONTENT)
    store.path_of(NAME).parent.mkdir()
    store.path_of(NAME).symlink_to(elsewhere)

    assert store.verified(NAME) is None
    with pytest.raises(NotFound):
        store.open(NAME)
    assert store.receive(NAME, [CONTENT]) is True
    assert not store.path_of(NAME).is_symlink()


def test_a_file_that_cannot_be_read_is_an_error(store, monkeypatch):
    """A broken disk is neither a match nor a mismatch: the gate could not decide."""
    store.receive(NAME, [CONTENT])

    def broken(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", broken)
    with pytest.raises(EvidenceUnavailable):
        store.verified(NAME)


def test_a_full_disk_is_an_error_and_leaves_nothing(store, tmp_path, monkeypatch):
    """The file is not stored, and its name is not taken."""

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EvidenceUnavailable):
        store.receive(NAME, [CONTENT])
    assert _files(tmp_path) == []


def test_bytes_are_durable_before_the_name_is(store, monkeypatch):
    """The file is synced before it is renamed, and its folders after."""
    steps = []
    sync, replace = os.fsync, Path.replace

    def traced_sync(descriptor):
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    def traced_replace(path, target):
        steps.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", traced_sync)
    monkeypatch.setattr(Path, "replace", traced_replace)
    store.receive(NAME, [CONTENT])

    assert steps == ["file", "folder", "rename", "folder"]


def test_leftovers_of_a_crash_are_removed(store, tmp_path):
    """What was being received when a server died is no evidence."""
    (tmp_path / "evidence/incoming/tmpabc").write_bytes(b"half")
    store.receive(NAME, [CONTENT])

    assert store.remove_leftovers() == 1
    assert _files(tmp_path) == [store.path_of(NAME)]
