"""Row 5: entries appended in batches, against raw inserts of the same rows into the same tables."""

import sqlite3
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench import report
from bench.big_log import BATCH, Kind, candidates
from bench.setting import Setting
from gate.log.batches import BatchWriter, Sequenced
from gate.log.checkpoint import sign_checkpoint
from gate.log.installation import installation_keys
from gate.log.keys import Keys, public_pem
from gate.log.merkle import EMPTY_ROOT, CompactRange
from gate.log.note import Signer
from gate.log.paths import database_in, keys_in, pin_in
from gate.log.pin import Pin
from gate.log.sqlite import create_log, open_for_writing
from gate.log.sqlite_reader import SqliteReader
from gate.log.sqlite_writer import SqliteWriter
from gate.log.store import Candidate, Identity
from gate.settings import Settings

_BATCHES_MAX = 200
_SMALL = (11, 12, 13)
_MARKS = {"leaf": 3, "decision": 14, "blob": 2, "decision_control": 2, "node": 2, "checkpoint": 2}

Rows = dict[str, list[tuple[object, ...]]]


def row(setting: Setting) -> list[str]:
    """Entries per second; the raw inserts are of the rows that the log's own batches left."""
    count = min(_BATCHES_MAX, int(40 * setting.seconds))
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        keys = installation_keys(keys_in(Path(name)), production=False)
        kind = Kind(keys.gate.private_bytes_raw(), _SMALL, own=True)
        batches = [candidates(kind, first, BATCH) for first in range(0, count * BATCH, BATCH)]
        for number in range(setting.rounds):
            log, raw = Path(name) / f"log-{number}", Path(name) / f"raw-{number}"
            ours.append(count * BATCH / _append(log, keys, batches))
            written = [_rows(log, first) for first in range(0, count * BATCH, BATCH)]
            theirs.append(count * BATCH / _insert(raw, keys, written))
    what = f"entries per second, one writer, batches of {BATCH} (raw inserts)"
    return [report.ratio_row("5", what, ours, theirs, "≥ 0.6")]


def _append(folder: Path, keys: Keys, batches: Sequence[Sequence[Candidate]]) -> float:
    """Seconds that the log takes: one transaction a batch, hashed, signed, pinned."""
    signer = _begin(folder, keys)
    writer, reader = SqliteWriter(database_in(folder)), SqliteReader(database_in(folder))
    log = BatchWriter(
        writer, reader, signer, Pin(pin_in(folder)), tree=CompactRange(), step=lambda _step: None
    )
    started = time.perf_counter()
    for batch in batches:
        if not all(isinstance(result, Sequenced) for result in log.write(batch)):
            raise RuntimeError("the log refused an entry")
    spent = time.perf_counter() - started
    writer.close()
    reader.close()
    return spent


def _insert(folder: Path, keys: Keys, batches: Sequence[Rows]) -> float:
    """Seconds that the database takes for the same rows, committed as durably."""
    _begin(folder, keys)
    connection = open_for_writing(database_in(folder))
    started = time.perf_counter()
    for batch in batches:
        connection.execute("BEGIN IMMEDIATE")
        for table, rows in batch.items():
            marks = ", ".join("?" * _MARKS[table])
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        connection.execute("COMMIT")
    spent = time.perf_counter() - started
    connection.close()
    return spent


def _rows(folder: Path, first: int) -> Rows:
    """What the log wrote for the batch from this index on."""
    connection = sqlite3.connect(database_in(folder))
    end = first + BATCH
    ranges = {
        "leaf": ("idx", first, end),
        "decision": ("idx", first, end),
        "blob": ("rowid", 3 * first + 1, 3 * end + 1),
        "decision_control": ("idx", first, end),
        "node": ("position", 2 * first - first.bit_count(), 2 * end - end.bit_count()),
        "checkpoint": ("size", first + 1, end + 1),
    }
    found = {
        table: connection.execute(
            f"SELECT * FROM {table} WHERE {key} >= ? AND {key} < ?", (low, high)
        ).fetchall()
        for table, (key, low, high) in ranges.items()
    }
    connection.close()
    return found


def _begin(folder: Path, keys: Keys) -> Signer:
    folder.mkdir()
    signer = Signer.of(Settings.model_fields["origin"].default, keys.log)
    identity = Identity(
        signer.verifier.name, signer.verifier.vkey, public_pem(keys.gate.public_key())
    )
    create_log(database_in(folder), identity, sign_checkpoint(0, EMPTY_ROOT, signer))
    return signer
