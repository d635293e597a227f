"""A gate in this process that takes the decisions of a plan, each at its own moment."""

import hashlib
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from bench.history.organisation import write_organisation
from bench.history.requests import Written, request_of
from bench.history.step import Step
from fixtures.render import FIXTURES
from gate.cli.local import local_policy
from gate.cycles import look_rarely, looking_rarely
from gate.decide import Gate, Question
from gate.intake.evidence import EvidenceStore
from gate.log.installation import installation_keys
from gate.log.log import Log
from gate.log.paths import keys_in
from gate.people.source import OrganisationSource
from gate.settings import Settings

_AHEAD: Final = 32
"""Requests that are written while an earlier one is decided."""
_STOPPING: Final = frozenset({"deny", "review"})
_PUSHED_AT_ONCE: Final = 16
_SECONDS: Final = 60
"""For one decision; the machine may be busy with something else."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A step, and what the gate said: the decision as JSON."""

    step: Step
    document: dict[str, Any]

    @property
    def outcome(self) -> str:
        """allow, deny or needs_review."""
        return str(self.document["outcome"])

    @property
    def environment(self) -> str:
        """What it is about: dev, staging or prod."""
        return str(self.document["subject"]["environment"])

    @property
    def is_as_told(self) -> bool:
        """Whether the outcome is that of the story, and the rules that stop it are among it."""
        stopping = {
            finding["rule"]
            for finding in self.document["findings"]
            if finding["severity"] in _STOPPING
        }
        return self.outcome == self.step.expected and stopping.issuperset(self.step.rules)


def decide_all(steps: Sequence[Step], var: Path) -> Iterator[Decided]:
    """Decide every step with a gate whose folder is `var`, and yield each when it is durable.

    Evidence and the organisation are kept in `var`, too. The organisation's files are brought up to
    date at the first decision of each month.

    Raises:
        GateError: a decision could not be taken.
    """
    systems = sorted({step.system for step in steps}, key=lambda system: system.index)
    folder = var / "organisation"
    with ExitStack() as opened:
        opened.enter_context(looking_rarely())
        requests = _written_ahead(steps, opened)
        write_organisation(folder, systems, steps[0].at)
        clock = _Clock(steps[0].at)
        evidence = EvidenceStore(var / "evidence")
        _push(evidence, (path.read_bytes() for path in sorted((FIXTURES / "evidence").iterdir())))
        gate = _gate(var, evidence, clock, opened)
        for step, request in zip(steps, requests, strict=True):
            if (step.at.year, step.at.month) != (clock.now.year, clock.now.month):
                write_organisation(folder, systems, step.at)
            clock.now = step.at
            _push(evidence, request.evidence)
            asked = Question(
                body=request.body, principal=f"ci-{step.system.team}", seconds=_SECONDS
            )
            yield Decided(step, dict(gate.decide(asked).document))


@dataclass
class _Clock:
    """The present of the step that is being decided."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def _gate(
    var: Path, evidence: EvidenceStore, clock: Callable[[], datetime], opened: ExitStack
) -> Gate:
    keys = installation_keys(keys_in(var), production=False)
    origin = Settings.model_fields["origin"].default
    log = Log.open(var, origin=origin, log_key=keys.log, gate_key=keys.gate)
    opened.callback(log.close)
    return Gate(
        opened.enter_context(local_policy(None, var / "cache")),
        log=log,
        evidence=evidence,
        organisation=OrganisationSource(var / "organisation"),
        clock=clock,
    )


def _push(evidence: EvidenceStore, files: Iterable[bytes]) -> None:
    """Keep the files that are not there yet; several at once, since each waits for the disk."""
    named = {hashlib.sha256(content).hexdigest(): content for content in files}
    fresh = [digest for digest in named if not evidence.has(digest)]
    if fresh:
        with ThreadPoolExecutor(_PUSHED_AT_ONCE) as pool:
            list(pool.map(lambda digest: evidence.receive(digest, [named[digest]]), fresh))


def _written_ahead(steps: Sequence[Step], opened: ExitStack) -> Iterator[Written]:
    """The requests in order, made by another process while this one decides."""
    pool = ProcessPoolExecutor(
        1,
        mp_context=get_context("spawn"),
        initializer=_begin_writing,
    )
    opened.callback(pool.shutdown, cancel_futures=True)
    return _in_order(steps, pool)


def _begin_writing() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the process that ends this one
    look_rarely()


def _in_order(steps: Sequence[Step], pool: ProcessPoolExecutor) -> Iterator[Written]:
    under_way: deque[Future[Written]] = deque()
    for step in steps:
        under_way.append(pool.submit(request_of, step))
        if len(under_way) >= _AHEAD:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()
