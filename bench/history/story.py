"""The story of one system: what its team asks the gate in a year, and what the gate will say.

A version is tried, staged and released. On the way something is missing, is denied and mended; a
team learns, so later versions are denied less often. Sometimes a staged version waits until its
approvals have become too old, and they are given again. Sometimes a waiver bridges a gap, a release
is rolled back, or a system is taken out of use.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Final

from bench.history.calendar import WorkingTime
from bench.history.step import DEPLOY, RETIRE, ROLLBACK, UPDATE, Step
from bench.history.stops import stops_of
from bench.history.system import System

_ALLOW, _DENY = "allow", "deny"
_TOO_OLD_DAYS: Final = 31
"""After so many days approvals count as too old: 30, from the day on which they were given."""
TOO_OLD: Final = "A.6.2.5-2"
"""The rule that then denies."""
_MAJOR: Final = 5
"""Sample cases name older versions, to go back to or as what is out of date."""
_REPEATED_DAYS: Final = 91
"""In ninety days a rule stops a system once, and once more where much has become too old at once.
A third denial by one rule would ask for its root cause, which is another story."""


class Story:
    """One system from a day on; `steps` tells it once."""

    def __init__(
        self, system: System, random: Random, time: WorkingTime, *, begin: float, pause: float
    ) -> None:
        """Begin a story.

        Args:
            system: whose it is.
            random: what varies from story to story.
            time: the working days.
            begin: the number of the first working day.
            pause: working days from one version to the next, about.
        """
        self._system, self._random, self._time = system, random, time
        self._now, self._pause = begin, pause
        self._pace = min(1.0, pause / 20)
        self._denied: list[tuple[str, datetime]] = []
        self._live: str | None = None
        self._major = random.randint(_MAJOR, _MAJOR + 3)
        self._minor, self._patch = random.randint(0, 3), 0

    def steps(self) -> Iterator[Step]:
        """The steps of the story in the order of time, until the year is over."""
        for step in self._whole():
            if self._now >= self._time.length:
                return
            yield step

    def _whole(self) -> Iterator[Step]:
        kind, random = self._system.kind, self._random
        count = 0
        while True:
            before = self._live
            yield from self._version(experience=count)
            count += 1
            if before and random.random() < 0.06:
                yield from self._rolled_back(before)
            if kind.retired and count > 2 and random.random() < 0.1:
                self._now += self._pause / 2
                yield self._step(kind.retired, action=RETIRE)
                return
            self._now += self._pause * random.uniform(0.6, 1.4)
            self._next_version()

    def _version(self, *, experience: int) -> Iterator[Step]:
        """One version on its way to production; whoever has experience misses less."""
        kind, random = self._system.kind, self._random
        misses = max(0.15, 0.75 * 0.7**experience)
        if kind.tried and random.random() < 0.5:
            yield self._step(kind.tried)
            self._wait(random.uniform(0.5, 4))
        if random.random() < misses / 2:
            yield from self._stopped("staging")
        staged = self._step(kind.staged)
        yield staged
        is_slow = self._pause > 20 and random.random() < 0.25
        if is_slow:
            self._now = self._time.after(self._now, random.randint(_TOO_OLD_DAYS, 50))
            if self._may_be_denied((TOO_OLD,)):
                yield self._release(kind.released, written=staged.at, rules=(TOO_OLD,))
                self._wait(random.uniform(1, 5))
        else:
            self._wait(random.uniform(0.2, 3))
        while random.random() < misses:
            yield from self._stopped("prod")
            misses /= 2
        is_waived = kind.waived is not None and random.random() < 0.15
        yield self._release(kind.waived if kind.waived and is_waived else kind.released)
        self._live = self._version_text

    def _stopped(self, environment: str) -> Iterator[Step]:
        """Something is missing, and it takes some days to mend it."""
        fit = [
            stop
            for stop in stops_of(self._system.kind)
            if stop.environment == environment
            and not (stop.is_first_only and self._live)
            and self._may_be_denied(stop.rules)
        ]
        if fit:
            stop = self._random.choice(fit)
            if environment == "prod":
                yield self._release(stop.case, expected=stop.outcome, rules=stop.rules)
            else:
                yield self._step(stop.case, expected=stop.outcome, rules=stop.rules)
            self._wait(self._random.uniform(0.3, 6))

    def _rolled_back(self, to: str) -> Iterator[Step]:
        """The release turns out badly, and the version before it comes back."""
        self._wait(self._random.uniform(0.1, 2))
        failed, self._live = self._live, to
        yield self._step(self._system.kind.released, action=ROLLBACK, version=to, live=failed)

    def _release(
        self,
        case: str,
        *,
        written: datetime | None = None,
        expected: str | None = None,
        rules: tuple[str, ...] = (),
    ) -> Step:
        return self._step(
            case,
            action=UPDATE if self._live else DEPLOY,
            live=self._live,
            written=written,
            expected=expected or (_DENY if rules else _ALLOW),
            rules=rules,
        )

    def _step(
        self,
        case: str,
        *,
        action: str = DEPLOY,
        live: str | None = None,
        version: str | None = None,
        written: datetime | None = None,
        expected: str = _ALLOW,
        rules: tuple[str, ...] = (),
    ) -> Step:
        at = self._time.moment(self._now)
        self._denied += [(rule, at) for rule in rules]
        return Step(
            system=self._system,
            version=version or self._version_text,
            case=case,
            action=action,
            live=live,
            at=at,
            written=written or at,
            expected=expected,
            rules=rules,
        )

    @property
    def _version_text(self) -> str:
        return f"{self._major}.{self._minor}.{self._patch}"

    def _next_version(self) -> None:
        if self._random.random() < 0.5:
            self._patch += 1
        else:
            self._minor, self._patch = self._minor + 1, 0

    def _wait(self, days: float) -> None:
        """On the way to production; who releases often is faster on the way, too."""
        self._now += days * self._pace

    def _may_be_denied(self, rules: tuple[str, ...]) -> bool:
        since = self._time.moment(self._now) - timedelta(days=_REPEATED_DAYS)
        return not any(rule in rules for rule, at in self._denied if at > since)
