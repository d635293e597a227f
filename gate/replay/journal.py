"""What a long run finished, in a file, so that the next run goes on from there."""

import os
from pathlib import Path
from typing import Any, Final

import orjson

from gate.errors import Invalid, LogUnavailable

_FORMAT: Final = "gate-journal/1"


class Journal:
    """Finished ranges and their results, one line each after a line that says of which work.

    A line counts when it is whole: what a crash left of the last one is written over.
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
        self._known: dict[tuple[int, int], dict[str, Any]] = {}
        try:
            self._file = path.open("a+b")
        except OSError as error:
            raise _unusable(error) from error
        try:
            self._read(work)
        except OSError as error:
            self._file.close()
            raise _unusable(error) from error
        except Invalid:
            self._file.close()
            raise

    def result(self, each: tuple[int, int]) -> dict[str, Any] | None:
        """The result of this range, once; None where it was not finished."""
        return self._known.pop((each[0], each[1]), None)

    def add(self, each: tuple[int, int], result: dict[str, Any]) -> None:
        """Keep a result; when this returns it survives a crash."""
        self._write({"first": each[0], "end": each[1], "result": result})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self, work: str) -> None:
        self._file.seek(0)
        head = {"format": _FORMAT, "work": work}
        whole = 0
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n"):
                break
            try:
                stated = orjson.loads(line)
                if number == 0 and stated != head:
                    raise Invalid(f"{self._path} belongs to another run; choose another file")
                if number:
                    self._known[stated["first"], stated["end"]] = dict(stated["result"])
            except (ValueError, KeyError, TypeError) as error:
                raise Invalid(
                    f"{self._path} is no journal of a run; choose another file"
                ) from error
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)
        if not whole:
            self._write(head)

    def _write(self, line: dict[str, Any]) -> None:
        try:
            self._file.write(orjson.dumps(line) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unusable(error) from error


def _unusable(error: OSError) -> LogUnavailable:
    return LogUnavailable(f"the journal of the run cannot be used: {error.strerror}")
