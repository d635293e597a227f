"""Rows 6, 7 and 8: what a log of a million entries costs whoever decides, proves or verifies."""

import hashlib
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench import load, report
from bench.big_log import REAL, shared_log, write_log
from bench.servers import gate_server
from bench.setting import Setting
from bench.workload import request_body
from gate.limits import VERIFY_CHUNK_ENTRIES
from gate.log.leaf import read_leaf
from gate.log.nodes import consistency_proof, inclusion_proof
from gate.log.paths import database_in
from gate.log.sqlite_reader import SqliteReader

_FEW = 100
_PROOFS = 2_000
_REAL_SHARE = 100
_VERIFY = """
import json, os, re, sys, time
from pathlib import Path
from gate.cli.progress import show_progress
from gate.log.fsck import verify
started = time.perf_counter()
report = verify(Path(sys.argv[1]), progress=show_progress, workers=os.cpu_count())
spent = time.perf_counter() - started
status = Path('/proc/self/status').read_text()
peak = int(re.search(r'VmHWM:\\s+([0-9]+) kB', status)[1]) * 1024
print(json.dumps([report.clean, report.size, spent, peak]))
"""


def latency(setting: Setting) -> list[str]:
    """Milliseconds of one client's decision, with many entries in the log and with few."""
    body = request_body()
    job = load.Job("/v1/decisions", body, 1, setting.seconds, (200, 201))
    ours, theirs = [], []
    with ExitStack() as opened:
        folders = [Path(opened.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        (folders[0] / "var").symlink_to(shared_log(setting.entries))
        write_log(folders[1] / "var", _FEW, own=False)
        many, few = (opened.enter_context(gate_server(folder)) for folder in folders)
        for _ in range(setting.rounds):
            ours.append(load.run(many, job).p50 * 1000)
            theirs.append(load.run(few, job).p50 * 1000)
    what = f"p50 of a decision, ms, {setting.entries:,} entries in the log ({_FEW})"
    return [report.ratio_row("6", what, ours, theirs, "≤ 1.1")]


def proofs(setting: Setting) -> list[str]:
    """Milliseconds of a proof from the stored hashes, for trees of growing size."""
    reader = SqliteReader(database_in(shared_log(setting.entries)))
    chance = random.Random(1)
    lines = []
    for size in (10**power for power in range(3, int(math.log10(setting.entries)) + 1)):
        for name, prove in (
            ("inclusion", lambda n, s=size: inclusion_proof(n, s, reader.nodes)),
            ("consistency", lambda n, s=size: consistency_proof(n + 1, s, reader.nodes)),
        ):
            spent = sorted(_milliseconds(prove, chance.randrange(size)) for _ in range(_PROOFS))
            figure = f"p50 {spent[_PROOFS // 2]:.3f}, p99 {spent[_PROOFS * 99 // 100]:.3f} ms"
            what = f"{name} proof in a tree of {size:,}"
            lines.append(report.plain_row("7", what, figure, "p99 ≤ 5 ms"))
    reader.close()
    return lines


def verification(setting: Setting) -> list[str]:
    """Seconds of the check of a whole log, against SHA-256 of the bytes that it hashes."""
    with tempfile.TemporaryDirectory() as name:
        real = Path(name) / "real"
        entries = max(1, setting.entries // _REAL_SHARE)
        write_log(real, entries, REAL, own=True)
        lines = _verified(setting, real, f"check of {entries:,} entries of 116 kB, s (SHA-256)")
    many = shared_log(setting.entries)
    what = f"check of {setting.entries:,} entries without their contents, s (SHA-256)"
    return [*lines, *_verified(setting, many, what)]


def _verified(setting: Setting, folder: Path, what: str) -> list[str]:
    ours, theirs, peaks = [], [], []
    for _ in range(max(1, setting.rounds // 2)):
        spent, peak = _check(folder)
        ours.append(spent)
        peaks.append(peak)
        theirs.append(_hash(folder))
    figure = f"{max(peaks) / 1e6:.0f} MB at the most"
    return [
        report.ratio_row("8", what, ours, theirs, "≤ 5"),
        report.plain_row("8", "resident memory of its first process", figure, "flat, ≤ 200 MB"),
    ]


def _check(folder: Path) -> tuple[float, int]:
    done = subprocess.run(
        [sys.executable, "-c", _VERIFY, str(folder)], check=True, stdout=subprocess.PIPE, text=True
    )
    clean, _, spent, peak = json.loads(done.stdout)
    if not clean:
        raise RuntimeError("the log that was made for this is not clean")
    return spent, peak


def _hash(folder: Path) -> float:
    """Seconds that SHA-256 alone takes for every entry and every content that entries name."""
    reader = SqliteReader(database_in(folder))
    size, _ = reader.checkpoint()
    spent = 0.0
    for first in range(0, size, VERIFY_CHUNK_ENTRIES):
        for stored in reader.leaves(first, VERIFY_CHUNK_ENTRIES):
            spent += _milliseconds(hashlib.sha256, stored.leaf)
            for digest in read_leaf(stored.leaf).entry.stored_digests():
                content = reader.blob(bytes.fromhex(digest.removeprefix("sha256:"))) or b""
                spent += _milliseconds(hashlib.sha256, content)
    reader.close()
    return spent / 1000


def _milliseconds(work: Callable[..., object], argument: object) -> float:
    started = time.perf_counter()
    work(argument)
    return (time.perf_counter() - started) * 1000
