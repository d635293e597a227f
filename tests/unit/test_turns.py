"""Turns: a bounded number, each given back once."""

import pytest

from gate.errors import Overloaded
from gate.turns import Turns


def test_no_more_than_there_are() -> None:
    """Whoever comes too late is told so, and one that is free again is taken."""
    turns = Turns(2)
    with turns.take(0), turns.take(0), pytest.raises(Overloaded), turns.take(0.01):
        pass
    with turns.take(0), turns.take(0):
        pass


def test_a_turn_can_end_before_its_block() -> None:
    """Somebody else has it then, and the end of the block gives nothing back once more."""
    turns = Turns(1)
    with turns.take(0) as turn:
        turn.end()
        turn.end()
        with turns.take(0):
            pass
    with turns.take(0), pytest.raises(Overloaded), turns.take(0):
        pass


def test_a_failure_gives_the_turn_back() -> None:
    """Otherwise the service would stand still one day."""
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.take(0):
        raise ZeroDivisionError
    with turns.take(0):
        pass
