"""`gate token create`: a token is printed once, and only its digest is kept."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.db.database import Database
from gate.db.paths import tables_in
from gate.decide import utc_now
from gate.errors import Unauthenticated
from tests.unit.cli.commands import gate


def test_the_token_alone_is_printed_and_works(tmp_path: Path) -> None:
    """So that a pipeline can put it where it belongs."""
    said = gate(
        *["token", "create", "--name", "ci", "--role", "submit", "--role", "audit"],
        *["--var", tmp_path],
    )

    database = Database.open(tables_in(tmp_path))
    try:
        principal = TokenStore(database).principal_of(said.out.strip(), now=utc_now())
    finally:
        database.close()
    assert said.code == 0, said.err
    assert len(said.out.splitlines()) == 1
    assert principal.name == "ci"
    assert principal.roles == {Role.SUBMIT, Role.AUDIT}
    assert said.out.strip().encode() not in tables_in(tmp_path).read_bytes()


def test_it_ends_after_the_days_that_were_asked_for(tmp_path: Path) -> None:
    """To the day."""
    said = gate(
        *["token", "create", "--name", "ci", "--role", "submit", "--days", "2"],
        *["--var", tmp_path, "--output", "json"],
    )

    token = json.loads(said.out)["token"]
    database = Database.open(tables_in(tmp_path))
    try:
        store = TokenStore(database)
        assert store.principal_of(token, now=utc_now() + timedelta(days=1.9)).name == "ci"
        with pytest.raises(Unauthenticated):
            store.principal_of(token, now=utc_now() + timedelta(days=2.1))
    finally:
        database.close()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--name", "ci", "--role", "root"], "submit, govern, audit, operate"),
        (["--name", "", "--role", "submit"], "name"),
        (["--name", "ci", "--role", "submit", "--days", "0"], "days"),
        (["--name", "ci"], "--role"),
    ],
)
def test_a_wrong_command_makes_no_token(tmp_path: Path, arguments: list[str], what: str) -> None:
    """Exit code 2, and what would be right."""
    said = gate("token", "create", "--var", tmp_path, *arguments)

    assert said.code == 2
    assert said.out == ""
    assert what in said.err
