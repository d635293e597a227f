"""What a person sees while a history is made, and afterwards."""

import shlex
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from bench.history.deciding import Decided
from bench.history.step import RETIRE
from gate.cli.progress import RateBar, clear_progress
from gate.model.entry import OUTCOMES

_SHOWN: Final = 10
T = TypeVar("T")


@dataclass
class Tally:
    """What became of the decisions of a history."""

    outcomes: Counter[str] = field(default_factory=Counter)
    systems: dict[str, str | None] = field(default_factory=dict)
    """By id: the version in production, None where there is none."""
    retired: int = 0
    otherwise: list[Decided] = field(default_factory=list)
    """Those that did not end as their story has it."""

    def add(self, decided: Decided) -> None:
        """Count one more."""
        step = decided.step
        self.outcomes[decided.outcome] += 1
        live = self.systems.setdefault(step.system.id, None)
        if decided.outcome == "allow" and decided.environment == "prod":
            live = None if step.action == RETIRE else step.version
            self.retired += step.action == RETIRE
        self.systems[step.system.id] = live
        if not decided.is_as_told:
            self.otherwise.append(decided)

    @property
    def live(self) -> int:
        """How many systems are in production."""
        return sum(version is not None for version in self.systems.values())


def shown(items: Iterator[T], of: int) -> Iterator[T]:
    """The same items, with a bar, rate and remaining time where a person is looking at stderr."""
    bar = RateBar(of, "decisions")
    try:
        for done, item in enumerate(items, start=1):
            yield item
            bar.show(done)
    finally:
        clear_progress()


def summary(tally: Tally, seconds: float) -> str:
    """What was made, in a few lines."""
    total = tally.outcomes.total()
    outcomes = ", ".join(
        f"{tally.outcomes[outcome]:,} {outcome.replace('_', ' ')}" for outcome in sorted(OUTCOMES)
    )
    lines = [
        f"{total:,} decisions on {len(tally.systems):,} systems in {seconds:,.0f} s"
        f" ({total / seconds:,.0f}/s): {outcomes}.",
        f"{tally.live:,} systems are in production now, {tally.retired:,} were taken out of use.",
    ]
    lines += [
        f"  not as the story has it: {each.step.case} of {each.step.system.id}"
        f" {each.step.version} was to be {each.step.expected} and is {each.outcome}"
        for each in tally.otherwise[:_SHOWN]
    ]
    if len(tally.otherwise) > _SHOWN:
        lines.append(f"  and {len(tally.otherwise) - _SHOWN:,} more")
    return "\n".join(lines) + "\n"


def how_to_look(var: Path, token: Path, port: int = 8080) -> str:
    """Commands that work as they stand, in the folder of this project."""
    folder, gate = shlex.quote(str(var)), ".venv/bin/gate"
    organisation = shlex.quote(str(var / "organisation"))
    bundle = shlex.quote(f"{var}.gatelog.tar")
    return f"""
Every decision taken again, under the policies of then:

    {gate} log replay --var {folder}

Which of the systems in production would be refused today, and which soon:

    {gate} log recheck --var {folder} --organisation {organisation}

The whole log checked, and written as one file for auditors:

    {gate} log verify --var {folder}
    {gate} log export --var {folder} --out {bundle}

The service on it, and from another terminal the newest refusals:

    {gate} serve --var {folder} --organisation {organisation} --port {port}
    curl -sS 'http://127.0.0.1:{port}/v1/decisions?outcome=deny&limit=5' \\
        -H "Authorization: Bearer $(cat {shlex.quote(str(token))})"
"""
