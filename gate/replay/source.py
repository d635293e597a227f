"""Where past decisions are read from: the log of a gate, or a bundle and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from gate.errors import Invalid, LogUnavailable
from gate.log.personal import opened
from gate.log.readers import open_reader
from gate.log.store import LogReader
from gate.log.subjects import Subjects, read_personal_key
from gate.replay.bundle import Bundle
from gate.replay.content import checked
from gate.replay.outcome import NotReplayable, Reason


class History(Protocol):
    """Entries, and what they name. Nothing that is read is verified but contents, by digest."""

    first: int
    end: int

    def leaves(self, first: int, end: int) -> Sequence[tuple[int, bytes]]:
        """Index and bytes of the entries from `first` (included) to `end` (excluded)."""

    def content(self, digest: str) -> bytes | None:
        """What has this digest (`sha256:<hex>`); None where it is not kept (any more)."""

    def document(self, digest: str, index: int) -> dict[str, Any]:
        """The document that the entry at `index` names, as it was evaluated.

        Raises:
            NotReplayable: it is not kept, or was changed, or personal values of it were erased or
                are withheld.
        """


@dataclass(frozen=True, slots=True)
class Place:
    """Where a history is, for any process to open: a folder or a database, or a bundle."""

    directory: Path
    url: str | None = None
    bundle: Path | None = None
    keys: Path | None = None
    """The folder of the keys, for the one that opens personal values."""

    @contextmanager
    def open(self) -> Iterator[History]:
        """The history.

        Raises:
            NotFound, Misconfigured, LogUnavailable: see `gate.log.readers.open_reader`.
            Invalid: the bundle is none.
        """
        with ExitStack() as stack:
            if self.bundle is not None:
                try:
                    file = stack.enter_context(self.bundle.open("rb"))
                except OSError as error:
                    raise Invalid(f"the bundle cannot be read: {error.strerror}") from error
                yield Bundle(file)
            else:
                reader = open_reader(self.directory, self.url)
                stack.callback(reader.close)
                yield _Log(reader, self._subjects(reader))

    def _subjects(self, reader: LogReader) -> Subjects | None:
        try:
            key = read_personal_key(self.keys) if self.keys else None
        except OSError:
            return None
        return None if key is None else Subjects(reader, lambda: key)


class _Log:
    def __init__(self, reader: LogReader, subjects: Subjects | None) -> None:
        self._reader, self._subjects = reader, subjects
        self.first, self.end = 0, reader.checkpoint()[0]

    def leaves(self, first: int, end: int) -> Sequence[tuple[int, bytes]]:
        stored = self._reader.leaves(first, end - first)
        if len(stored) != end - first:
            raise LogUnavailable("The log lacks an entry. Run `gate log verify`.")
        return [(entry.index, entry.leaf) for entry in stored]

    def content(self, digest: str) -> bytes | None:
        return self._reader.blob(bytes.fromhex(digest.removeprefix("sha256:")))

    def document(self, digest: str, index: int) -> dict[str, Any]:
        content = checked(self, digest)
        try:
            found = opened(self._reader, self._subjects, content, index)
        except (LogUnavailable, ValueError) as error:
            raise NotReplayable(Reason.ENTRY_CORRUPT) from error
        if not found.whole:
            raise NotReplayable(Reason.REDACTED if found.redactions else Reason.WITHHELD)
        return found.document
