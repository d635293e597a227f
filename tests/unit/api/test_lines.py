"""Log lines go out on a thread of their own: nobody waits for whoever reads them."""

import fcntl
import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from gate.api import logs
from gate.api.lines import LineWriter
from gate.limits import LINES_SECONDS_MAX, LINES_WAITING_MAX

PIPE_BYTES = 4096
LINE = "x" * 1023 + "\n"


@pytest.fixture
def pipe():
    """Its two ends; it holds `PIPE_BYTES` and no more."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    yield reading, writing
    os.close(reading)
    os.close(writing)


def in_thread(work):
    """Whether `work` came to its end; one that waits for ever does not stop the test."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(20)
    return not thread.is_alive()


def test_lines_arrive_whole_and_in_order(pipe):
    """As they were written; the last ones when it is closed."""
    reading, writing = pipe
    writer = LineWriter(writing)
    for number in range(9):
        assert writer.write(f"line {number} é\n") == len(f"line {number} é\n")
    writer.flush()
    writer.close()

    assert os.read(reading, PIPE_BYTES).decode() == "".join(f"line {n} é\n" for n in range(9))


def test_nobody_waits_for_a_reader_that_does_not_read(pipe):
    """More lines than the pipe holds and than may wait: the rest is lost, and the end comes."""
    _, writing = pipe
    writer = LineWriter(writing, waiting_max=3)

    assert in_thread(lambda: [writer.write(LINE) for _ in range(1_000)])
    assert in_thread(writer.close)
    assert LINES_SECONDS_MAX < 20


def test_as_many_lines_wait_as_may(pipe):
    """At the bound each is kept, and one past it is lost."""
    reading, writing = pipe
    for _ in range(PIPE_BYTES // len(LINE)):
        os.write(writing, LINE.encode())
    writer = LineWriter(writing)
    writer.write("first\n")
    while writer._waiting.qsize():
        threading.Event().wait(0.001)  # the thread holds it now, and stands
    for number in range(LINES_WAITING_MAX):
        writer.write(f"{number}\n")
    assert writer._lost == 0
    writer.write("one more\n")
    assert writer._lost == 1

    found = b""
    while f"\n{LINES_WAITING_MAX - 1}\n".encode() not in found:
        found += os.read(reading, PIPE_BYTES)
    writer.close()
    assert b"one more" not in found


def test_lost_lines_are_told_of_when_lines_are_taken_again(pipe, monkeypatch):
    """Whoever reads knows that something is missing, and how much."""
    reading, writing = pipe
    told = []
    teller = SimpleNamespace(warning=lambda event, lines: told.append((event, lines)))
    monkeypatch.setattr("gate.api.lines._logger", teller)
    writer = LineWriter(writing, waiting_max=1)
    for _ in range(50):
        writer.write(LINE)
    lost = writer._lost
    while not told:
        os.read(reading, PIPE_BYTES)
    writer.close()

    assert lost > 0
    assert sum(lines for _, lines in told) == lost
    assert {event for event, _ in told} == {"lines_lost"}


def test_a_disk_that_is_full_loses_lines_and_nothing_else():
    """And so does a pipe whose reader has gone."""
    full = os.open("/dev/full", os.O_WRONLY)
    reading, broken = os.pipe()
    os.close(reading)
    for descriptor in (full, broken):
        writer = LineWriter(descriptor)
        assert writer.write(LINE) == len(LINE)
        writer.close()
        assert writer._lost == 1
        os.close(descriptor)


@pytest.mark.parametrize("stated", ["", "<&- >&-", "2>&-", "<&- >&- 2>&-"])
def test_no_file_gets_the_number_of_a_descriptor_that_is_missing(tmp_path, stated):
    """Started without input, output or error: lines must not be written into the next file."""
    program = (
        "import os, sys\n"
        f"from {logs.__name__} import logging_to_stderr\n"
        "with logging_to_stderr(production=True, level='info'):\n"
        "    number = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)\n"
        "    import structlog; structlog.stdlib.get_logger('x').info('a line')\n"
        "    sys.stdout.write(''); sys.stderr.write('')\n"
        "os.write(number, str(number).encode())\n"
    )
    file = tmp_path / "next"
    left = subprocess.run(
        ["sh", "-c", f'exec "$@" {stated}', "sh", sys.executable, "-c", program, str(file)],
        check=False,
        capture_output=True,
        timeout=60,
    )

    assert left.returncode == 0, left.stderr
    assert int(file.read_text()) > 2
