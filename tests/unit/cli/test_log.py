"""`gate log verify` and `gate log prove`, on a log on disk."""

import json
import sqlite3
from pathlib import Path

import pytest

from gate.log.checkpoint import peek_checkpoint
from gate.log.keys import load_or_create_keys
from gate.log.log import Log
from gate.log.paths import database_in, keys_in
from gate.log.receipt import verify_receipt
from tests.logs import ORIGIN, draft
from tests.unit.cli.commands import gate

SIZE = 5


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with five decisions."""
    keys = load_or_create_keys(keys_in(tmp_path))
    log = Log.open(tmp_path, origin=ORIGIN, log_key=keys.log, gate_key=keys.gate)
    for number in range(SIZE):
        log.append(draft(number, gate_keyid=keys.gate_keyid), seconds=60)
    log.close()
    return tmp_path


def vkey(var: Path) -> str:
    shown = gate("keys", "show", "--var", var, "--origin", ORIGIN, "--output", "json")
    return str(json.loads(shown.out)["log"]["vkey"])


def test_a_clean_log_leaves_with_zero(var: Path) -> None:
    """And says how much was checked, and with which key."""
    said = gate("log", "verify", "--var", var)
    given = gate("log", "verify", "--var", var, "--vkey", vkey(var))

    assert (said.code, given.code) == (0, 0)
    assert said.out.startswith(f"CLEAN  {ORIGIN}, 5 entries")
    assert "give --vkey from a source that you trust" in said.out
    assert "give --vkey" not in given.out


def test_a_changed_entry_leaves_with_one_and_its_index(var: Path) -> None:
    """For people and for programs."""
    with sqlite3.connect(database_in(var)) as database:
        database.execute("DROP TRIGGER leaf_never_update")
        database.execute("UPDATE leaf SET leaf = CAST(leaf || x'20' AS BLOB) WHERE idx = 3")

    text = gate("log", "verify", "--var", var)
    told = gate("log", "verify", "--var", var, "--output", "json")

    assert (text.code, told.code) == (1, 1)
    assert text.out.startswith("NOT CLEAN")
    assert "first bad entry: 3" in text.out
    assert json.loads(told.out)["first_bad_index"] == 3


def test_a_key_of_another_log_is_a_finding(var: Path, tmp_path: Path) -> None:
    """The whole log may have been replaced."""
    said = gate("log", "verify", "--var", var, "--vkey", vkey(tmp_path / "other"))

    assert said.code == 1
    assert said.out.startswith("NOT CLEAN")


@pytest.mark.parametrize(
    "arguments", [["--checkpoint", "nowhere"], ["--vkey", "no key"], ["--var", "nowhere"]]
)
def test_what_cannot_be_checked_is_no_finding(var: Path, arguments: list[str]) -> None:
    """Exit code 2: nothing was found out."""
    said = gate("log", "verify", "--var", var, *arguments)

    assert said.code == 2
    assert said.out == ""
    assert said.err.startswith("ERROR")


def test_a_receipt_proves_its_entry(var: Path) -> None:
    """On stdout, or in a file."""
    keys = load_or_create_keys(keys_in(var))
    out = var / "3.tlog-proof"

    printed = gate("log", "prove", "3", "--var", var)
    written = gate("log", "prove", "3", "--var", var, "--out", out)

    public = {keys.gate_keyid: keys.gate.public_key()}
    receipt = verify_receipt(printed.out, vkey=vkey(var), gate_keys=public)
    assert (printed.code, written.code, written.out) == (0, 0, "")
    assert out.read_text() == printed.out
    assert receipt.index == 3
    assert peek_checkpoint(receipt.checkpoint).size > 3


@pytest.mark.parametrize("index", ["5", "-1", "9223372036854775808", "three"])
def test_an_entry_that_is_not_there_is_not_proved(var: Path, index: str) -> None:
    """A sentence, and nothing on stdout."""
    said = gate("log", "prove", "--var", var, "--", index)

    assert said.code == 2
    assert said.out == ""
    assert said.err


def test_a_folder_without_a_log_is_named(tmp_path: Path) -> None:
    """Instead of an empty log that would look clean."""
    proved = gate("log", "prove", "0", "--var", tmp_path)
    verified = gate("log", "verify", "--var", tmp_path)

    assert (proved.code, verified.code) == (2, 2)
    assert "no log" in proved.err
    assert list(tmp_path.iterdir()) == []


def test_a_published_log_is_checked_from_its_files(var: Path) -> None:
    """By whoever has the log's key, and the gate's."""
    out = var / "out"
    pem = json.loads(
        gate("keys", "show", "--var", var, "--origin", ORIGIN, "--output", "json").out
    )["gate"]["pem"]
    (var / "gate.pem").write_text(pem)
    first = gate("log", "publish", "--var", var, "--out", out)
    again = gate("log", "publish", "--var", var, "--out", out)
    arguments = ["log", "verify", "--tiles", out, "--vkey", vkey(var)]
    clean = gate(*arguments, "--gate-key", var / "gate.pem")
    (var / "policy").write_text(f"log {vkey(var)}\nquorum none\n")
    witnessed = gate(*arguments, "--policy", var / "policy")

    assert (first.code, again.code, clean.code, witnessed.code) == (0, 0, 0, 0)
    assert first.out == f"5 entries are published in {out}; 2 new files\n"
    assert again.out == f"5 entries are published in {out}; 0 new files\n"
    assert clean.out.startswith(f"CLEAN  {ORIGIN}, 5 entries")
    (out / "tile/entries/000.p/5").write_bytes(b"")
    assert gate(*arguments).code == 1
    (out / "checkpoint").write_bytes(b"")
    assert gate(*arguments).code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--tiles", "out"],
        ["--tiles", "out", "--vkey", "no key"],
        ["--policy", "policy"],
        ["--gate-key", "gate.pem"],
    ],
)
def test_a_published_log_is_never_checked_against_its_own_word(
    var: Path, arguments: list[str]
) -> None:
    """Its folder names no key, and options for it are refused elsewhere."""
    said = gate("log", "verify", "--var", var, *arguments)

    assert said.code == 2
    assert said.err.startswith("ERROR")


def test_the_log_is_exported_to_one_file(var: Path) -> None:
    """All of it, or the entries that are named, the last one included."""
    whole = gate("log", "export", "--var", var, "--out", var / "all.tar")
    part = gate(
        "log", "export", "--var", var, "--out", var / "part.tar",
        "--from", 1, "--to", 2, "--since", 2, "--no-contents",
    )  # fmt: skip

    assert (whole.code, part.code) == (0, 0)
    assert whole.out == f"5 of 5 entries are in {var / 'all.tar'}; 16 contents\n"
    assert part.out == f"2 of 5 entries are in {var / 'part.tar'}; 0 contents\n"


def test_entries_that_are_not_there_cannot_be_exported(var: Path) -> None:
    """Nothing is written."""
    said = gate("log", "export", "--var", var, "--out", var / "part.tar", "--to", 5)

    assert said.code == 2
    assert not (var / "part.tar").exists()


def exported_bundle(var: Path) -> Path:
    gate("log", "export", "--var", var, "--out", var / "all.tar")
    return var / "all.tar"


def test_a_bundle_is_verified_without_the_folder_of_the_gate(var: Path, tmp_path: Path) -> None:
    """With the auditor's own keys; the exit code is the verdict."""
    shown = json.loads(
        gate("keys", "show", "--var", var, "--origin", ORIGIN, "--output", "json").out
    )
    key = tmp_path / "gate.pub"
    key.write_text(shown["gate"]["pem"])
    bundle = exported_bundle(var)
    options = ("--bundle", bundle, "--vkey", shown["log"]["vkey"], "--gate-key", key)
    said = gate("log", "verify", *options)
    told = gate("log", "verify", *options, "--output", "json")
    bundle.write_bytes(bundle.read_bytes().replace(b'{"answer":3}', b'{"answer":4}'))
    changed = gate("log", "verify", *options)
    bundle.write_bytes(bundle.read_bytes()[:-1])
    broken = gate("log", "verify", *options)

    assert (said.code, told.code, changed.code, broken.code) == (0, 0, 1, 2)
    assert said.out.startswith(f"CLEAN  {ORIGIN}, entries 0 to 4 of 5")
    assert json.loads(told.out)["clean"] is True
    assert "The content is not the one of its name." in changed.out
    assert "1024 zero bytes" in broken.err


@pytest.mark.parametrize(
    "options",
    [
        ("--bundle", "b.tar"),
        ("--bundle", "b.tar", "--vkey", "k", "--tiles", "t"),
        ("--bundle", "b.tar", "--policy", "p"),
        ("--witness", "w"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...]) -> None:
    """Before anything is read."""
    assert gate("log", "verify", *options).code == 2
