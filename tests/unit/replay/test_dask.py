"""Replay on a real Dask cluster: the same result, whatever happens to a worker."""

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from distributed import Client

from gate.errors import LogUnavailable, Misconfigured
from gate.limits import RANGES_AHEAD_MAX
from gate.log.paths import keys_in
from gate.replay.dask import ahead_of, done_by_dask
from gate.replay.journal import Journal
from gate.replay.replaying import Replay
from gate.replay.source import Place
from gate.replay.work import done_over, ranges_of
from tests.dask_cluster import Cluster, dask_cluster
from tests.histories import append_changed, history_in, service_in
from tests.unit.cli.commands import gate

ENTRIES = 24


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """The replay of a log with one decision many times, whose policies are compiled already."""
    var = tmp_path_factory.mktemp("history") / "var"
    history_in(var, ["search_without_approval_deny"])
    with service_in(var) as services:
        for _ in range(ENTRIES - 1):
            append_changed(services.log, 0)
    return Replay(Place(var, keys=keys_in(var)), cache=var / "cache")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of one entry, so that a short log has many."""
    monkeypatch.setattr("gate.replay.work.REPLAY_CHUNK_ENTRIES", 1)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with dask_cluster(tmp_path / "dask", 3) as started:
        yield started


def test_a_worker_that_is_killed_is_replaced_by_the_others(
    written: Replay, cluster: Cluster, short: None, tmp_path: Path
) -> None:
    """In the middle of the work, with ranges of its own: every result is there, once, in order."""
    journal = Journal(tmp_path / "run", "replay")
    ranges = list(ranges_of(0, ENTRIES))
    results = done_by_dask(written, ranges, address=cluster.address, journal=journal)
    found = [next(results)]
    doomed = cluster.workers[0]
    doomed.send_signal(signal.SIGSTOP)
    rest = threading.Thread(target=lambda: found.extend(results))
    rest.start()

    wait_until_one_holds_work(cluster)
    assert len(found) < ENTRIES
    doomed.kill()
    rest.join(timeout=120)

    assert [each.range for each in found] == ranges
    assert sum(each.result["match"] for each in found) == ENTRIES
    assert found == list(done_over(written, ranges, workers=1))
    journal.close()
    again = Journal(tmp_path / "run", "replay")
    assert [again.result(each) for each in ranges] == [each.result for each in found]
    again.close()


def test_the_command_says_the_same_on_dask_as_here(written: Replay, cluster: Cluster) -> None:
    """Byte for byte; and what was finished there needs no cluster any more."""
    var = written.place.directory
    asked = ("log", "replay", "--var", var, "--output", "json")

    here = gate(*asked, "--workers", "1")
    there = gate(*asked, "--dask", cluster.address, "--resume", var.parent / "run")
    resumed = gate(*asked, "--workers", "1", "--resume", var.parent / "run")

    assert there.code == 0, there.err
    assert json.loads(there.out)["match"] == ENTRIES
    assert there.out == here.out == resumed.out


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log in which three systems came into production, and one of them was retired again."""
    var = tmp_path_factory.mktemp("live") / "var"
    history_in(var, ["1_drawing_search_staging_allow", "drawing_search_prod_allow"])
    with service_in(var) as services:
        for name, action in (("a", "deploy"), ("b", "deploy"), ("a", "retire")):
            append_changed(services.log, 1, said={"system_id": name, "action": action})
    return var


def test_a_recheck_says_the_same_on_dask_as_here(
    live: Path, cluster: Cluster, short: None, tmp_path: Path
) -> None:
    """Byte for byte, with one process, with several and on a cluster; and it goes on anywhere."""
    moment = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    asked = ("log", "recheck", "--var", live, "--output", "json", "--at", moment)

    here = gate(*asked, "--workers", "1")
    shared = gate(*asked, "--workers", "2")
    there = gate(*asked, "--dask", cluster.address, "--resume", tmp_path / "run")
    resumed = gate(*asked, "--workers", "1", "--resume", tmp_path / "run")

    assert here.code == 0, here.err
    assert [each["system"] for each in json.loads(here.out)["systems"]] == ["b", "drawing-search"]
    assert there.out == shared.out == here.out == resumed.out
    assert len((tmp_path / "run").read_bytes().splitlines()) == 1 + 2


def test_a_large_cluster_holds_a_bounded_number_of_ranges() -> None:
    """Two for each thread, up to the bound."""
    most = RANGES_AHEAD_MAX // 2

    assert [ahead_of(threads) for threads in (1, most, most + 1)] == [2, 2 * most, 2 * most]


def test_a_cluster_without_workers_is_said(
    written: Replay, cluster: Cluster, short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they end in the middle or were never there."""
    monkeypatch.setattr("gate.replay.dask.DASK_SILENT_SECONDS", 0.5)
    monkeypatch.setattr("gate.replay.dask.DASK_CONNECT_SECONDS_MAX", 5.0)
    results = done_by_dask(written, ranges_of(0, ENTRIES), address=cluster.address)
    next(results)

    for worker in cluster.workers:
        worker.kill()

    with pytest.raises(LogUnavailable, match="no worker any more"):
        list(results)
    with pytest.raises(LogUnavailable, match="no workers"):
        next(done_by_dask(written, ranges_of(0, 1), address=cluster.address))


def test_a_worker_with_another_gate_is_refused(
    written: Replay, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its verdicts would be another program's."""
    monkeypatch.setattr("gate.replay.dask.__version__", "9.0.0")

    with pytest.raises(Misconfigured, match="another version"):
        next(done_by_dask(written, ranges_of(0, 1), address=cluster.address))


def test_a_history_that_workers_cannot_reach_is_said(written: Replay, cluster: Cluster) -> None:
    """The error is the one that the worker met."""
    elsewhere = replace(written, place=Place(Path("/nowhere")))

    with pytest.raises(Exception, match="There is no log"):
        next(done_by_dask(elsewhere, ranges_of(0, 1), address=cluster.address))


@pytest.mark.parametrize("address", ["127.0.0.1:9", "nonsense://"])
def test_no_scheduler_is_said(
    written: Replay, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within seconds."""
    monkeypatch.setattr("gate.replay.dask.DASK_CONNECT_SECONDS_MAX", 1.0)

    with pytest.raises(LogUnavailable, match="no Dask scheduler"):
        next(done_by_dask(written, ranges_of(0, 1), address=address))


def test_without_the_package_it_is_said_what_to_install(
    written: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else works without."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(Misconfigured, match=r"pip install 'ai-deployment-gate\[dask\]'"):
        next(done_by_dask(written, ranges_of(0, 1), address="127.0.0.1:9"))


def test_processes_and_dask_are_not_both_chosen(written: Replay) -> None:
    """One of them does the work."""
    said = gate("log", "replay", "--var", written.place.directory, "--dask", "x", "--workers", "2")

    assert said.code == 2
    assert "choose one" in said.err


def wait_until_one_holds_work(cluster: Cluster) -> None:
    """Until all is done but the ranges that the scheduler gave to the worker that stands still."""
    with Client(cluster.address, set_as_default=False) as client:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if sum(map(bool, client.processing().values())) == 1:
                return
            time.sleep(0.1)
    raise AssertionError("the worker that stands still was given nothing")
