"""Whether a decision could be made now: each part is asked, at most once a second."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Literal

import structlog

from gate.errors import GateError
from gate.limits import ENGINE_SECONDS_MAX
from gate.log.log import Log
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.stamping.stamping import Stamping
from gate.witness.cosigning import Cosigning
from gate.witness.member import ALARMS, State

_BELIEVED_SECONDS = 1.0
"""Seconds that an answer is believed, so that asking cannot be used to keep the gate busy."""

_log = structlog.stdlib.get_logger("gate.readiness")


@dataclass(frozen=True, slots=True)
class Check:
    """One part: `+` works, `!` works with what it last knew, `-` does not."""

    name: str
    state: Literal["+", "!", "-"]
    word: str


class Readiness:
    """Asks the parts of one gate. Thread-safe."""

    def __init__(
        self,
        *,
        log: Log,
        cosigning: Cosigning | None = None,
        stamping: Stamping | None = None,
        policy: ActivePolicy,
        organisation: OrganisationSource | None,
        clock: Callable[[], datetime],
    ) -> None:
        self._log = log
        self._cosigning = cosigning
        self._stamping = stamping
        self._policy = policy
        self._organisation = organisation
        self._clock = clock
        self._lock = Lock()
        self._known: tuple[float, tuple[Check, ...]] | None = None

    def checks(self) -> tuple[Check, ...]:
        """Every part, in the order of a decision."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > _BELIEVED_SECONDS:
                self._known = (time.monotonic(), tuple(self._ask()))
            return self._known[1]

    def _ask(self) -> Iterator[Check]:
        yield self._organisation_check()
        yield _check("release", lambda: self._policy.release.check_current(self._clock()))
        yield _check("engine", lambda: self._policy.engine.check(seconds=ENGINE_SECONDS_MAX))
        yield _check("log", self._log.seen)
        if self._cosigning is not None:
            yield _witnesses(self._cosigning)
        if self._stamping is not None:
            yield _stamps(self._stamping)

    def _organisation_check(self) -> Check:
        """Files that are wrong do not stop decisions: those that were right stay in force."""
        if self._organisation is None:
            return Check("organisation", "+", "not configured")
        self._organisation.current()
        if self._organisation.problem is not None:
            return Check("organisation", "!", "not usable as it is now; the last good one is used")
        return Check("organisation", "+", "ok")


def _witnesses(cosigning: Cosigning) -> Check:
    """They stop no decision; what a person has to look at comes first."""
    states = cosigning.states()
    alarms = [each for each in states if each.state in ALARMS]
    if alarms:
        return Check("witnesses", "!", f"ALARM: {alarms[0].name} {alarms[0].state.value}")
    well = sum(each.state in {State.COSIGNED, State.AHEAD} for each in states)
    return Check("witnesses", "+" if well == len(states) else "!", f"{well} of {len(states)} ok")


def _stamps(stamping: Stamping) -> Check:
    """They stop no decision either."""
    if stamping.problem is not None:
        return Check("stamps", "!", "the last checkpoint was not stamped")
    last = stamping.last
    return Check("stamps", "+", "none yet" if last is None else f"size {last.size} stamped")


def _check(name: str, ask: Callable[[], object]) -> Check:
    try:
        ask()
    except GateError as error:
        _log.warning("not_ready", part=name, detail=error.detail)
        return Check(name, "-", "failed")
    return Check(name, "+", "ok")
