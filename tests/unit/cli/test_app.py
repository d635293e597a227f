"""The command line as a whole: help for people, one way to fail for programs."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.commands import gate

COMMANDS = [
    ["serve"],
    ["check"],
    ["submit"],
    ["digest"],
    ["import"],
    ["evidence", "push"],
    ["log", "verify"],
    ["log", "prove"],
    ["policy", "new"],
    ["policy", "test"],
    ["policy", "build"],
    ["policy", "eval"],
    ["policy", "catalogue"],
    ["policy", "explain"],
    ["token", "create"],
    ["keys", "show"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    """An example can be pasted: it begins with the command itself."""
    said = gate(*command, "--help")

    assert said.code == 0
    assert f"Example: gate {' '.join(command)}" in " ".join(said.out.split())


def test_help_names_the_exit_codes() -> None:
    """A pipeline is written from them."""
    said = gate("--help")

    assert said.code == 0
    assert "0 allow, 1 deny, 2 could not decide" in said.out


def test_every_setting_is_in_the_help_of_serve() -> None:
    """With its variable."""
    assert "GATE_ORIGIN" in gate("serve", "--help").out


def test_an_unknown_command_could_not_decide() -> None:
    """Not 1, which would be a denial."""
    assert gate("chekc").code == 2
    assert gate("check", "--no-such-option").code == 2
    assert gate("check").code == 2


def test_the_digest_is_the_one_that_is_recorded(tmp_path: Path) -> None:
    """Approvals do not count, so they can be added afterwards."""
    request = json.loads(gate("import", "hf_card", "-", stdin=b"# A card\n").out)["request"]
    path = tmp_path / "request.json"
    path.write_text(json.dumps(request))

    incomplete = gate("digest", path)

    assert incomplete.code == 2
    assert "(invalid)" in incomplete.err
    assert "/system" in incomplete.err


def test_a_card_is_imported(tmp_path: Path) -> None:
    """Named or recognised, with what could not be carried over."""
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: apache-2.0\ncolour: blue\n---\n# Small model\n\nFor tests.\n")

    named, recognised = (json.loads(gate("import", how, card).out) for how in ("hf_card", "auto"))

    assert named == recognised
    assert set(named) == {"request", "warnings", "unmapped_fields"}
    assert any("colour" in field for field in named["unmapped_fields"])


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["import", "word", "-"], "expected auto or one of"),
        (["import", "hf_card", "nowhere.md"], "nowhere.md cannot be read"),
    ],
)
def test_what_cannot_be_imported_is_named(arguments: list[str], what: str) -> None:
    """Exit code 2, nothing on stdout."""
    said = gate(*arguments)

    assert said.code == 2
    assert said.out == ""
    assert what in said.err
