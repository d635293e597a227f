"""The ready pipelines for changed policies: they can be read, and they run what is there."""

import re
import subprocess
from typing import Any

import pytest
import typer.main

from gate.cli.app import app
from gate.strict_yaml import read_yaml
from tests.shared import ROOT

FILES = ("github-policy.yml", "gitlab-policy.yml")


def text(name: str) -> str:
    return (ROOT / "docs" / "ci" / name).read_text(encoding="utf-8")


def read(name: str) -> Any:
    return read_yaml(text(name)).value


def scripts(name: str) -> list[str]:
    """Every piece of shell in a pipeline."""
    jobs = read(name)
    if name.startswith("github"):
        return [step["run"] for step in jobs["jobs"]["policy"]["steps"] if "run" in step]
    return [*jobs["policy"]["before_script"], *jobs["policy"]["script"]]


@pytest.mark.parametrize("name", FILES)
def test_a_pipeline_runs_tests_and_impact(name: str) -> None:
    """In shell that can be read, with commands and scripts that the project has."""
    lines = scripts(name)

    for script in lines:
        checked = subprocess.run(["bash", "-n"], input=script.encode(), check=False)
        assert checked.returncode == 0, script
    assert ".venv/bin/gate policy test" in lines
    assert [
        script for script in lines if script.startswith("scripts/policy-review.sh build/before ")
    ]
    assert "make setup" in lines


@pytest.mark.parametrize("name", FILES)
def test_a_pipeline_names_no_host(name: str) -> None:
    """It runs wherever the project lies."""
    assert "://" not in text(name)


@pytest.mark.parametrize("name", FILES)
def test_a_pipeline_runs_where_policies_change(name: str) -> None:
    """And where the values or the approvals of the organisation do."""
    document = read(name)
    github = name.startswith("github")
    paths = (
        document["on"]["pull_request"]["paths"]
        if github
        else document["policy"]["rules"][0]["changes"]
    )
    given = document["jobs"]["policy"]["env"] if github else document["policy"]["variables"]

    assert paths[0].startswith("policies/**")
    assert paths[1:] == [given["OVERRIDES"], given["APPROVALS"]]


def test_the_pipeline_of_github_may_read_and_no_more() -> None:
    """What it uses has a version, and no token stays in the checkout."""
    document = read(FILES[0])
    steps = document["jobs"]["policy"]["steps"]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]

    assert document["permissions"] == {}
    assert set(document["jobs"]["policy"]["permissions"].values()) == {"read"}
    assert all(
        re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in steps if "uses" in step
    )
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False, False]


def test_the_review_runs_commands_that_exist() -> None:
    """With options that they take."""
    script = (ROOT / "scripts" / "policy-review.sh").read_text(encoding="utf-8")
    group: Any = typer.main.get_command(app)
    commands = group.commands["policy"].commands
    called = re.findall(r'"\$gate" policy (\w+)((?:[^\n]|\\\n)*)', script)

    assert {command for command, _ in called} == {"build", "diff", "impact"}
    for command, arguments in called:
        known = {name for each in commands[command].params for name in each.opts}
        assert set(re.findall(r"(?<=\s)--[a-z]+", arguments)) <= known
