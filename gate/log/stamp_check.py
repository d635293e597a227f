"""The check of the time stamps of a log: each for itself, none says anything about another.

What those that hold say about entries is in `gate.log.latest`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from gate.errors import VerificationFailed
from gate.log.latest import Latest
from gate.log.stamps import Stamp, StampFolder
from gate.log.store import LogReader
from gate.log.timestamp import TimeAuthority
from gate.log.walk import Findings


@dataclass(frozen=True, slots=True)
class StampsFound:
    """How many stamps there are and hold; `unchecked` where nobody said whom to believe.

    `newest` is the size of the largest stamped checkpoint, and when it existed at the latest;
    `latest` is what all of them say about entries.
    """

    held: int = 0
    unchecked: int = 0
    newest: tuple[int, datetime] | None = None
    latest: Latest = field(default_factory=Latest)


def check_stamps(
    reader: LogReader,
    folder: StampFolder,
    authority: TimeAuthority | None,
    findings: Findings,
) -> StampsFound:
    """Hold every stamp of a folder against the log, and against the pinned authority.

    Raises:
        LogUnavailable: the log or the folder cannot be read.
    """
    sizes = folder.sizes()
    held: dict[int, datetime] = {}
    for stamp in _read(folder, sizes):
        try:
            _check_note(reader, stamp)
            at = None if authority is None else authority.check(stamp.answer, stamp.note)
        except VerificationFailed as error:
            detail = f"The time stamp of the checkpoint of size {stamp.size}: {error.detail}"
            findings.add(None, "stamp", detail)
            continue
        if at is not None:
            held[stamp.size] = at
    newest = max(held.items(), default=None)
    unchecked = len(sizes) if authority is None else 0
    return StampsFound(len(held), unchecked, newest, Latest.of(held))


def _read(folder: StampFolder, sizes: Iterable[int]) -> Iterable[Stamp]:
    return (folder.read(size) for size in sizes)


def _check_note(reader: LogReader, stamp: Stamp) -> None:
    """What was stamped is what the log has at that size, whose signature is checked with it."""
    if (reader.checkpoint_at(stamp.size) or "").encode() != stamp.note:
        raise VerificationFailed(
            "The log does not have the checkpoint that was stamped: it was rolled back or replaced."
        )
