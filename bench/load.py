"""A bounded load from a few processes with kept-alive connections, the same for every server."""

import http.client
import multiprocessing
import statistics
import threading
import time
from dataclasses import dataclass
from typing import Any

from bench.servers import Server

_barriers: list[Any] = []


@dataclass(frozen=True)
class Job:
    """What every client sends: one body to one path, for so many seconds."""

    path: str
    body: bytes
    clients: int
    seconds: float
    expect: tuple[int, ...]


@dataclass(frozen=True)
class Measured:
    """What came back: requests per second, and each request's seconds."""

    per_second: float
    latencies: tuple[float, ...]

    @property
    def p50(self) -> float:
        """Median seconds of one request."""
        return statistics.median(self.latencies)

    @property
    def p99(self) -> float:
        """Seconds that 99 of 100 requests stay below."""
        return sorted(self.latencies)[int(len(self.latencies) * 0.99)]


def run(server: Server, job: Job) -> Measured:
    """Send the job's load and measure it; an unexpected status stops the run."""
    processes = min(2, job.clients)
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(processes)
    with context.Pool(processes, _join, (together,)) as pool:
        share = job.clients // processes
        parts = pool.starmap(_process, [(server, job, share)] * processes, chunksize=1)
    latencies = tuple(latency for part in parts for latency in part)
    return Measured(len(latencies) / job.seconds, latencies)


def _join(barrier: Any) -> None:
    """Remember what the processes wait at, so that none begins before the others are there."""
    _barriers.append(barrier)


def _process(server: Server, job: Job, clients: int) -> list[float]:
    _barriers[0].wait(timeout=30)
    started = time.monotonic()
    latencies: list[float] = []
    failures: list[str] = []
    threads = [
        threading.Thread(target=_client, args=(server, job, started, latencies, failures))
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return latencies


def _client(
    server: Server, job: Job, started: float, latencies: list[float], failures: list[str]
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Content-Type": "application/json", **server.headers}
    until = started + job.seconds
    while (now := time.monotonic()) < until:
        connection.request("POST", job.path, body=job.body, headers=headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status not in job.expect:
            failures.append(f"{job.path} answered {response.status}: {answer[:300]!r}")
            return
        latencies.append(time.monotonic() - now)
    connection.close()
