"""What a long run finished, in a file, so that the next run goes on from there."""

import os
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import orjson

from gate.errors import Invalid, LogUnavailable

_FORMAT: Final = "gate-journal/1"


class Journal:
    """Finished ranges and their results, one line each after a line that says of which work.

    A line counts when it is whole: what a crash left of the last one is written over. Ranges are
    finished in order, so the file is read along with the run and never held in memory.
    """

    def __init__(self, path: Path, work: str) -> None:
        """Read what is there.

        Args:
            path: the file, made when it is not there.
            work: says what is done, so that the results of one work are not taken for another's.

        Raises:
            Invalid: the file is of another work, or no journal.
            LogUnavailable: it cannot be read or written.
        """
        self._path = path
        try:
            with ExitStack() as opened:
                self._file = opened.enter_context(path.open("a+b"))
                self._bytes = self._check(work)
                opened.pop_all()
        except OSError as error:
            raise _unusable(error) from error
        self._finished = self._lines()
        self._next = next(self._finished, None)

    def result(self, each: tuple[int, int]) -> dict[str, Any] | None:
        """The result of this range, None where it was not finished; ask in ascending order."""
        wanted = (each[0], each[1])
        while self._next is not None and self._next[0] < wanted:
            self._next = next(self._finished, None)
        if self._next is None or self._next[0] != wanted:
            return None
        return self._next[1]

    def add(self, each: tuple[int, int], result: dict[str, Any]) -> None:
        """Keep a result; when this returns it survives a crash."""
        self._write({"first": each[0], "end": each[1], "result": result})

    def close(self) -> None:
        """Close the file."""
        self._finished.close()
        self._file.close()

    def _check(self, work: str) -> int:
        """The bytes of whole lines, each of which was looked at."""
        self._file.seek(0)
        head = {"format": _FORMAT, "work": work}
        whole = 0
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n"):
                break
            try:
                stated = orjson.loads(line) if number == 0 else _finished(line)
            except (ValueError, KeyError, TypeError) as error:
                raise Invalid(
                    f"{self._path} is no journal of a run; choose another file"
                ) from error
            if number == 0 and stated != head:
                raise Invalid(f"{self._path} belongs to another run; choose another file")
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)
        if not whole:
            self._write(head)
        return whole

    def _lines(self) -> Generator[tuple[tuple[int, int], dict[str, Any]], None, None]:
        """What was finished before this run, which meanwhile adds to the file."""
        with self._path.open("rb") as file:
            file.readline()
            while file.tell() < self._bytes:
                yield _finished(file.readline())

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(orjson.dumps(line) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unusable(error) from error


def _finished(line: bytes) -> tuple[tuple[int, int], dict[str, Any]]:
    stated = orjson.loads(line)
    return (stated["first"], stated["end"]), dict(stated["result"])


def _unusable(error: OSError) -> LogUnavailable:
    return LogUnavailable(f"the journal of the run cannot be used: {error.strerror}")
