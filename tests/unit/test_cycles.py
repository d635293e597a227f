"""Looking for cycles among objects: rarely, and not for ever in a process that goes on."""

import gc

from gate.cycles import keep_what_is_there, look_rarely, looking_rarely
from gate.limits import OBJECTS_BETWEEN_LOOKS


def test_it_is_looked_rarely_for_a_while() -> None:
    """Python counts objects itself; afterwards it looks as often as before."""
    before = gc.get_threshold()

    with looking_rarely():
        assert gc.get_threshold() == (OBJECTS_BETWEEN_LOOKS, *before[1:])

    assert gc.get_threshold() == before


def test_a_process_can_look_rarely_for_ever() -> None:
    """As one does that ends with its work."""
    before = gc.get_threshold()
    try:
        look_rarely()
        assert gc.get_threshold()[0] == OBJECTS_BETWEEN_LOOKS
    finally:
        gc.set_threshold(*before)


def test_a_service_passes_over_what_it_keeps() -> None:
    """What was made before is not looked at again, and what comes after is."""
    try:
        keep_what_is_there()
        assert gc.get_freeze_count() > 0
        kept = gc.get_freeze_count()
        later = [[] for _ in range(10)]
        assert gc.get_freeze_count() == kept
        assert any(each is later for each in gc.get_objects())
    finally:
        gc.unfreeze()
