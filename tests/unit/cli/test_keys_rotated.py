"""`gate keys rotate` and `revoke`: from a running installation to another key."""

import json
from pathlib import Path

import pytest

from gate.log.keys import load_or_create_keys
from gate.log.paths import keys_in
from tests.logs import ORIGIN
from tests.rotations import decide
from tests.unit.cli.commands import gate

OPTIONS = ("--origin", ORIGIN)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A folder with two decisions."""
    decide(tmp_path / "var", 0, 1)
    return tmp_path / "var"


def keys(var: Path, *arguments: str) -> tuple[int, str, str]:
    said = gate("keys", *arguments, "--var", var, *OPTIONS)
    return said.code, said.out, said.err


def shown(var: Path) -> dict[str, dict[str, str]]:
    return json.loads(keys(var, "show", "--output", "json")[1])


def test_keys_are_rotated_and_the_log_stays_clean(var: Path) -> None:
    """Each command says which key it made."""
    before = shown(var)
    new_gate = keys(var, "rotate", "gate")
    revoked = keys(var, "revoke", "gate", before["gate"]["keyid"])
    new_log = keys(var, "rotate", "log")
    finished = keys(var, "rotate", "log", "--finish")
    after = shown(var)

    assert new_gate[:2] == (0, f"gate {after['gate']['keyid']}\n")
    assert revoked[:2] == (0, f"gate {before['gate']['keyid']} is revoked from entry 3 on\n")
    assert new_log[:2] == finished[:2] == (0, f"log {after['log']['vkey']}\n")
    assert gate("log", "verify", "--var", var, "--vkey", after["log"]["vkey"]).code == 0
    assert [span["until"] for span in after["history"]["gates"]] == [3, None]
    assert [span["retired"] for span in after["history"]["logs"]] == [5, None]


def test_no_key_is_printed_that_is_not_public(var: Path) -> None:
    """Neither on stdout nor on stderr, whatever was asked."""
    secrets = []
    said = []
    for arguments in (("rotate", "gate"), ("rotate", "log"), ("rotate", "log", "--finish")):
        said += keys(var, *arguments)[1:]
        secrets += [path.read_text() for path in keys_in(var).iterdir()]
    said += keys(var, "show", "--output", "json")[1:]

    assert secrets
    bodies = ["".join(secret.splitlines()[1:-1]) for secret in secrets]
    assert not [body for body in bodies if any(body in text for text in said)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("rotate", "gate", "--finish"),
        ("rotate", "log", "--finish"),
        ("rotate", "token"),
        ("revoke", "log", "0"),
        ("revoke", "gate", "0"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(var: Path, arguments: tuple[str, ...]) -> None:
    """Exit code 2, and nothing was changed."""
    before = load_or_create_keys(keys_in(var)).lines(ORIGIN)
    code, out, err = keys(var, *arguments)

    assert (code, out) == (2, "")
    assert err
    assert load_or_create_keys(keys_in(var)).lines(ORIGIN) == before


def test_a_folder_without_keys_is_left_alone(tmp_path: Path) -> None:
    """No log is begun by a rotation."""
    assert keys(tmp_path, "rotate", "gate")[0] == 2
    assert list(tmp_path.iterdir()) == []
