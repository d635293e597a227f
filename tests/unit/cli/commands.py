"""The command `gate` as a shell starts it, and sample cases moved to the present."""

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fixtures.render import render_case, render_organisation, write_case
from tests.service import GATE
from tests.shared import ROOT

SECONDS = 120


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str


def gate(*arguments: str | Path, stdin: bytes | None = None, **environment: str) -> Said:
    """Run `gate` with these arguments, without settings of this machine."""
    inherited = {name: value for name, value in os.environ.items() if "GATE" not in name}
    done = subprocess.run(
        [*GATE, *map(str, arguments)],
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
        input=stdin if stdin is not None else b"",
        capture_output=True,
        check=False,
        timeout=SECONDS,
    )
    return Said(done.returncode, done.stdout.decode(), done.stderr.decode())


def case(folder: Path, name: str) -> Path:
    """The sample case `name` moved to now, with its organisation beside it, below `folder`."""
    now = datetime.now(UTC)
    render_organisation(folder / "organisation", now)
    write_case(render_case(name, now), folder / name)
    return folder / name
