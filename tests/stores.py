"""Where the logs of a test are kept: SQLite files, or databases of one PostgreSQL server."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gate.log.log import Log
from tests.postgres_server import ROLE, PostgresServer

_numbers = itertools.count()


class Stores:
    """One database for each folder; without a server every folder keeps its own log."""

    def __init__(self) -> None:
        self._server: PostgresServer | None = None
        self._urls: dict[Path, str] = {}

    @contextmanager
    def on(self, server: PostgresServer | None) -> Iterator[None]:
        """Keep logs on `server` meanwhile."""
        before, self._server = self._server, server
        try:
            yield
        finally:
            self._server = before
            self._urls.clear()

    def url(self, directory: Path) -> str | None:
        """The address of the database that belongs to `directory`; None for SQLite."""
        if self._server is None:
            return None
        if directory not in self._urls:
            name = f"log_{next(_numbers)}"
            self._server.new_database(name)
            self._urls[directory] = self._server.url(name, ROLE)
        return self._urls[directory]

    def open(self, kind: type[Log], directory: Path, **options: Any) -> Log:
        """The log of `directory`."""
        url = self.url(directory)
        if url is None:
            return kind.open(directory, **options)
        return kind.open_shared(directory, url, **options)


STORES = Stores()
