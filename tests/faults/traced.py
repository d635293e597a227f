"""What is done under faults, and the process that does it: everything is imported once, then forked.

Read from stdin, one JSON object a line: `strace` (the command with its options), `work` (a function
of this module), `folder` and `arguments`. Answered on stdout: the exit code of the fork, which
waits until it is traced before it begins; negative where a signal ended it.
"""

import ctypes
import json
import os
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from gate.errors import GateError
from gate.log.publish import publish
from gate.log.readers import open_reader
from gate.witness.kept import KeptNote
from tests.logs import draft, open_log

TRIES = 5
_SECONDS = 30.0
_MAY_BE_TRACED, _BY_ANYBODY = 0x59616D61, 2**64 - 1


def append(folder: Path, *numbers: int) -> None:
    """Open the log, append until each decision is logged, and close it.

    Each acknowledged one is written to `acks` as its number and receipt in JSON, one a line, by a
    call under which no fault is put (`writev`). A log that refuses to open is the end, in order.
    """
    acks = os.open(folder / "acks", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        log = open_log(folder / "var")
    except GateError:
        return
    for number in numbers:
        for _ in range(TRIES):
            try:
                appended = log.append(draft(number, idempotency_key=f"key-{number}"), seconds=30)
            except GateError:
                time.sleep(0.01)
                continue
            os.writev(acks, [json.dumps([number, appended.text]).encode() + b"\n"])
            break
    log.close()


def bring_up_to_date(folder: Path) -> None:
    """Publish the log of `var` to `out`; where that cannot be, it is said and no more."""
    reader = open_reader(folder / "var", None)
    with suppress(GateError):
        publish(reader, reader.checkpoint()[1], folder / "out")
    reader.close()


def keep(folder: Path) -> None:
    """Keep another note in the place of the one that is kept."""
    with suppress(GateError):
        KeptNote(folder / "kept").write((folder / "next").read_text(encoding="utf-8"))


def main() -> None:
    """Do what is asked, one after the other, until stdin ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            _traced(asked)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _traced(asked: dict[str, object]) -> None:
    """The fork: wait for the tracer, work, and end without what an interpreter does at its end."""
    try:
        ctypes.CDLL(None).prctl(_MAY_BE_TRACED, ctypes.c_ulong(_BY_ANYBODY), 0, 0, 0)
        subprocess.Popen([*asked["strace"], "-p", str(os.getpid())])  # type: ignore[misc]
        _wait_for_tracer()
        globals()[str(asked["work"])](Path(str(asked["folder"])), *asked["arguments"])  # type: ignore[misc]
        os._exit(0)
    finally:
        traceback.print_exc()
        os._exit(1)


def _wait_for_tracer() -> None:
    until = time.monotonic() + _SECONDS
    while "TracerPid:\t0" in Path("/proc/self/status").read_text(encoding="ascii"):
        if time.monotonic() > until:
            raise TimeoutError("nobody traces this process")
        time.sleep(0.002)
    time.sleep(0.005)  # the tracer has said who it is, and stops this thread now


if __name__ == "__main__":
    main()
