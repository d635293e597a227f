"""A made-up year is decided by the gate itself, and tells what its plan says."""

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bench.history.kinds import CASES, KINDS
from bench.history.plan import plan
from bench.history.requests import request_of
from bench.history.step import Step
from bench.history.stops import stops_of
from bench.history.story import TOO_OLD
from bench.history.system import system_at
from tests.service import GATE, server_in
from tests.shared import ROOT

END = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DECISIONS = 30


def test_the_same_seed_tells_the_same_story() -> None:
    assert plan(200, seed=1, end=END) == plan(200, seed=1, end=END)


def test_another_seed_tells_another_story() -> None:
    assert plan(200, seed=1, end=END) != plan(200, seed=2, end=END)


@pytest.mark.parametrize("decisions", [1, 30, 1_000, 50_000])
def test_a_year_has_as_many_decisions_as_asked_for_each_later_than_the_last(decisions: int) -> None:
    steps = plan(decisions, seed=1, end=END)

    assert len(steps) == decisions
    assert all(before.at < after.at for before, after in pairwise(steps))
    assert steps[0].at > END - timedelta(days=365)
    assert steps[-1].at == END


@pytest.mark.parametrize("decisions", [1, 30, 1_000])
def test_a_request_is_fresh_unless_its_story_says_that_it_is_too_old(decisions: int) -> None:
    for step in plan(decisions, seed=1, end=END):
        if step.rules == (TOO_OLD,) and step.case == step.system.kind.released:
            assert step.at - step.written > timedelta(days=30)
        else:
            assert step.at == step.written


def test_a_year_has_every_kind_of_system_and_of_step() -> None:
    steps = plan(1_000, seed=1, end=END)

    assert {step.system.kind for step in steps} == set(KINDS)
    assert {step.action for step in steps} == {"deploy", "update", "rollback", "retire"}
    assert {step.expected for step in steps} == {"allow", "deny", "needs_review"}
    assert any(step.rules == (TOO_OLD,) and step.written < step.at for step in steps)
    assert any(step.case == step.system.kind.waived for step in steps)


