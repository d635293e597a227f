"""Several gates on one PostgreSQL database: one log, one chain of checkpoints, every receipt true."""

import time
import uuid
from base64 import b64decode
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count, cycle

import httpx2
import psycopg
import pytest

from gate.errors import Misconfigured
from gate.log.checkpoint import open_checkpoint
from gate.log.fsck import verify
from gate.log.keys import load_or_create_keys
from gate.log.log import Log
from gate.log.merkle import verify_inclusion
from gate.log.note import Verifier
from tests.logs import GATE_KEY, LOG_KEY, ORIGIN, draft
from tests.postgres_server import OWNER, ROLE
from tests.service import JSON, body, server_in, token_in

REQUESTS = 2_000
CLIENTS_EACH = 6
_databases = count()


@pytest.fixture
def database(postgres):
    """The address of an empty database with the gate's tables."""
    name = f"replicas_{next(_databases)}"
    postgres.new_database(name)
    return postgres.url(name, ROLE)


class Replicas:
    """Some gates with the same keys, evidence and database, each with a folder of its own."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        (folder / "keys").mkdir(mode=0o700)
        load_or_create_keys(folder / "keys")

    def environment(self):
        return {
            "GATE_DATABASE_URL": self.url,
            "GATE_KEYS": str(self.folder / "keys"),
            "GATE_EVIDENCE": str(self.folder / "evidence"),
        }

    def start(self, opened, number, token):
        var = self.folder / f"replica-{number}"
        return opened.enter_context(server_in(var, environment=self.environment(), token=token))


def ask(client, key):
    """The status and the decision; a key that is being decided just now is asked for again."""
    while True:
        try:
            answer = client.post("/v1/decisions", content=body(), headers={"Idempotency-Key": key})
        except httpx2.TransportError:
            continue  # an idle connection that was closed; whoever asks again uses the same key
        if answer.status_code != 409:
            return answer.status_code, answer.json()
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("replicas", [2, 4])
def test_replicas_write_one_log(tmp_path, database, replicas):
    """Thousands of requests, some with one key sent to all replicas at once."""
    together = Replicas(tmp_path, database)
    token = token_in(tmp_path / "replica-0", url=database)
    keys = [str(uuid.uuid4()) if number % 10 else "shared" for number in range(REQUESTS)]
    keys = [f"{key}-{number // 40}" if key == "shared" else key for number, key in enumerate(keys)]
    with ExitStack() as opened:
        servers = [together.start(opened, number, token) for number in range(replicas)]
        headers = {**servers[0].headers, **JSON}
        clients = [
            opened.enter_context(httpx2.Client(base_url=each.url, headers=headers, timeout=30))
            for each in servers
        ]
        with ThreadPoolExecutor(CLIENTS_EACH * replicas) as threads:
            turns = cycle(clients)
            answers = list(threads.map(ask, turns, keys))
        version = clients[0].get("/version").json()

    assert Counter(status for status, _ in answers).keys() <= {200, 201}
    by_key = {}
    for key, (_, decision) in zip(keys, answers, strict=True):
        assert by_key.setdefault(key, decision) == decision
    indices = sorted(decision["log"]["index"] for decision in by_key.values())
    assert indices == list(range(len(by_key)))
    assert len(by_key) > REQUESTS * 0.9
    report = verify(tmp_path / "replica-0", url=database, vkey=version["log"]["vkey"])
    assert report.clean, report.findings
    assert report.size == len(by_key)
    for decision in by_key.values():
        assert_proved(decision, version["log"]["vkey"])


def assert_proved(decision, vkey):
    """The answer is the proof: what it carries verifies without asking anybody."""
    log = decision["log"]
    checkpoint = open_checkpoint(log["checkpoint"], Verifier.from_vkey(vkey))
    verify_inclusion(
        b64decode(log["leaf_hash"]),
        index=log["index"],
        size=checkpoint.size,
        proof=tuple(b64decode(each) for each in log["inclusion_proof"]),
        root=checkpoint.root,
    )


def test_a_replica_takes_over_what_another_wrote(tmp_path, database):
    """In turns, entry by entry, and after one of them has left."""
    options = {"origin": ORIGIN, "log_key": LOG_KEY, "gate_key": GATE_KEY}
    first = Log.open_shared(tmp_path / "a", database, **options)
    second = Log.open_shared(tmp_path / "b", database, **options)
    for number in range(10):
        receipt = (first if number % 3 else second).append(draft(number))
        assert receipt.index == number
    first.close()
    third = Log.open_shared(tmp_path / "c", database, **options)
    assert third.append(draft(10)).index == 10
    assert second.append(draft(11)).index == 11
    for log in (second, third):
        log.close()

    for folder in "abc":
        assert verify(tmp_path / folder, url=database).clean


def test_two_gates_do_not_share_a_folder(tmp_path, database):
    """The pinned checkpoint in it is one process's."""
    options = {"origin": ORIGIN, "log_key": LOG_KEY, "gate_key": GATE_KEY}
    log = Log.open_shared(tmp_path, database, **options)
    with pytest.raises(Misconfigured):
        Log.open_shared(tmp_path, database, **options)
    log.close()


def test_the_role_of_a_gate_can_only_add(tmp_path, database, postgres):
    """It neither changes nor deletes, and the owner is stopped by triggers too."""
    log = Log.open_shared(tmp_path, database, origin=ORIGIN, log_key=LOG_KEY, gate_key=GATE_KEY)
    log.append(draft(0))
    log.close()
    owner = database.replace(ROLE, OWNER)
    for table in ("identity", "leaf", "node", "checkpoint", "blob", "decision"):
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"DROP TABLE {table}"):
            with psycopg.connect(database) as connection, pytest.raises(psycopg.Error):
                connection.execute(statement)
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with (
                psycopg.connect(owner) as connection,
                pytest.raises(psycopg.errors.RaiseException, match="append-only"),
            ):
                connection.execute(statement)
