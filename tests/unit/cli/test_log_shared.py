"""`gate log` on a log in PostgreSQL: verified, proved, exported and published like any other."""

import json
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from gate.log.keys import load_or_create_keys
from gate.log.log import Log
from gate.log.paths import keys_in
from gate.log.receipt import verify_receipt
from tests.logs import ORIGIN, draft
from tests.postgres_server import ROLE, PostgresServer
from tests.shared import ROOT
from tests.unit.cli.commands import Said, gate

SIZE = 300
"""So that one tile is full, and one is not."""

_databases = count()


class Shared:
    """A log in PostgreSQL, its folder, the same log in SQLite, and the keys of both."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self.server, self.folder, self.single = server, folder / "shared", folder / "single"
        self.name = f"shared_{next(_databases)}"
        server.new_database(self.name)
        self.url = server.url(self.name, ROLE)
        self.keys = load_or_create_keys(keys_in(folder))
        options = {"origin": ORIGIN, "log_key": self.keys.log, "gate_key": self.keys.gate}
        for log in (
            Log.open_shared(self.folder, self.url, **options),
            Log.open(self.single, **options),
        ):
            for number in range(SIZE):
                log.append(draft(number, gate_keyid=self.keys.gate_keyid), seconds=60)
            log.close()
        shown = gate("keys", "show", "--var", folder, "--origin", ORIGIN, "--output", "json")
        self.shown = json.loads(shown.out)
        self.pem = folder / "gate.pub"
        self.pem.write_text(self.shown["gate"]["pem"])

    @property
    def vkey(self) -> str:
        return str(self.shown["log"]["vkey"])


@pytest.fixture(scope="module")
def shared(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Shared:
    return Shared(postgres, tmp_path_factory.mktemp("shared"))


def log(shared: Shared, command: str, *options: object, url: str | None = None) -> Said:
    """The command finds the database by its setting."""
    environment = {"GATE_DATABASE_URL": url or shared.url}
    return gate("log", command, "--var", shared.folder, *map(str, options), **environment)


def test_it_is_verified(shared: Shared) -> None:
    """Exit code 0, with the key that was brought along."""
    said = log(shared, "verify", "--vkey", shared.vkey)

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"CLEAN  {ORIGIN}, {SIZE} entries")


def test_an_entry_is_proved(shared: Shared) -> None:
    """With the receipt that is given on either database."""
    said = log(shared, "prove", 41)
    gate_keys = {shared.keys.gate_keyid: shared.keys.gate.public_key()}

    assert said.code == 0
    assert verify_receipt(said.out, vkey=shared.vkey, gate_keys=gate_keys).index == 41


@pytest.mark.parametrize(
    "options", [(), ("--from", 200, "--to", 270, "--since", 256), ("--no-contents",)]
)
def test_its_bundle_is_that_of_the_same_log_on_sqlite(
    shared: Shared, tmp_path: Path, options: tuple[object, ...]
) -> None:
    """Byte for byte; so whatever verifies one verifies the other."""
    here, there = tmp_path / "postgres.tar", tmp_path / "sqlite.tar"
    assert log(shared, "export", "--out", here, *options).code == 0
    assert (
        gate("log", "export", "--var", shared.single, "--out", there, *map(str, options)).code == 0
    )

    assert here.read_bytes() == there.read_bytes()


@pytest.mark.parametrize("options", [(), ("--from", 200, "--to", 270, "--since", 256)])
def test_its_bundle_is_verified_without_the_database(
    shared: Shared, tmp_path: Path, options: tuple[object, ...]
) -> None:
    """By the gate's command, and by the verifier that stands alone; a changed bit is found by both."""
    bundle = tmp_path / "postgres.tar"
    assert log(shared, "export", "--out", bundle, *options).code == 0
    keys = ("--vkey", shared.vkey, "--gate-key", str(shared.pem))

    def codes() -> tuple[int, int]:
        command = [sys.executable, "-m", "gate_verify", str(bundle), *keys]
        alone = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=60)
        return gate("log", "verify", "--bundle", bundle, *keys).code, alone.returncode

    assert codes() == (0, 0)
    bundle.write_bytes(bundle.read_bytes().replace(b'{"answer":210}', b'{"answer":211}'))
    assert codes() == (1, 1)


def test_it_is_published_and_verified_from_its_files(shared: Shared, tmp_path: Path) -> None:
    """As static files."""
    assert log(shared, "publish", "--out", tmp_path / "out").code == 0
    said = gate("log", "verify", "--tiles", tmp_path / "out", "--vkey", shared.vkey)

    assert said.code == 0
    assert said.out.startswith(f"CLEAN  {ORIGIN}, {SIZE} entries")


def test_a_changed_entry_is_named(postgres: PostgresServer, tmp_path: Path, shared: Shared) -> None:
    """Exit code 1, and where; a database that is not there is no finding."""
    name = f"{shared.name}_changed"
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE {shared.name}")
    postgres.execute("ALTER TABLE leaf_00 DISABLE TRIGGER ALL", name)
    postgres.execute("UPDATE leaf SET leaf = leaf || '\\x20' WHERE idx = 123", name)
    told = log(shared, "verify", "--output", "json", url=postgres.url(name, ROLE))
    absent = log(shared, "verify", url=postgres.url("nowhere", ROLE))

    assert (told.code, absent.code) == (1, 2)
    assert json.loads(told.out)["first_bad_index"] == 123
