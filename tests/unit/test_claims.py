"""Two threads never decide the same key at the same time."""

import threading

import pytest

from gate.claims import Claims
from gate.errors import InProgress


def test_a_held_key_is_in_progress():
    """Whoever comes second is told so, and may hold it afterwards."""
    claims = Claims()

    with claims.hold(("ci", "k")), pytest.raises(InProgress), claims.hold(("ci", "k")):
        pass
    with claims.hold(("ci", "k")):
        pass


def test_keys_belong_to_their_principal():
    """The same key of another principal, and another key, are free."""
    claims = Claims()

    with claims.hold(("ci", "k")), claims.hold(("other", "k")), claims.hold(("ci", "l")):
        pass


def test_without_a_key_nothing_is_held():
    """Any number at once."""
    claims = Claims()

    with claims.hold(None), claims.hold(None):
        pass


def test_a_key_is_let_go_when_deciding_fails():
    """Otherwise a failure would block every retry."""
    claims = Claims()

    with pytest.raises(ZeroDivisionError), claims.hold(("ci", "k")):
        raise ZeroDivisionError
    with claims.hold(("ci", "k")):
        pass


def test_of_many_threads_one_holds_a_key():
    """All try at once, exactly one gets in."""
    claims = Claims()
    at_once = threading.Barrier(16)
    decided = threading.Event()
    outcomes = []

    def try_it():
        at_once.wait(10)
        try:
            with claims.hold(("ci", "k")):
                outcomes.append("held")
                decided.wait(10)
        except InProgress:
            outcomes.append("in progress")
            if outcomes.count("in progress") == 15:
                decided.set()

    threads = [threading.Thread(target=try_it) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["held", *["in progress"] * 15]