def test_teams_learn() -> None:
    """Of the first half of a year more is stopped than of the second."""
    by_system: dict[str, list[Step]] = {}
    for step in plan(2_000, seed=1, end=END):
        by_system.setdefault(step.system.id, []).append(step)
    halves = [0, 0]
    for steps in by_system.values():
        for place, step in enumerate(steps):
            halves[place * 2 // len(steps)] += step.expected != "allow"

    assert halves[0] > halves[1]


def test_what_is_stopped_is_mended() -> None:
    """A version that was stopped for production is allowed there later, unless the year ends."""
    last: dict[tuple[str, str], Step] = {}
    for step in plan(1_000, seed=1, end=END):
        last[step.system.id, step.version] = step
    unfinished = [step for step in last.values() if step.expected != "allow"]

    assert len(unfinished) < len(last) / 10


def test_no_rule_stops_a_system_again_within_ninety_days() -> None:
    """A third time the gate would ask for the root cause; what is too old may be the second."""
    stopped: dict[tuple[str, str], datetime] = {}
    for step in plan(3_000, seed=1, end=END)[:-1]:
        for rule in step.rules:
            before = stopped.get((step.system.id, rule))
            assert before is None or step.at - before > timedelta(days=90)
            stopped[step.system.id, rule] = step.at


def test_no_version_is_one_that_its_sample_case_names() -> None:
    """Else a design of an older version could be of this one, and what is stopped would pass."""
    for step in plan(3_000, seed=1, end=END):
        request = (CASES / step.case / "request.json").read_text(encoding="utf-8")
        assert f'"{step.version}"' not in request


def test_every_system_has_a_name_and_an_id_of_its_own() -> None:
    systems = [system_at(index) for index in range(3_000)]

    assert len({system.name for system in systems}) == len(systems)
    assert len({system.id for system in systems}) == len(systems)


def test_every_kind_is_stopped_for_reasons_of_its_own() -> None:
    for kind in KINDS:
        assert {stop.outcome for stop in stops_of(kind)} >= {"deny"}
        assert all(stop.rules for stop in stops_of(kind))


def test_the_same_step_is_asked_with_the_same_bytes() -> None:
    for step in plan(8, seed=1, end=END):
        assert request_of(step) == request_of(step)


def test_a_request_names_nothing_of_the_sample_system() -> None:
    step = next(step for step in plan(100, seed=1, end=END) if step.system.kind is KINDS[0])
    body = request_of(step).body.decode()

    assert step.system.id in body
    assert step.version in body
    assert "consumer-credit-score" not in body
    assert "Consumer loan default score" not in body


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a small history, and what was printed."""
    var = tmp_path_factory.mktemp("demo") / "a var"
    done = _history(var)
    assert done.returncode == 0, done.stdout + done.stderr
    return var, done.stdout


def test_every_step_ends_as_its_story_has_it(made: tuple[Path, str]) -> None:
    _, printed = made

    assert printed.startswith(f"{DECISIONS} decisions on ")
    assert "not as the story has it" not in printed


def test_the_printed_commands_work(made: tuple[Path, str]) -> None:
    var, printed = made
    replay, recheck, verify, export = _commands(printed)[:4]

    assert _run(replay) == (0, f"ALL MATCH  {DECISIONS} decisions, 0 differ, 0 not replayable")
    code, told = _run(recheck)
    assert code in {0, 1}
    assert re.search(r"[1-9]\d* live systems", told)
    assert _run(verify)[0] == 0
    assert _run(export)[0] == 0
    assert var.with_name("a var.gatelog.tar").stat().st_size > 0


def test_the_printed_service_shows_refusals(made: tuple[Path, str]) -> None:
    var, printed = made
    serve, curl = _commands(printed)[4:]
    _gate, command, *arguments = shlex.split(serve)
    assert (command, arguments.pop(), arguments.pop()) == ("serve", "8080", "--port")
    with server_in(var, *arguments[2:]) as server:
        found = subprocess.run(
            ["bash", "-c", curl.replace("http://127.0.0.1:8080", server.url)],
            capture_output=True,
            check=True,
            text=True,
        )
    listed = json.loads(found.stdout)["decisions"]

    assert arguments[:2] == ["--var", str(var)]
    assert listed
    assert {each["outcome"] for each in listed} == {"deny"}


def test_the_token_file_is_private(made: tuple[Path, str]) -> None:
    var, _ = made

    assert (var / "token").stat().st_mode & 0o777 == 0o600


def test_a_folder_with_a_log_is_refused(made: tuple[Path, str]) -> None:
    var, _ = made
    before = (var / "log.sqlite").stat().st_mtime_ns
    done = _history(var)

    assert done.returncode == 1
    assert "Name a folder that does not exist" in done.stderr
    assert (var / "log.sqlite").stat().st_mtime_ns == before


def test_numbers_out_of_bounds_are_refused(tmp_path: Path) -> None:
    for decisions in ("0", "1000001", "-3", "many"):
        done = _history(tmp_path / "var", f"--decisions={decisions}")

        assert done.returncode == 2
        assert "a number from 1 to 1000000" in done.stderr
        assert not (tmp_path / "var").exists()


def test_make_demo_makes_a_thousand_in_a_folder_of_its_own() -> None:
    done = subprocess.run(
        ["make", "--dry-run", "demo"],
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        check=True,
        text=True,
    )

    assert "-m bench.history --decisions 1000 --seed 7 --var var/demo" in done.stdout


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if "GATE" not in name}
    return {**inherited, "PYTHONPATH": str(ROOT)}


def _history(
    var: Path, decisions: str = f"--decisions={DECISIONS}"
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bench.history", decisions, "--seed", "1", "--var", str(var)],
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        check=False,
        text=True,
    )


def _commands(printed: str) -> list[str]:
    """What can be pasted, in its order: lines that are set in, those that go on put together."""
    joined = printed.replace("\\\n", " ")
    return [line.strip() for line in joined.splitlines() if line.startswith("    ")]


def _run(command: str) -> tuple[int, str]:
    """The exit code of a printed command, and the first line of what it says."""
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/gate"
    done = subprocess.run(
        [*GATE, *arguments],
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        check=False,
        text=True,
    )
    return done.returncode, (done.stdout or done.stderr).partition("\n")[0]
