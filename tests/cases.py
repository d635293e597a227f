"""Sample cases, asked of a gate that has decided the cases on which they rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fixtures.render import (
    RenderedCase,
    earlier_cases,
    render_case,
    render_organisation,
    write_case,
)
from gate.canon import JsonObject
from gate.cli.local import EvidenceFolder
from gate.decide import Gate, Question
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from tests.logs import open_log


@dataclass(frozen=True)
class AskedCase:
    """A case, and the gate that is about to decide it."""

    case: RenderedCase
    gate: Gate

    def answer(self) -> JsonObject:
        """The decision, as a dry run gives it."""
        return self.gate.dry_run(
            Question(body=self.case.body(), principal="tests", seconds=60.0)
        ).document


@contextmanager
def asked_case(policy: ActivePolicy, folder: Path, name: str, now: datetime) -> Iterator[AskedCase]:
    """The case `name` at `now`; its files and a log of its own lie in `folder`."""
    render_organisation(folder / "organisation", now)
    for each in (*earlier_cases(name), name):
        write_case(render_case(each, now), folder / "cases" / each)
    log = open_log(folder / "log")
    gate = Gate(
        policy,
        log=log,
        evidence=EvidenceFolder(folder / "cases"),
        organisation=OrganisationSource(folder / "organisation"),
        clock=lambda: now,
    )
    try:
        for each in earlier_cases(name):
            body = render_case(each, now).body()
            gate.decide(Question(body=body, principal="tests", seconds=60.0))
        yield AskedCase(render_case(name, now), gate)
    finally:
        log.close()
