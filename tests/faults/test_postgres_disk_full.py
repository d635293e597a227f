"""F6: no room under PostgreSQL: nothing is answered that is not logged, and room heals it."""

import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from gate.errors import LogUnavailable, OutcomeUnknown
from gate.log.fsck import verify
from gate.log.log import EntryDraft, Log
from tests.faults.clients import PATIENT
from tests.faults.test_postgres import OPTIONS
from tests.logs import RELEASE, contents, draft, entry
from tests.postgres_server import OWNER, ROLE, USER, PostgresServer, postgres_server
from tests.small_disk import small_disk

LARGE = 400_000
"""Bytes that no compression makes fewer, so that a few entries need more room than there is."""
TRIES = 6


def _large(number: int) -> EntryDraft:
    kept = (*contents(number), os.urandom(LARGE))
    return EntryDraft(entry(number, idempotency_key=f"key-{number}"), kept, (RELEASE,))


def _refused(log: Log, first: int) -> list[int]:
    """Which of some large entries were not logged, as far as anybody was told."""
    refused = []
    for number in range(first, first + TRIES):
        try:
            log.append(_large(number), seconds=20)
        except (LogUnavailable, OutcomeUnknown):
            refused.append(number)
    return refused


def _assert_goes_on(folder: Path, url: str, log: Log, refused: list[int]) -> None:
    """What was refused is logged now, once; everything verifies."""
    for number in refused:
        log.append(draft(number, idempotency_key=f"key-{number}"), seconds=20)
    size = log.seen().size
    log.close()

    assert size == 1 + TRIES
    report = verify(folder, url=url)
    assert (report.clean, report.size) == (True, size)


def test_there_is_no_room_for_the_tables(tmp_path: Path) -> None:
    """The log takes nothing; what it has can be read and verified all the time."""
    with (
        small_disk("24m", USER) as disk,
        postgres_server(within=disk.within) as server,
    ):
        server.execute(f"CREATE TABLESPACE small LOCATION '{disk.folder}'")
        server.execute(
            f"CREATE DATABASE small OWNER {OWNER} TEMPLATE gate_template TABLESPACE small"
        )
        url = server.url("small", ROLE)
        log = Log.open_shared(tmp_path, url, **OPTIONS)
        log.append(_large(0), seconds=20)
        disk.fill()
        refused = _refused(log, 1)

        assert refused
        assert log.entry(0).entry == _large(0).entry
        assert log.receipt_parts(0).index == 0
        report = verify(tmp_path, url=url)
        assert (report.clean, report.size) == (True, 1 + TRIES - len(refused))
        disk.free()
        _assert_goes_on(tmp_path, url, log, refused)


def test_there_is_no_room_for_the_journal(tmp_path: Path) -> None:
    """Then PostgreSQL ends itself. After it was started with room the log goes on."""
    with (
        small_disk("16m", USER) as disk,
        postgres_server(
            f"--waldir={disk.folder / 'wal'}", "--wal-segsize=1", within=disk.within
        ) as server,
    ):
        server.new_database("small")
        url = server.url("small", ROLE)
        log = Log.open_shared(tmp_path, url, **OPTIONS)
        log.append(_large(0), seconds=20)
        disk.fill()
        refused = _refused(log, 1)

        assert refused
        disk.free()
        _started_again(server)
        _assert_goes_on(tmp_path, url, log, refused)


def _started_again(server: PostgresServer) -> None:
    """It comes up by itself, unless its recovery found no room either and ended it."""
    until = time.monotonic() + PATIENT
    while True:
        try:
            server.execute("SELECT 1")
        except psycopg.Error:
            assert time.monotonic() < until, "the server does not come up"
            with suppress(subprocess.CalledProcessError):
                server.start()
            time.sleep(0.2)
        else:
            return
