"""The command line as a whole: help for people, one way to fail for programs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from gate.cli.app import app
from tests.unit.cli.commands import gate


def every_command(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words after `gate` of each command, however deep it stands."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path
    for name, each in (inner or {}).items():
        yield from every_command(each, (*path, name))


COMMANDS = sorted(every_command(typer.main.get_command(app)))


def test_there_are_commands() -> None:
    """The search for them finds those that everybody uses."""
    assert {("check",), ("submit",), ("log", "verify"), ("policy", "impact")} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
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


def test_only_who_asked_for_a_decision_is_told_that_there_is_none(tmp_path: Path) -> None:
    """Of an erasure or a key it would be no answer."""
    assert "No decision was made." in gate("check", str(tmp_path / "none.json")).err
    for command in (
        ["log", "verify", "--var", str(tmp_path)],
        ["policy", "build", "--policies", "x"],
    ):
        said = gate(*command)
        assert said.code == 2
        assert said.err.startswith("ERROR")
        assert "decision was made" not in said.err


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
