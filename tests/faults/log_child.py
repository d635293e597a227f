"""A process that appends from several threads until it is killed; started by the tests beside it.

Arguments: the folder, the first number, the threads, and the step at which to die with how many
calls of it before (`K7 3`), or `- 0`. Each acknowledged decision is written to `acks`, flushed,
as its number and the receipt in JSON, one a line. `ready` is created when the first is.
"""

import json
import os
import sys
import threading
from pathlib import Path

from gate.log.batches import Step
from tests.logs import draft, open_log


def main() -> None:
    """Append until the end."""
    folder, first, threads = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    fatal, before = sys.argv[4], int(sys.argv[5])
    calls = 0

    def step(at: Step) -> None:
        nonlocal calls
        if at == fatal:
            calls += 1
            if calls > before:
                os._exit(137)

    log = open_log(folder / "var", step=step)
    acks = os.open(folder / "acks", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    numbers = iter(range(first, first + 1_000_000))
    lock = threading.Lock()

    def append() -> None:
        while True:
            with lock:
                number = next(numbers)
            appended = log.append(draft(number, idempotency_key=f"key-{number}"), seconds=60)
            line = json.dumps([number, appended.text]) + "\n"
            with lock:
                os.write(acks, line.encode())
                os.fsync(acks)
            (folder / "ready").touch()

    workers = [threading.Thread(target=append, daemon=True) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
