"""When the machine has nothing left: no memory, no thread, no file that could be opened.

That is nobody's mistake, so it is no internal error: whoever asked may ask again.
"""

import errno

_ERRNOS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})
_NO_THREAD = "can't start new thread"
"""What Python says; it has no kind of its own for it."""


def is_exhaustion(error: BaseException) -> bool:
    """Whether `error` says that something of the machine is used up."""
    if isinstance(error, OSError):
        return error.errno in _ERRNOS
    if isinstance(error, RuntimeError):
        return str(error) == _NO_THREAD
    return isinstance(error, MemoryError)
