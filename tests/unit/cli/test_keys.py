"""`gate keys show`: what others need to verify, and nothing that signs."""

import json
import re
from pathlib import Path

from gate.log.keys import key_id, read_public_pem
from tests.unit.cli.commands import gate


def test_two_lines_for_people(tmp_path: Path) -> None:
    """The log's verifier key and the id of the gate's key."""
    said = gate("keys", "show", "--var", tmp_path, "--origin", "gate.example/log")

    log, gates = said.out.splitlines()
    assert re.fullmatch(r"log gate\.example/log\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+", log)
    assert re.fullmatch(r"gate \S+", gates)


def test_the_same_keys_as_pem_for_programs(tmp_path: Path) -> None:
    """They stay the same from call to call."""
    first, second = (
        json.loads(gate("keys", "show", "--var", tmp_path, "--output", "json").out) for _ in "12"
    )

    public = read_public_pem(first["gate"]["pem"])
    assert first == second
    assert first["gate"]["keyid"] == key_id(public)
    assert read_public_pem(first["log"]["pem"]) != public


def test_nothing_secret_is_shown(tmp_path: Path) -> None:
    """In no form."""
    shown = "".join(
        gate("keys", "show", "--var", tmp_path, "--output", form).out for form in ("text", "json")
    )

    assert "PRIVATE" not in shown
    for file in (tmp_path / "keys").iterdir():
        secret = "".join(file.read_text().splitlines()[1:-1])
        assert secret not in shown.replace("\n", "")
