"""Fill an empty gate with a believable year of decisions, which ends now.

    python -m bench.history --decisions 1000 --seed 7 --var var/demo

Systems of several teams are tried, staged, released, denied, mended, updated, rolled back and taken
out of use; approvals become too old and are given again. Every decision is a real one: the gate of
this process decides it with the shipped policies at the moment of its story, so the log replays,
verifies and rechecks like any other.

The same decisions, seed and end tell the same story: the same requests at the same moments with
the same outcomes, rule by rule. Ids of decisions, keys, and so signatures and proofs, are new each
time.

A decision costs about 50 ms of one core, since requests have 60 to 200 kB, and 180 kB in the log:
10³ take less than a minute, 10⁴ at this rate 9 minutes and 2 GB, 10⁶ 15 hours and 180 GB.
"""

import argparse
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Final

from bench.history.deciding import decide_all
from bench.history.plan import plan
from bench.history.telling import Tally, how_to_look, shown, summary
from gate.auth.principal import Role
from gate.auth.tokens import TokenStore
from gate.db.database import open_tables
from gate.decide import utc_now
from gate.errors import GateError
from gate.log.paths import database_in
from gate.model.entry import instant
from gate.model.instant import instant_of

_DECISIONS_MAX: Final = 1_000_000
"""In one year; more is another purpose than a story."""
_TOKEN_DAYS: Final = 7


def main() -> None:
    """Make a history, and say how to look at it. Leaves with 1 when a step ended otherwise."""
    arguments = _arguments()
    var: Path = arguments.var
    if database_in(var).exists():
        sys.exit(
            f"There is a log in {var} already, and a history begins with none. Name a folder that"
            f" does not exist (make demo VAR=DIR), or remove {var} if nobody needs that log."
        )
    end: datetime = arguments.end.replace(microsecond=0)
    steps = plan(arguments.decisions, seed=arguments.seed, end=end)
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    tally, began = Tally(), time.monotonic()
    try:
        for decided in shown(decide_all(steps, var), len(steps)):
            tally.add(decided)
    except GateError as error:
        sys.exit(f"{_stopped(tally, var)} {error.detail}.")
    except KeyboardInterrupt:
        sys.exit(_stopped(tally, var))
    sys.stdout.write(
        summary(tally, time.monotonic() - began)
        + f"The same story again: --decisions {len(steps)} --seed {arguments.seed}"
        f" --end {instant(end)}\n" + how_to_look(var, _token(var))
    )
    sys.exit(1 if tally.otherwise else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.history",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--decisions", type=_decisions, default=1_000, help="default: 1000")
    parser.add_argument("--seed", type=int, default=7, help="another seed is another year")
    parser.add_argument(
        "--var", type=Path, required=True, help="the folder of the gate, without a log"
    )
    parser.add_argument("--end", type=_end, default=utc_now(), help="RFC 3339; default: now")
    return parser.parse_args()


def _decisions(text: str) -> int:
    count = int(text) if text.isascii() and text.isdecimal() else 0
    if not 1 <= count <= _DECISIONS_MAX:
        raise argparse.ArgumentTypeError(f"a number from 1 to {_DECISIONS_MAX} is expected")
    return count


def _end(text: str) -> datetime:
    moment = instant_of(text)
    if moment is None:
        raise argparse.ArgumentTypeError("an instant such as 2027-01-31T09:00:00Z is expected")
    return moment


def _stopped(tally: Tally, var: Path) -> str:
    return (
        f"Stopped after {tally.outcomes.total():,} decisions. What was decided is in {var}; remove"
        " it before you begin again."
    )


def _token(var: Path) -> Path:
    """A file with a token that may do everything here for a week."""
    database = open_tables(var, None)
    try:
        token = TokenStore(database).create(
            "demo", tuple(Role), now=utc_now(), days=_TOKEN_DAYS, development=True
        )
    finally:
        database.close()
    path = var / "token"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(token + "\n")
    return path


if __name__ == "__main__":
    main()
