"""A process that erases a person and is killed at a step; started by the test beside it."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from gate.log.batches import Step
from gate.log.erasure import erase
from tests.logs import open_log
from tests.personal import ANNA, append


def main() -> None:
    """Log a decision about Anna, then erase her, and die at the step that is asked for."""
    folder, fatal = Path(sys.argv[1]), sys.argv[2]
    armed = False

    def step(at: Step) -> None:
        if armed and at == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    log = open_log(folder, step=step)
    append(log, 0, ANNA)
    armed = True
    erase(log, ANNA["id"], reason="Art. 17", actor="dpo", now=datetime(2026, 11, 28, tzinfo=UTC))


if __name__ == "__main__":
    main()
