"""Rows 1 and 2: whole decisions over HTTP, against a bare OPA server that logs nothing."""

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import load, report
from bench.policy_input import opa_question
from bench.servers import Server, gate_server, opa_server
from bench.setting import Setting
from bench.workload import request_body

_DECIDED = (200, 201)
_CLIENTS = 16


def throughput(setting: Setting) -> list[str]:
    """Decisions per second with 16 clients; the gate's are validated, durable and explained."""
    with _both() as (gate, opa, body, question):
        ours, theirs = [], []
        for _ in range(setting.rounds):
            job = load.Job("/v1/decisions", body, _CLIENTS, setting.seconds, _DECIDED)
            ours.append(load.run(gate, job).per_second)
            asked = load.Job("/v1/data/gate/decision", question, _CLIENTS, setting.seconds, (200,))
            theirs.append(load.run(opa, asked).per_second)
    what = (
        f"decisions per second, {_CLIENTS} clients, {len(body) // 1000} kB (bare OPA logs nothing)"
    )
    return [report.ratio_row("1", what, ours, theirs, "≥ 8")]


def latency(setting: Setting) -> list[str]:
    """Milliseconds of one client's decision, against bare OPA and one durable commit."""
    with _both() as (gate, opa, body, question), _commits() as commit:
        ours50, ours99, theirs50, theirs99 = [], [], [], []
        for _ in range(setting.rounds):
            measured = load.run(gate, load.Job("/v1/decisions", body, 1, setting.seconds, _DECIDED))
            asked = load.Job("/v1/data/gate/decision", question, 1, setting.seconds, (200,))
            bare = load.run(opa, asked)
            durable = sorted(commit() for _ in range(200))
            ours50.append(measured.p50 * 1000)
            ours99.append(measured.p99 * 1000)
            theirs50.append((bare.p50 + durable[100]) * 1000)
            theirs99.append((bare.p99 + durable[198]) * 1000)
    return [
        report.ratio_row(
            "2", "p50 of one client, ms (bare OPA + one commit)", ours50, theirs50, "≤ 0.6"
        ),
        report.ratio_row(
            "2", "p99 of one client, ms (bare OPA + one commit)", ours99, theirs99, "≤ 1"
        ),
    ]


@contextmanager
def _both() -> Iterator[tuple[Server, Server, bytes, bytes]]:
    body = request_body()
    with (
        tempfile.TemporaryDirectory() as folder,
        gate_server(Path(folder)) as gate,
        opa_server() as opa,
    ):
        yield gate, opa, body, opa_question(body)


@contextmanager
def _commits() -> Iterator[Callable[[], float]]:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        connection = sqlite3.connect(Path(folder) / "commits.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE entry (leaf BLOB)")

        def commit() -> float:
            started = time.perf_counter()
            connection.execute("INSERT INTO entry VALUES (?)", (os.urandom(1500),))
            return time.perf_counter() - started

        yield commit
        connection.close()
