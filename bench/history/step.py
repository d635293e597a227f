"""One question to the gate, as a story has it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bench.history.system import System

DEPLOY: Final = "deploy"
UPDATE: Final = "update"
ROLLBACK: Final = "rollback"
RETIRE: Final = "retire"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One question to the gate.

    Attributes:
        system: which system.
        version: of the system.
        case: the sample case that the request varies.
        action: deploy, update, rollback or retire.
        live: the version that is in production and is replaced; None where there is none.
        at: when it is asked.
        written: when the request and its evidence were written, not after `at`.
        expected: the outcome.
        rules: by which it is stopped.
    """

    system: System
    version: str
    case: str
    action: str
    live: str | None
    at: datetime
    written: datetime
    expected: str
    rules: tuple[str, ...]
