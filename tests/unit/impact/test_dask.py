"""Impact on a real Dask cluster: the same report as from this machine."""

import json
import os
from pathlib import Path

import pytest

from tests.candidates import A_DAY, SLOW, candidate_in
from tests.dask_cluster import dask_cluster
from tests.histories import append_changed, history_in, service_in
from tests.policy_folder import RULE, control, policy_folder
from tests.shared import ROOT
from tests.unit.cli.commands import gate

REVIEWED = 130
"""More than two ranges of reviews."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log with one decision allowed, and many reviews of a system that stops slowly."""
    var = tmp_path_factory.mktemp("history") / "var"
    history_in(var, ["1_loan_guide_staging_allow", "slow_stop_review"])
    with service_in(var) as services:
        for _ in range(REVIEWED - 1):
            append_changed(services.log, 1)
    return var


def test_the_command_says_the_same_on_dask_as_here(written: Path, tmp_path: Path) -> None:
    """Byte for byte, wherever the workers were started; what was finished needs no cluster."""
    named = os.path.relpath(candidate_in(tmp_path, A_DAY), ROOT)
    asked = ("policy", "impact", "--candidate", named, "--var", written, "--output", "json")
    resume = ("--resume", tmp_path / "run")

    here = gate(*asked, "--workers", "1")
    with dask_cluster(tmp_path / "dask", 2) as cluster:
        there = gate(*asked, "--dask", cluster.address, *resume)
    resumed = gate(*asked, "--workers", "1", *resume)

    assert there.code == 1, there.err
    report = json.loads(there.out)
    assert (report["turns"]["loosened"], report["approvals"]["missing"]) == (REVIEWED, [SLOW])
    assert there.out == here.out == resumed.out


def test_a_folder_of_policies_is_built_before(written: Path, tmp_path: Path) -> None:
    """What is built on this machine alone no worker can read."""
    policies = policy_folder(tmp_path / "policies", control(RULE), machinery=True)

    said = gate(
        "policy", "impact", "--candidate", policies, "--var", written, "--dask", "127.0.0.1:9"
    )

    assert said.code == 2
    assert "gate policy build --out FILE" in said.err
