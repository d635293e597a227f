"""Every sample case, decided once and replayed in other surroundings: the same bytes each time.

The whole set is replayed three times in processes of their own, under another locale, timezone,
hash seed and number of workers. An OPA server needs many times as long as the engine in the process,
so it is asked about every tenth decision.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from fixtures.render import case_names, earlier_cases, render_case
from gate.canon import canonical_bytes, sha256_hex
from gate.decide import Question, utc_now
from gate.log.paths import keys_in
from gate.policy.release import shipped_release
from gate.replay.replaying import Replay
from gate.replay.source import Place
from tests.histories import service_in
from tests.opa_server import opa_server
from tests.unit.cli.commands import gate

SURROUNDINGS = (
    {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
    {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Apia", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4294967295"},
)
WORKERS = (1, 2, 3)
EVERY = 10


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A log of every case that is a decision, and how many these are."""
    var = tmp_path_factory.mktemp("determinism") / "var"
    with service_in(var) as services:
        for name in case_names():
            rendered = render_case(name, utc_now())
            for content in rendered.evidence.values():
                services.evidence.receive(sha256_hex(content), [content])
            question = Question(body=rendered.body(), principal="tests", seconds=60)
            if "outcome" in rendered.expected:
                services.gate.decide(question)
        decisions = services.log.seen().size
    return var, decisions


def test_the_names_of_cases_are_an_order_in_which_they_can_be_decided() -> None:
    """What a case rests on comes before it."""
    names = case_names()

    assert [name for name in names if any(each > name for each in earlier_cases(name))] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_replay_is_the_same_wherever_it_is_done(written: tuple[Path, int]) -> None:
    """Byte for byte, with nothing that differs from what was decided."""
    var, decisions = written

    said = [
        gate("log", "replay", "--var", var, "--output", "json", "--workers", workers, **around)
        for workers, around in zip(map(str, WORKERS), SURROUNDINGS, strict=True)
    ]

    assert {each.code for each in said} == {0}, said[0].err
    assert len({each.out for each in said}) == 1
    told = json.loads(said[0].out)
    assert (told["match"], told["drifted"]) == (decisions, 0)
    assert decisions > 250


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_opa_server_says_the_same(written: tuple[Path, int], tmp_path: Path) -> None:
    """About every tenth decision; only the name of the engine is another one."""
    var, decisions = written
    place = Place(var, keys=keys_in(var))
    some = range(0, decisions, EVERY)
    with opa_server(tmp_path / "opa", shipped_release().bundle) as url:
        here = list(replayed(Replay(place, cache=var / "cache"), some))
        there = list(replayed(Replay(place, opa_url=url), some))

    assert here == there
    assert [json.loads(each)["match"] for each in there] == [1] * len(some)


def replayed(work: Replay, some: Iterable[int]) -> Iterator[bytes]:
    """What is told of each of these decisions, as bytes."""
    with work.open() as over:
        for index in some:
            yield canonical_bytes({**over(index, index + 1), "versions": []})
