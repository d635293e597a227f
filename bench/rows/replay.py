"""Row 9: replay of a stored log, against the engine alone on the same policy inputs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report
from bench.setting import Setting
from bench.workload import request_body
from fixtures.render import render_organisation
from gate.api.app import running
from gate.canon import canonical_bytes
from gate.decide import Question
from gate.limits import REPLAY_ENGINE_SECONDS_MAX
from gate.log.paths import keys_in
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine
from gate.replay.decisions import decisions_in
from gate.replay.outcome import NotReplayable, Reason
from gate.replay.replaying import Replay
from gate.replay.source import Place
from gate.replay.work import Over, Work, done_over, ranges_of
from gate.settings import Settings

_WORKERS = (1, 2)


def _refuse(_index: int, reason: Reason) -> None:
    raise NotReplayable(reason)


@dataclass(frozen=True)
class Raw:
    """Work (`gate.replay.work.Work`): evaluate what was recorded, and look at no answer."""

    place: Place
    cache: Path

    @contextmanager
    def open(self) -> Iterator[Over]:
        """The engine of the shipped release, and the log."""
        engine = WasmEngine(shipped_release(), cache=self.cache, instances=1)
        with self.place.open() as history:

            def over(first: int, end: int) -> dict[str, float]:
                asked = [
                    canonical_bytes(history.document(entry.policy_input, index))
                    for index, entry in decisions_in(history, first, end, _refuse)
                ]
                started = time.perf_counter()
                for document in asked:
                    engine.evaluate(document, seconds=REPLAY_ENGINE_SECONDS_MAX)
                return {"seconds": time.perf_counter() - started}

            yield over
        engine.close()


def row(setting: Setting) -> list[str]:
    """Decisions per second with one worker and with two, and what the second one adds."""
    decisions = setting.decisions_for_replay
    with TemporaryDirectory() as name:
        var = Path(name)
        _write(var, decisions)
        place, cache = Place(var, keys=keys_in(var)), var / "cache"
        sides: dict[int, tuple[list[float], list[float], list[float]]] = {
            each: ([], [], []) for each in _WORKERS
        }
        for _ in range(setting.rounds):
            for workers, (whole, verdicts, engine) in sides.items():
                whole.append(_rate(Replay(place, cache=cache), decisions, workers))
                verdicts.append(_rate(Replay(place, cache=cache, drift=False), decisions, workers))
                engine.append(_engine_rate(Raw(place, cache), decisions, workers))
    lines = [
        report.ratio_row(
            "9", f"decisions/s, {workers} workers{what} (engine alone)", *both, "≥ 0.5"
        )
        for workers, (whole, verdicts, engine) in sides.items()
        for what, both in (("", (whole, engine)), (", --no-drift", (verdicts, engine)))
    ]
    what = "decisions/s of replay, two workers (one)"
    return [*lines, report.ratio_row("9", what, sides[2][0], sides[1][0], "linear: 2")]


def _write(var: Path, decisions: int) -> None:
    render_organisation(var / "organisation", datetime.now(UTC))
    body = request_body()
    with running(Settings(var=var, organisation=var / "organisation")) as services:
        for _ in range(decisions):
            services.gate.decide(Question(body=body, principal="bench", seconds=60))


def _engine_rate(work: Work, decisions: int, workers: int) -> float:
    """Evaluations per second of all workers together, without what it takes to read the inputs."""
    results = done_over(work, ranges_of(0, decisions), workers=workers)
    return workers * decisions / sum(done.result["seconds"] for done in results)


def _rate(work: Work, decisions: int, workers: int) -> float:
    """Decisions per second once every worker has begun."""
    results = done_over(work, ranges_of(0, decisions), workers=workers)
    begun = next(results).range.end
    started = time.perf_counter()
    for _ in results:
        pass
    return (decisions - begun) / (time.perf_counter() - started)
