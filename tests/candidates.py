"""Candidates for a release, as `gate policy build` makes them."""

from pathlib import Path

from gate.policy.build import build_release
from tests.policy_folder import POLICIES

SLOW = "A.9.2-4"
"""The rule about how long a system takes to stop."""

A_DAY = [86400] * 4
"""What lets systems take a day to stop, in every tier."""


def candidate_in(folder: Path, stop: list[int]) -> Path:
    """The policies with other seconds in which a system has to stop, for each tier."""
    overrides = folder / "own.yaml"
    overrides.write_text(f"tables: {{STOP: {{max: {stop}}}}}\nrelease: {{name: own}}\n")
    build_release(POLICIES, folder / "own.tar", overrides=overrides)
    return folder / "own.tar"
