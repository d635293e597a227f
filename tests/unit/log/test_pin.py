"""The pinned checkpoint."""

from pathlib import Path

import pytest

from gate.errors import LogUnavailable, Misconfigured, VerificationFailed
from gate.log.checkpoint import sign_checkpoint
from gate.log.note import Signer
from gate.log.pin import Pin
from tests.logs import GATE_KEY, LOG_KEY, ORIGIN

SIGNER = Signer.of(ORIGIN, LOG_KEY)
VERIFIER = SIGNER.verifier


def _note(size: int) -> str:
    return sign_checkpoint(size, bytes([size % 256]) * 32, SIGNER)


def _size(path: Path) -> int | None:
    pinned = Pin(path).read(VERIFIER)
    return None if pinned is None else pinned.size


def test_before_the_first_checkpoint_there_is_none(tmp_path: Path) -> None:
    """No file means that nothing was pinned."""
    assert _size(tmp_path / "pin") is None


def test_the_newest_checkpoint_is_read(tmp_path: Path) -> None:
    """After each write, by the same process or after a restart in between."""
    path = tmp_path / "pin"
    pin = Pin(path)
    for size in range(8):
        pin.write(_note(size))
        assert _size(path) == size
        if size % 3 == 0:
            pin = Pin(path)
            pin.read(VERIFIER)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Whoever may write it may hide a rollback."""
    Pin(tmp_path / "pin").write(_note(1))

    assert (tmp_path / "pin").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["pin"]


def test_a_write_that_power_cut_short_leaves_the_checkpoint_before(tmp_path: Path) -> None:
    """Whatever part of the next note reached the disk, one that holds is read."""
    path = tmp_path / "pin"
    pin = Pin(path)
    pin.write(_note(1))
    pin.write(_note(2))
    before = path.read_bytes()
    pin.write(_note(3))
    after = path.read_bytes()
    for cut in range(0, len(after), 7):
        path.write_bytes(after[:cut] + before[cut:])
        assert _size(path) in {2, 3}


def test_a_note_that_a_person_put_there_is_read(tmp_path: Path) -> None:
    """The end of a receipt, as it is, and the log writes on from it."""
    path = tmp_path / "pin"
    path.write_text(_note(5), encoding="utf-8")
    pin = Pin(path)

    assert _size(path) == 5
    pin.read(VERIFIER)
    pin.write(_note(6))
    assert _size(path) == 6


def test_a_file_in_which_nothing_holds_is_refused(tmp_path: Path) -> None:
    """Empty, rubbish, or another key's: that is not the same as no file."""
    path = tmp_path / "pin"
    stranger = sign_checkpoint(9, bytes(32), Signer.of(ORIGIN, GATE_KEY))
    for content in (b"", b"rubbish", b"\xff" * 8192, stranger.encode()):
        path.write_bytes(content)
        with pytest.raises(VerificationFailed, match="signed by the log's key"):
            Pin(path).read(VERIFIER)


def test_a_pin_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A folder in its place is no file."""
    with pytest.raises(Misconfigured, match="cannot be read"):
        Pin(tmp_path).read(VERIFIER)


def test_a_pin_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """The caller must not answer then."""
    for path in (tmp_path, tmp_path / "nowhere" / "pin"):
        with pytest.raises(LogUnavailable, match="pinned"):
            Pin(path).write(_note(1))


def test_a_pin_that_was_removed_is_made_again(tmp_path: Path) -> None:
    """A file that disappears while the log is open comes back with the next checkpoint."""
    path = tmp_path / "pin"
    pin = Pin(path)
    pin.write(_note(1))
    path.unlink()
    pin.write(_note(2))

    assert _size(path) == 2
