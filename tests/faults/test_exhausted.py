"""F20: no file, no memory, no thread is left. Nothing is answered that is not logged, and it heals."""

import os
import resource
import signal
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.clients import PATIENT, Told, asked_at_once, assert_nothing_lost, client_at
from tests.service import Server, server_in, token_in

AT_ONCE = 16
QUESTIONS = 32
MEBIBYTE = 1024 * 1024
TRY_AGAIN = {
    "engine_unavailable",
    "evidence_unavailable",
    "log_unavailable",
    "outcome_unknown",
    "overloaded",
    "unavailable",
}


def _open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _address_space(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _limited(server: Server, kind: int, value: int) -> list[Told]:
    """What clients are told while the process may have no more than `value` of `kind`."""
    pid = server.process.pid
    before = resource.prlimit(pid, kind)
    resource.prlimit(pid, kind, (value, before[1]))
    try:
        return asked_at_once(server.url, server.headers, QUESTIONS, at_once=AT_ONCE)
    finally:
        resource.prlimit(pid, kind, before)


def _assert_refused(told: list[Told]) -> None:
    """Some were: with a word that says to try again, or because no connection was there."""
    found = Counter(each.code for each in told if each.status not in {200, 201})

    assert found
    assert found.keys() <= {"", *TRY_AGAIN}


def _heals(server: Server, var: Path, told: list[Told]) -> None:
    """Everybody is answered again, and nobody's decision is lost or logged twice."""
    after = asked_at_once(server.url, server.headers, AT_ONCE, at_once=2)

    assert {each.status for each in after} == {201}
    assert_nothing_lost(server.url, server.headers, told + after, var)


@pytest.mark.parametrize(("before", "more"), [(0, 2), (1, 2)])
def test_no_file_can_be_opened(tmp_path: Path, before: int, more: int) -> None:
    """A few more than it has open, whether it has answered before or not."""
    var = tmp_path / "var"
    with server_in(var, token=token_in(var)) as server:
        told = asked_at_once(server.url, server.headers, before, at_once=1)
        limit = _open_files(server.process.pid) + more
        limited = _limited(server, resource.RLIMIT_NOFILE, limit)

        _assert_refused(limited)
        _heals(server, var, told + limited)


@pytest.mark.parametrize(("before", "more"), [(0, 0), (1, 0), (1, 32)])
def test_no_memory_and_no_thread(tmp_path: Path, before: int, more: int) -> None:
    """Some MiB of address space more than it has: a thread needs 8, an engine far more.

    The engine's library ends the process where it gets no memory for itself; then the next start
    finds everything that was answered.
    """
    var = tmp_path / "var"
    token = token_in(var)
    with ExitStack() as opened:
        server = opened.enter_context(server_in(var, token=token))
        told = asked_at_once(server.url, server.headers, before, at_once=1)
        room = _address_space(server.process.pid) + more * MEBIBYTE
        limited = _limited(server, resource.RLIMIT_AS, room)

        _assert_refused(limited)
        if any(each.status is None for each in limited):
            assert server.process.wait(PATIENT) == -signal.SIGABRT
            server = opened.enter_context(server_in(var, token=token))
        _heals(server, var, told + limited)


def test_sixty_four_files_are_enough(tmp_path: Path) -> None:
    """Clients that keep more connections open than that wait for their turn, and get it."""
    var = tmp_path / "var"
    with server_in(var, token=token_in(var)) as server:
        told = _limited(server, resource.RLIMIT_NOFILE, 64)

        assert {each.status for each in told} == {201}
        with client_at(server.url, server.headers) as client:
            assert client.get("/readyz").text == "ok"
        assert_nothing_lost(server.url, server.headers, told, var)
