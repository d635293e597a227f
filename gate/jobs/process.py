"""The process that does one job, at the lowest priority, so that decisions never wait for it.

It is started afresh and imports what it needs only once it stands back. It can end at any moment:
what is finished is in the journal, and another process goes on from there.
"""

import fcntl
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gate.errors import GateError
    from gate.replay.source import Place

_LOWEST_PRIORITY: Final = 19


def do_job(folder: str, var: str, url: str | None, keys: str, service: int) -> None:
    """Do the job in a folder, or go on with it.

    Args:
        folder: of the job.
        var: the folder of the log, where compiled policies are kept too.
        url: the database of the log, where it is not in `var`.
        keys: the folder of the gate's keys, one of which opens personal values.
        service: process id of the service; when it is gone, so is this process, soon.
    """
    os.nice(_LOWEST_PRIORITY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service ends this process, not the terminal
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    # A service that was killed may have left a process behind, which is about to notice.
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    from gate.replay.source import Place  # noqa: PLC0415 - see above

    try:
        _do(Path(folder), Place(Path(var), url, keys=Path(keys)), service)
    finally:
        os.close(descriptor)


def _do(folder: Path, place: "Place", service: int) -> None:
    from gate.canon import canonical_bytes  # noqa: PLC0415 - see above
    from gate.errors import GateError  # noqa: PLC0415
    from gate.jobs.doing import Given  # noqa: PLC0415
    from gate.jobs.job import (  # noqa: PLC0415
        FAILURE,
        PROGRESS,
        RESULT,
        read_job,
        write_whole,
    )
    from gate.jobs.kinds import KINDS  # noqa: PLC0415

    job = read_job(folder)
    doing = KINDS[job.kind](Given(job, place, folder))
    try:
        for finished in doing.go_on():
            write_whole(folder / PROGRESS, canonical_bytes({"done": finished}))
            if os.getppid() != service:
                return
        result = doing.document()
    except GateError as error:
        write_whole(folder / FAILURE, canonical_bytes({"detail": _said(error)}))
    else:
        write_whole(folder / RESULT, canonical_bytes(result))


def _said(error: "GateError") -> str:
    """The detail, and what it is about where that is several things."""
    about = ", ".join(problem.pointer for problem in error.problems)
    return f"{error.detail}: {about}" if about else error.detail
