"""SIGKILL under load, again and again: whatever was acknowledged is there, and is there once."""

import random
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from gate.log.fsck import verify
from gate.log.keys import key_id, read_public_pem
from gate.log.receipt import verify_receipt
from tests.service import JSON, body, server_in, token_in

KILLS = 24
CLIENTS = 6
LOAD_SECONDS_MAX = 0.8


class Load:
    """Clients that ask with a new key each time, and remember what became of every key."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, dict] = {}
        self.unanswered: list[str] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def end(self) -> None:
        """Ask nothing more."""
        self._ended.set()

    def ask(self, url, headers) -> None:
        """Until the server is gone."""
        with httpx2.Client(base_url=url, headers=headers, timeout=20) as client:
            while not self._ended.is_set():
                key = str(uuid.uuid4())
                try:
                    answer = client.post(
                        "/v1/decisions", content=body(), headers={"Idempotency-Key": key}
                    )
                except httpx2.HTTPError:
                    with self._lock:
                        self.unanswered.append(key)
                    return
                with self._lock:
                    if answer.status_code == 201:
                        self.acknowledged[key] = answer.json()
                    else:
                        self.unanswered.append(key)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_sigkill_under_load_loses_and_doubles_nothing(tmp_path, fault_cases):
    """After each kill: a clean log with every acknowledged decision; retries give the same."""
    var = tmp_path / "var"
    token = token_in(var)
    chance = random.Random(4200)
    everything: dict[str, dict] = {}
    load = Load()
    kills = 0
    while kills < KILLS:
        with server_in(var, token=token) as server, ThreadPoolExecutor(CLIENTS) as threads:
            headers = {**server.headers, **JSON}
            retry_all(server.url, headers, load, everything)
            load = Load()
            running = [threads.submit(load.ask, server.url, headers) for _ in range(CLIENTS)]
            time.sleep(chance.uniform(0.05, LOAD_SECONDS_MAX))
            server.kill()
            kills += 1
            load.end()
            for each in running:
                each.result(60)
        everything |= load.acknowledged
        report = verify(var)
        assert report.clean, report.findings
        assert len(everything) <= report.size

    with server_in(var, token=token) as server:
        headers = {**server.headers, **JSON}
        retry_all(server.url, headers, load, everything)
        assert_all_there(server.url, headers, everything)
    report = verify(var)
    assert report.clean
    assert report.size == len(everything) == len({d["log"]["index"] for d in everything.values()})
    fault_cases(kills)


def retry_all(url, headers, load, everything):
    """Every key without an answer, and some with one: a retry gives one decision, the same."""
    with httpx2.Client(base_url=url, headers=headers, timeout=20) as client:
        for key in [*load.unanswered, *list(load.acknowledged)[-3:]]:
            first, second = (
                client.post("/v1/decisions", content=body(), headers={"Idempotency-Key": key})
                for _ in range(2)
            )
            assert first.status_code in {200, 201}
            assert (second.status_code, second.content) == (200, first.content)
            assert everything.setdefault(key, first.json()) == first.json()


def assert_all_there(url, headers, everything):
    """Each decision stands at its own place, as it was answered, with a receipt that verifies."""
    with httpx2.Client(base_url=url, headers=headers, timeout=20) as client:
        keys = client.get("/version").json()
        gate_key = read_public_pem(keys["gate"]["pem"])
        for decision in everything.values():
            assert client.get(decision["links"]["self"]).json() == decision
            receipt = verify_receipt(
                client.get(decision["links"]["receipt"]).text,
                vkey=keys["log"]["vkey"],
                gate_keys={key_id(gate_key): gate_key},
            )
            assert receipt.index == decision["log"]["index"]
            assert receipt.checkpoint == decision["log"]["checkpoint"]
