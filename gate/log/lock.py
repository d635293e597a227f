"""One writer for one folder.

The lock is on the folder itself, not on a file in it: a second path to the same folder (a symbolic
link, a bind mount) then meets the same lock, and a crash releases it.
"""

import fcntl
import os
from pathlib import Path

from gate.errors import Misconfigured


class DirectoryLock:
    """Held from construction to `release` or the end of the process."""

    def __init__(self, directory: Path, does: str = "writes the log in") -> None:
        """Take the lock; `does` says in an error what whoever has it does there.

        Raises:
            Misconfigured: another process, or another log in this one, holds it.
        """
        self._descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._descriptor)
            raise Misconfigured(
                f"Another process {does} {directory.name!r}. One folder has one writer: stop the "
                f"other one, or choose another folder."
            ) from error

    def release(self) -> None:
        """Let others have it; a second release does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
