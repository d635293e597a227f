"""JSON pointers (RFC 6901) to places of the input, fit to be shown."""

from collections.abc import Iterable

from gate.limits import POINTER_STEP_CHARS_MAX


def extend(pointer: str, step: str | int) -> str:
    """`pointer`, one step further down.

    A key of the input that is longer than `POINTER_STEP_CHARS_MAX` is left out, so that a pointer
    cannot carry a document; the pointer then names the object that holds the key.
    """
    if isinstance(step, str) and len(step) > POINTER_STEP_CHARS_MAX:
        return pointer
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def pointer_to(steps: Iterable[str | int]) -> str:
    """The pointer along `steps`, from the top."""
    pointer = ""
    for step in steps:
        pointer = extend(pointer, step)
    return pointer
