"""F17: the OPA server is killed and started again under load: errors in the gap, and nothing else."""

import json
import subprocess
from pathlib import Path

import pytest

from gate.policy.release import shipped_release
from tests.faults.clients import DECIDED, Load, Told, assert_nothing_lost
from tests.opa_server import OpaProcess
from tests.service import GATE, server_in, token_in
from tests.shared import ROOT

RESTARTS = 3
CLIENTS = 4


def _is_decided(told: Told) -> bool:
    return told.status in DECIDED


def _is_refused(told: Told) -> bool:
    return told.code == "engine_unavailable"


def _taken_again(var: Path) -> dict[str, object]:
    """What `gate log replay` says of every decision, on the engine of its own process."""
    command = [*GATE, "log", "replay", "--var", str(var), "--workers", "1", "--output", "json"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_an_opa_server_that_is_killed_again_and_again(tmp_path: Path) -> None:
    """Each verdict is the one that the release has for that input, whenever it was asked for."""
    var = tmp_path / "var"
    token = token_in(var)
    with OpaProcess(tmp_path / "opa", shipped_release().bundle) as opa:
        options = ("--engine", "opa", "--opa-url", opa.url)
        with server_in(var, *options, token=token) as server:
            with Load(server.url, server.headers, clients=CLIENTS) as load:
                for _ in range(RESTARTS):
                    load.wait_for(_is_decided, 2 * CLIENTS)
                    opa.kill()
                    load.wait_for(_is_refused, 2 * CLIENTS)
                    opa.start()
                load.wait_for(_is_decided, 2 * CLIENTS)
            decided = assert_nothing_lost(server.url, server.headers, load.told, var)

    assert {each.code for each in load.told} == {"", "engine_unavailable"}
    assert all(each.status is not None for each in load.told)
    assert len({json.dumps(each["findings"]) for each in decided.values()}) > 1
    told = _taken_again(var)
    assert (told["match"], told["mismatch"], told["not_replayable"]) == (len(decided), 0, {})
