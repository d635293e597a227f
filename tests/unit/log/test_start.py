"""What a log refuses to start with."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.errors import Misconfigured, VerificationFailed
from gate.limits import START_CHECK_ENTRIES
from gate.log import start
from gate.log.paths import database_in, pin_in
from gate.log.schema import SCHEMA_VERSION
from tests.logs import draft, open_log

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


def _log_of(folder: Path, count: int, first: int = 0) -> None:
    log = open_log(folder)
    for number in range(first, first + count):
        log.append(draft(number))
    log.close()


def _refusal(folder: Path, **options: object) -> str:
    with pytest.raises(Misconfigured) as raised:
        open_log(folder, **options)
    return raised.value.detail


def _change(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(database_in(folder))
    for [name] in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type='trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("option", "what"),
    [
        ({"origin": "other.example/log"}, "origin"),
        ({"log_key": OTHER_KEY}, "log key"),
        ({"gate_key": OTHER_KEY}, "gate key"),
    ],
)
def test_another_identity_is_refused(tmp_path: Path, option: dict[str, object], what: str) -> None:
    """The log keeps the origin and the keys that it was begun with, from its first start on."""
    pin = tmp_path / "pin"
    _log_of(tmp_path / "empty", 0)
    _log_of(tmp_path / "full", 2)
    for name in ("empty", "full"):
        message = _refusal(tmp_path / name, **option, pin=pin)
        assert f"another {what}" in message
        assert "Found: log" in message
        assert "Configured: log" in message
    open_log(tmp_path / "full").close()


def test_an_origin_that_no_log_can_have_is_refused(tmp_path: Path) -> None:
    """It is the name of the key that signs."""
    for origin in ("", "with space", "with+plus"):
        with pytest.raises(VerificationFailed):
            open_log(tmp_path, origin=origin)


def test_an_older_database_is_refused(tmp_path: Path) -> None:
    """A backup that was put back is behind the pinned checkpoint; nothing is signed."""
    folder = tmp_path / "var"
    _log_of(folder, 2)
    shutil.copy(database_in(folder), tmp_path / "backup")
    _log_of(folder, 3, first=2)
    shutil.copy(tmp_path / "backup", database_in(folder))
    message = _refusal(folder)

    assert "it has 2 entries" in message
    assert "covers 5" in message
    assert "Put back the newest copy" in message
    assert "gate log verify" in message


def test_a_log_that_forks_is_refused(tmp_path: Path) -> None:
    """A database of the same keys that is ahead, but with other entries."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    _log_of(ours, 2)
    _log_of(theirs, 4, first=10)
    shutil.copy(database_in(theirs), database_in(ours))

    assert "do not continue" in _refusal(ours)


def test_a_missing_database_is_refused(tmp_path: Path) -> None:
    """Where a pinned checkpoint says that there was a log, none is begun."""
    _log_of(tmp_path, 2)
    database_in(tmp_path).unlink()

    assert "there is no database" in _refusal(tmp_path)
    assert not database_in(tmp_path).exists()


def test_a_missing_pin_is_refused(tmp_path: Path) -> None:
    """Without it nobody can tell whether entries are missing; any held checkpoint will do."""
    log = open_log(tmp_path)
    receipts = [log.append(draft(number)) for number in range(3)]
    log.close()
    pin_in(tmp_path).unlink()
    message = _refusal(tmp_path)
    assert "no checkpoint is pinned" in message
    assert "every receipt ends in one" in message

    pin_in(tmp_path).write_text(receipts[1].checkpoint, encoding="utf-8")
    _log_of(tmp_path, 1, first=3)


def test_an_empty_log_needs_no_pin(tmp_path: Path) -> None:
    """A crash between the first two files of a log leaves nothing to lose."""
    open_log(tmp_path).close()
    pin_in(tmp_path).unlink()
    open_log(tmp_path).close()

    assert pin_in(tmp_path).exists()


def test_a_pin_that_does_not_hold_is_refused(tmp_path: Path) -> None:
    """Rubbish is not the same as nothing."""
    _log_of(tmp_path, 2)
    pin_in(tmp_path).write_text("rubbish", encoding="utf-8")

    assert "pinned checkpoint does not hold" in _refusal(tmp_path)


def test_a_pin_behind_the_log_is_brought_up(tmp_path: Path) -> None:
    """A crash between commit and pin leaves it one batch behind, which is no rollback."""
    log = open_log(tmp_path)
    first = log.append(draft(0))
    second = log.append(draft(1))
    log.close()
    pin_in(tmp_path).write_text(first.checkpoint, encoding="utf-8")
    open_log(tmp_path).close()

    assert second.checkpoint.encode() in pin_in(tmp_path).read_bytes()


