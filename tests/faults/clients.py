"""Clients that ask at the same time, remember what they were told, and ask again afterwards.

What must hold after every fault: whatever was answered is in the log, at the place that was named;
an error carried no outcome; asking again with the same key gives the same answer, or the first; and
in the end the log verifies, with one entry for each key.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from gate.log.fsck import verify
from tests.service import JSON, body

PATIENT = 30.0
DECIDED = frozenset({200, 201})
ENVIRONMENTS = ("dev", "staging", "prod")


@dataclass(frozen=True)
class Told:
    """What one client was told; without an answer `status` is None, and so is `document`."""

    key: str
    status: int | None = None
    document: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        """The code of a problem; empty for a decision, and for no answer."""
        if self.status is None or self.document is None or self.status in DECIDED:
            return ""
        return str(self.document["code"])


def ask(client: httpx2.Client, key: str) -> Told:
    """Ask once, about an environment that the key chooses, because verdicts have to differ.

    What is no decision has to be a problem document that names no outcome.
    """
    content = body(environment=ENVIRONMENTS[ord(key[0]) % len(ENVIRONMENTS)])
    try:
        answer = client.post("/v1/decisions", content=content, headers={"Idempotency-Key": key})
    except httpx2.HTTPError:
        return Told(key)
    document = answer.json()
    if answer.status_code not in DECIDED:
        assert answer.headers["content-type"] == "application/problem+json"
        assert "outcome" not in document
    return Told(key, answer.status_code, document)


@contextmanager
def client_at(
    url: str, headers: dict[str, str], *, kept: int | None = None
) -> Iterator[httpx2.Client]:
    """A client; with `kept` 0 each question has a connection of its own."""
    given = {**headers, **JSON}
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=kept)
    with httpx2.Client(base_url=url, headers=given, timeout=PATIENT, limits=limits) as client:
        yield client


def asked_at_once(url: str, headers: dict[str, str], questions: int, *, at_once: int) -> list[Told]:
    """What became of so many questions, each with a key and a connection of its own."""

    keys = [str(uuid.uuid4()) for _ in range(questions)]
    with client_at(url, headers, kept=0) as client, ThreadPoolExecutor(at_once) as threads:
        return list(threads.map(lambda key: ask(client, key), keys))


class Load:
    """Clients that ask again and again, until the context is left."""

    def __init__(self, url: str, headers: dict[str, str], *, clients: int) -> None:
        self.told: list[Told] = []
        self._at = (url, headers)
        self._ended = threading.Event()
        self._threads = ThreadPoolExecutor(clients)
        self._running = [self._threads.submit(self._ask) for _ in range(clients)]

    def wait_for(self, found: Callable[[Told], bool], number: int) -> None:
        """Until so many more questions were answered as `found` says."""
        begin, until = len(self.told), time.monotonic() + PATIENT
        while sum(map(found, self.told[begin:])) < number:
            assert time.monotonic() < until, "the clients were not told what was expected"
            time.sleep(0.02)

    def __enter__(self) -> "Load":
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._threads.shutdown()
        for each in self._running:
            each.result()

    def _ask(self) -> None:
        with client_at(*self._at) as client:
            while not self._ended.is_set():
                told = ask(client, str(uuid.uuid4()))
                self.told.append(told)
                if told.status not in DECIDED:
                    time.sleep(0.2)


def assert_nothing_lost(
    url: str, headers: dict[str, str], told: list[Told], var: Path, *, database: str | None = None
) -> dict[str, dict[str, Any]]:
    """Ask again with every key; the decisions of all of them, by key.

    What was asked with another key than these was not logged.
    """
    decided: dict[str, dict[str, Any]] = {}
    with client_at(url, headers) as client, ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda each: ask(client, each.key), told)
        for each, again in zip(told, answers, strict=True):
            assert again.status in DECIDED, again
            assert again.document is not None
            if each.status in DECIDED:
                assert (again.status, again.document) == (200, each.document)
            decided[each.key] = again.document
    indices = sorted(document["log"]["index"] for document in decided.values())
    assert indices == list(range(len(decided)))
    report = verify(var, url=database)
    assert report.clean, report.findings
    assert report.size == len(decided)
    return decided
