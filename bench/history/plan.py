"""What happens in a year: the stories of all systems, one after another in the order of time."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bench.history.calendar import WorkingTime
from bench.history.step import Step
from bench.history.story import Story
from bench.history.system import system_at

_EACH: Final = 20
"""Decisions of one system in a year, about, where there are few systems."""
_SYSTEMS: Final = 2_000
"""An organisation has not many more; where there are so many, each is released more often."""
_STEPS_PER_VERSION: Final = 3.5
_BEGIN_UNTIL: Final = 0.8
"""The part of the year in which systems begin."""
_PAUSES: Final = (0.5, 1.7)
"""Some teams release more often than others; both bounds are parts of the usual pause."""
_APART: Final = timedelta(milliseconds=1)


def plan(decisions: int, *, seed: int, end: datetime) -> tuple[Step, ...]:
    """The steps of a year that ends at `end`, every one later than the one before.

    The same three arguments give the same steps. The last is at `end`.

    Args:
        decisions: how many steps.
        seed: what varies from year to year.
        end: aware, in UTC.
    """
    time = WorkingTime(end)
    each = max(_EACH, decisions / _SYSTEMS)
    pause = time.length * (1 - _BEGIN_UNTIL / 2) * _STEPS_PER_VERSION / each
    steps: list[Step] = []
    index = 0
    while len(steps) < decisions:
        random = Random(f"{seed} {index}")
        begin = random.uniform(0, time.length * _BEGIN_UNTIL)
        own = pause * random.uniform(*_PAUSES)
        story = Story(system_at(index), random, time, begin=begin, pause=own)
        steps += story.steps()
        index += 1
    return _in_time(steps[:decisions], end)


def _in_time(steps: list[Step], end: datetime) -> tuple[Step, ...]:
    ordered = sorted(steps, key=lambda step: (step.at, step.system.index))
    latest = end
    told = list[Step]()
    for step in reversed(ordered):
        span = (min(step.at, latest) if told else end) - step.at
        told.append(replace(step, at=step.at + span, written=step.written + span))
        latest = told[-1].at - _APART
    return tuple(reversed(told))