def test_a_pin_may_lie_elsewhere(tmp_path: Path) -> None:
    """On another disk, where nobody restores it with the database."""
    pin = tmp_path / "elsewhere"
    log = open_log(tmp_path / "var", pin=pin)
    log.append(draft(0))
    log.close()

    assert pin.exists()
    assert not pin_in(tmp_path / "var").exists()
    open_log(tmp_path / "var", pin=pin).close()


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE leaf SET leaf = CAST(leaf || ' ' AS BLOB) WHERE idx = 2", "entry 2"),
        ("UPDATE decision SET outcome = 'deny' WHERE idx = 3", "entry 3"),
        ("UPDATE node SET hash = zeroblob(32) WHERE position = 0", "entry 0"),
        ("UPDATE checkpoint SET note = note || 'x' WHERE size = 5", "does not hold"),
        ("DELETE FROM leaf WHERE idx = 4", "do not end where"),
        ("DELETE FROM leaf WHERE idx = 1", "entry 1"),
        ("DELETE FROM checkpoint WHERE size = 5", "covers 5"),
        ("DELETE FROM node WHERE position > 6", "do not continue"),
        ("INSERT INTO leaf SELECT 5, 6, leaf FROM leaf WHERE idx = 4", "do not end where"),
        ("DELETE FROM blob WHERE rowid = 1", "entry 0"),
    ],
)
def test_a_changed_end_is_refused(tmp_path: Path, statement: str, what: str) -> None:
    """The last entries are checked in full at every start."""
    _log_of(tmp_path, 5)
    _change(tmp_path, statement)

    assert what in _refusal(tmp_path)


def test_the_start_checks_the_last_entries_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change before them is verification's to find; a change among them refuses the start."""
    monkeypatch.setattr(start, "START_CHECK_ENTRIES", 4)
    _log_of(tmp_path, 10)
    _change(tmp_path, "UPDATE decision SET outcome = 'deny' WHERE idx = 5")
    open_log(tmp_path).close()
    _change(tmp_path, "UPDATE decision SET outcome = 'deny' WHERE idx = 6")

    assert "entry 6" in _refusal(tmp_path)


def test_the_bound_of_the_start_check_is_exact(tmp_path: Path) -> None:
    """256 entries are checked, the 257th from the end is not."""
    _log_of(tmp_path, START_CHECK_ENTRIES + 2)
    _change(tmp_path, "UPDATE decision SET outcome = 'deny' WHERE idx = 1")
    open_log(tmp_path).close()
    _change(tmp_path, "UPDATE decision SET outcome = 'deny' WHERE idx = 2")

    assert "entry 2" in _refusal(tmp_path)


def test_an_end_that_skips_its_own_check_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry that claims to end the last batch leaves nothing to walk; the root still decides."""
    monkeypatch.setattr(start, "START_CHECK_ENTRIES", 4)
    log = open_log(tmp_path)
    beginning = log.checkpoint()
    for number in range(10):
        log.append(draft(number))
    log.close()
    pin_in(tmp_path).write_text(beginning, encoding="utf-8")
    _change(
        tmp_path,
        "UPDATE leaf SET sequenced_to = 10 WHERE idx = 5",
        "UPDATE node SET hash = zeroblob(32) WHERE position = (SELECT MAX(position) FROM node)",
    )

    assert "do not have the root" in _refusal(tmp_path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """An older program does not guess what a newer one wrote."""
    _log_of(tmp_path, 1)
    _change(tmp_path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

    assert re.search(
        rf"schema {SCHEMA_VERSION + 1}; this one knows {SCHEMA_VERSION}", _refusal(tmp_path)
    )


def test_another_database_is_refused(tmp_path: Path) -> None:
    """A file of another program is left alone."""
    connection = sqlite3.connect(database_in(tmp_path))
    connection.execute("CREATE TABLE other (x)")
    connection.close()

    assert "not a log" in _refusal(tmp_path)


def test_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its locks and flushes cannot be relied on."""
    monkeypatch.setattr(start, "filesystem_of", lambda _directory: "nfs4")

    assert "nfs4" in _refusal(tmp_path)
    assert not database_in(tmp_path).exists()


def test_a_refused_start_gives_everything_back(tmp_path: Path) -> None:
    """Once the cause is gone, the log opens, in the same process."""
    _log_of(tmp_path, 2)
    _refusal(tmp_path, log_key=OTHER_KEY)
    _log_of(tmp_path, 1, first=2)
