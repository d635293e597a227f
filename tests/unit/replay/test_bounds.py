"""What looking back may cost at most: at each bound, and one past it."""

from pathlib import Path

import pytest

from gate.limits import (
    REPLAY_LISTED_MAX,
    REPLAY_RELEASES_MAX,
    REPLAY_WORKERS_MAX,
    TILES_REMEMBERED,
)
from gate.log.tiles import TILE_WIDTH
from gate.policy.release import Release
from gate.replay.bundle import Bundle
from gate.replay.outcome import Difference, Replayed
from gate.replay.releases import Releases
from gate.replay.replaying import Tally
from tests.bundles import exported, log_of
from tests.unit.cli.commands import gate


def test_a_tally_counts_everything_and_lists_so_many() -> None:
    """Of its own differences, and of those of other tallies."""
    tally = Tally()
    for index in range(REPLAY_LISTED_MAX):
        tally.add(Replayed(index, differences=(Difference("A.2.2-1", "pass", "fail"),)))
    assert len(tally.document()["differences"]) == REPLAY_LISTED_MAX

    one = Tally()
    one.add(Replayed(REPLAY_LISTED_MAX, differences=(Difference("A.2.2-1", "pass", "fail"),)))
    tally.merge(one.document())

    told = tally.document()
    assert told["mismatch"] == REPLAY_LISTED_MAX + 1
    assert len(told["differences"]) == REPLAY_LISTED_MAX
    assert told["differences"][-1]["index"] == REPLAY_LISTED_MAX - 1


class _Engine:
    """An engine that counts how many are open."""

    name = "counting"
    opened = 0

    def __init__(self) -> None:
        _Engine.opened += 1

    def close(self) -> None:
        """One less."""
        _Engine.opened -= 1


def test_few_releases_are_ready_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that was asked for longest ago is given back first."""
    monkeypatch.setattr("gate.replay.releases.release_in", lambda _history, digest: digest)
    made: list[object] = []

    def make(release: Release) -> _Engine:
        made.append(release)
        return _Engine()

    releases = Releases(None, make)  # type: ignore[arg-type]
    for number in range(REPLAY_RELEASES_MAX):
        releases.ready(str(number))
    releases.ready("0")
    assert _Engine.opened == REPLAY_RELEASES_MAX

    releases.ready("one more")
    releases.ready("0")
    assert _Engine.opened == REPLAY_RELEASES_MAX
    assert made == [*map(str, range(REPLAY_RELEASES_MAX)), "one more"]
    releases.close()
    assert _Engine.opened == 0


def test_entries_of_a_bundle_are_read_once_on_the_way_along(tmp_path: Path) -> None:
    """Tile by tile, and few tiles are remembered."""
    size = (TILES_REMEMBERED + 1) * TILE_WIDTH
    exported(log_of(tmp_path, 3))
    with (tmp_path / "bundle.gatelog.tar").open("rb") as file:
        bundle = Bundle(file)
        assert [index for index, _leaf in bundle.leaves(0, 3)] == [0, 1, 2]
        bundle.end = size
        for number in range(TILES_REMEMBERED + 1):
            bundle.leaves(number * TILE_WIDTH, number * TILE_WIDTH + 2)
        remembered = bundle._tile.cache_info()
    assert (remembered.currsize, remembered.maxsize) == (TILES_REMEMBERED, TILES_REMEMBERED)


def test_a_run_has_so_many_processes(tmp_path: Path) -> None:
    """One more is refused before any is started."""
    log_of(tmp_path, 1)
    most = gate("log", "replay", "--var", tmp_path, "--workers", REPLAY_WORKERS_MAX)
    more = gate("log", "replay", "--var", tmp_path, "--workers", REPLAY_WORKERS_MAX + 1)

    assert "not replayable" in most.out
    assert more.err.startswith("ERROR")
    assert str(REPLAY_WORKERS_MAX) in more.err
