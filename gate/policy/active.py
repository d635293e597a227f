"""The policy in force: one release, and the engine that evaluates it."""

from dataclasses import dataclass
from datetime import datetime

from gate.policy.engine import Engine
from gate.policy.release import Release


@dataclass(frozen=True, slots=True)
class ActivePolicy:
    """A release and an engine made for it; `since` is when this process began to use them.

    `signed_by` are the people whose signatures on the release were asked for and count.

    A decision takes the pair once and keeps it to its end, so that no decision is of two releases.
    """

    release: Release
    engine: Engine
    since: datetime
    signed_by: tuple[str, ...] = ()
