"""`gate log erase`, and what the other commands say of values that were erased or withheld."""

import json
from pathlib import Path

import pytest

from gate.log.erasure import HOLDS_FILE
from gate.log.keys import load_or_create_keys
from gate.log.lock import DirectoryLock
from gate.log.log import Log
from gate.log.paths import keys_in
from tests.logs import ORIGIN
from tests.personal import ANNA, BO, append
from tests.unit.cli.commands import Said, gate

ORDER = ("--reason", "Art. 17, case 81", "--actor", "dpo")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with two decisions: both name Anna, the first Bo, too."""
    keys = load_or_create_keys(keys_in(tmp_path))
    log = Log.open(tmp_path, origin=ORIGIN, log_key=keys.log, gate_key=keys.gate)
    append(log, 0, ANNA, BO, gate_keyid=keys.gate_keyid)
    append(log, 1, ANNA, gate_keyid=keys.gate_keyid)
    log.close()
    return tmp_path


def erase(var: Path, person: str, *more: str) -> Said:
    arguments = ("--var", var, "--person", person, *ORDER, *more)
    return gate("log", "erase", *arguments, GATE_ORIGIN=ORIGIN)


def state(var: Path) -> dict[str, int]:
    said = gate("log", "verify", "--var", var, "--output", "json")
    assert said.code == 0, said.out
    return {name: count for name, count in json.loads(said.out)["personal"].items() if count}


def test_a_person_is_erased_once(var: Path) -> None:
    """First shown, then done, then gone; the check of the log stays clean throughout."""
    dry = erase(var, ANNA["id"], "--dry-run")
    assert (dry.code, dry.out) == (0, "2 decisions name this person; nothing was changed.\n")
    assert state(var) == {"disclosed": 16}

    done = erase(var, ANNA["id"], "--yes")
    assert (done.code, done.out) == (0, "Erased from 2 decisions; logged as #2.\n")
    assert state(var) == {"disclosed": 5, "redacted": 11}
    assert "5 disclosed, 11 redacted" in gate("log", "verify", "--var", var).out

    again = erase(var, ANNA["id"], "--yes")
    assert again.code == 2
    assert "no personal values" in again.err


def test_it_is_told_to_programs(var: Path) -> None:
    """How many decisions, and which entries say so."""
    done = erase(var, BO["id"], "--yes", "--output", "json")

    assert json.loads(done.out) == {"erased": True, "decisions": 1, "entries": [2]}


def test_nothing_is_erased_without_confirmation(var: Path) -> None:
    """Where nobody can be asked, it has to be given."""
    said = erase(var, ANNA["id"])

    assert said.code == 2
    assert "--yes" in said.err
    assert state(var) == {"disclosed": 16}


def test_nothing_is_erased_beside_a_running_gate(var: Path) -> None:
    """The folder has one writer."""
    lock = DirectoryLock(var)
    said = erase(var, ANNA["id"], "--yes")
    lock.release()

    assert said.code == 2
    assert "Another process writes the log" in said.err
    assert state(var) == {"disclosed": 16}


def test_nothing_is_erased_under_a_hold(var: Path) -> None:
    """Nor is anything shown."""
    (var / HOLDS_FILE).write_text(f"{ANNA['id']}\n", encoding="utf-8")
    said = erase(var, ANNA["id"], "--yes")

    assert said.code == 2
    assert "legal hold" in said.err
    assert state(var) == {"disclosed": 16}


def test_nothing_is_erased_where_there_is_no_log(tmp_path: Path) -> None:
    """And none is begun."""
    assert erase(tmp_path, ANNA["id"], "--yes").code == 2
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_found_without_the_key(var: Path) -> None:
    """It says what is missing, and makes no other."""
    (keys_in(var) / "personal.key").unlink()
    said = erase(var, ANNA["id"], "--yes")

    assert said.code == 2
    assert "personal data" in said.err
    assert not (keys_in(var) / "personal.key").exists()
    assert state(var) == {"withheld": 16}


def test_a_bundle_has_the_values_or_says_that_they_are_withheld(var: Path) -> None:
    """Both are clean, and neither has what was erased."""
    assert erase(var, BO["id"], "--yes").code == 0
    shown = json.loads(
        gate("keys", "show", "--var", var, "--origin", ORIGIN, "--output", "json").out
    )
    for options, name, count in (
        ((), "disclosed", 11),
        (("--withhold-personal",), "withheld", 11),
    ):
        bundle = var / f"{name}.tar"
        exported = gate("log", "export", "--var", var, "--out", bundle, *options)
        assert (exported.code, "personal values are withheld" in exported.out) == (0, bool(options))
        told = gate(
            *("log", "verify", "--bundle", bundle, "--vkey", shown["log"]["vkey"]),
            *("--output", "json"),
        )
        assert told.code == 0, told.out
        report = json.loads(told.out)
        assert (report["personal"][name], report["personal"]["redacted"]) == (count, 5)
        assert b"bo.lund" not in bundle.read_bytes()
