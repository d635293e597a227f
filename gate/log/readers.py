"""Reading the log from wherever it is kept."""

from pathlib import Path

from gate.errors import NotFound
from gate.log.paths import database_in
from gate.log.sqlite_reader import SqliteReader
from gate.log.store import LogReader


def open_reader(directory: Path, url: str | None) -> LogReader:
    """The log in `directory`, or in the PostgreSQL database at `url`.

    Raises:
        NotFound: there is none in the folder.
        Misconfigured: not a log that this program reads.
        LogUnavailable: it cannot be opened.
    """
    if url is not None:
        from gate.log.postgres_reader import PostgresReader  # noqa: PLC0415 - its driver is large

        return PostgresReader(url)
    path = database_in(directory)
    if not path.is_file():
        raise NotFound(f"There is no log in {directory}")
    return SqliteReader(path)
