"""Where past decisions are read from: the log of a gate, or a bundle and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gate.errors import Invalid, LogUnavailable
from gate.log.readers import open_reader
from gate.log.store import LogReader
from gate.replay.bundle import Bundle


class History(Protocol):
    """Entries, and what they name. Nothing that is read is verified but contents, by digest."""

    first: int
    end: int

    def leaves(self, first: int, end: int) -> Sequence[tuple[int, bytes]]:
        """Index and bytes of the entries from `first` (included) to `end` (excluded)."""

    def content(self, digest: str) -> bytes | None:
        """What has this digest (`sha256:<hex>`); None where it is not kept (any more)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a history is, for any process to open: a folder or a database, or a bundle."""

    directory: Path
    url: str | None = None
    bundle: Path | None = None

    @contextmanager
    def open(self) -> Iterator[History]:
        """The history.

        Raises:
            NotFound, Misconfigured, LogUnavailable: see `gate.log.readers.open_reader`.
            Invalid: the bundle is none.
        """
        with ExitStack() as opened:
            if self.bundle is not None:
                try:
                    file = opened.enter_context(self.bundle.open("rb"))
                except OSError as error:
                    raise Invalid(f"the bundle cannot be read: {error.strerror}") from error
                yield Bundle(file)
            else:
                reader = open_reader(self.directory, self.url)
                opened.callback(reader.close)
                yield _Log(reader)


class _Log:
    def __init__(self, reader: LogReader) -> None:
        self._reader = reader
        self.first, self.end = 0, reader.checkpoint()[0]

    def leaves(self, first: int, end: int) -> Sequence[tuple[int, bytes]]:
        stored = self._reader.leaves(first, end - first)
        if len(stored) != end - first:
            raise LogUnavailable("The log lacks an entry. Run `gate log verify`.")
        return [(entry.index, entry.leaf) for entry in stored]

    def content(self, digest: str) -> bytes | None:
        return self._reader.blob(bytes.fromhex(digest.removeprefix("sha256:")))
