"""How often Python looks for objects that hold each other, which counting references never frees.

It looks again whenever some hundred objects were made, and a request of 100 kB has ten thousand.
Hardly anything of a decision holds itself, so looking often takes a tenth to a quarter of the time
of a process that does nothing but decide, and finds nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from gate.limits import OBJECTS_BETWEEN_LOOKS


def look_rarely() -> None:
    """Look after `OBJECTS_BETWEEN_LOOKS` objects, in this process and from now on."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, *gc.get_threshold()[1:])


def keep_what_is_there() -> None:
    """Pass over what this process has by now, which a service keeps until it ends."""
    gc.collect()
    gc.freeze()


@contextmanager
def looking_rarely() -> Iterator[None]:
    """The same for a while, in a process that does other things afterwards."""
    before = gc.get_threshold()
    look_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)
