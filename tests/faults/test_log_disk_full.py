"""No room: nothing is answered that is not logged, reading goes on, and room heals it."""

from pathlib import Path

import pytest

from gate.errors import LogUnavailable
from gate.log.fsck import verify
from gate.log.log import EntryDraft, Log
from tests.logs import contents, draft, entry, open_log


def _limit(log: Log, more_pages: int) -> None:
    """Let the database grow by so many pages and no more."""
    connection = log._sequencer._batches._writer._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + more_pages}")


def _large(number: int) -> EntryDraft:
    return EntryDraft(entry(number), (*contents(number), b"%d" % number * 20_000))


@pytest.mark.parametrize("room", range(0, 24, 3))
def test_a_full_disk_logs_nothing_and_heals(tmp_path: Path, room: int) -> None:
    """However far the transaction gets before there is no room."""
    log = open_log(tmp_path)
    log.append(_large(0))
    _limit(log, room)
    refused = 0
    for number in range(1, 6):
        try:
            log.append(_large(number))
        except LogUnavailable:
            refused += 1

            assert log.entry(0).entry == entry(0)
            assert log.receipt_parts(0).index == 0
    size = log.seen().size

    assert refused > 0
    assert size == 6 - refused
    assert verify(tmp_path).clean
    _limit(log, 100_000)
    assert log.append(draft(9)).index == size
    log.close()
    assert verify(tmp_path).clean
