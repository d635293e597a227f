"""What a witness remembers: the newest checkpoint of each log, in one SQLite file.

Comparing the old size and keeping the new checkpoint is one transaction that nobody else can be in,
in this process or another, and it is on the disk before it ends.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from gate.errors import LogUnavailable
from gate.limits import WITNESS_SECONDS_MAX
from gate.log.checkpoint import Checkpoint
from gate.witness.rules import NOTHING, Seen

_TABLE = """CREATE TABLE IF NOT EXISTS seen (
    origin TEXT PRIMARY KEY NOT NULL, origin_hash TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL, root BLOB NOT NULL CHECK (length(root) = 32), note TEXT NOT NULL
) STRICT, WITHOUT ROWID"""
_KEEP = """INSERT INTO seen VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin)
DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note"""

Keep = Callable[[Checkpoint, str, str], None]
"""Keeps a checkpoint: with the hash of its origin, and the note that monitors are shown."""


class WitnessStore:
    """One file, whose folder exists. Every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, made when it is not there.

        Raises:
            LogUnavailable: it cannot be used.
        """
        self._path = path
        with _errors(), self._connection() as connection:
            connection.execute(_TABLE)

    @contextmanager
    def updating(self, origin: str) -> Iterator[tuple[Seen, Keep]]:
        """What was seen of a log, and how to replace it; nobody else does so meanwhile.

        When the block ends, what was kept is durable; when it raises, nothing was kept.

        Raises:
            LogUnavailable: the file cannot be read or written.
        """
        with _errors(), self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(
                "SELECT size, root FROM seen WHERE origin = ?", (origin,)
            ).fetchone()

            def keep(checkpoint: Checkpoint, origin_hash: str, note: str) -> None:
                connection.execute(
                    _KEEP, (origin, origin_hash, checkpoint.size, checkpoint.root, note)
                )

            yield (NOTHING if row is None else Seen(row[0], bytes(row[1]))), keep
            connection.execute("COMMIT")

    def note(self, origin_hash: str) -> str | None:
        """The newest cosigned checkpoint of the log whose origin has this SHA-256, in hex.

        Raises:
            LogUnavailable: the file cannot be read.
        """
        with _errors(), self._connection() as connection:
            row = connection.execute(
                "SELECT note FROM seen WHERE origin_hash = ?", (origin_hash,)
            ).fetchone()
        return None if row is None else str(row[0])

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one question; closing it gives back a transaction that did not end."""
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(
            self._path, timeout=WITNESS_SECONDS_MAX, isolation_level=None, check_same_thread=False
        )
        with closing(connection):
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("PRAGMA fullfsync = ON")
            yield connection


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LogUnavailable("The witness's database cannot be used.") from error
