"""Small folders of policies for tests: as little as the build takes, and what a test adds."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.policy.authoring.checked import CheckedPolicies, check_policies
from gate.policy.authoring.sources import read_sources
from gate.policy.toolchain import find_opa
from tests.shared import ROOT

POLICIES = ROOT / "policies"
HEAD = """\
# METADATA
# scope: package
# title: A control for tests
# custom:
#   control: T.1
package iso42001.t_1
"""
RULE = """\
# METADATA
# title: The system has a purpose
# custom:
#   rule: T.1-1
#   profile: K
#   needs: [system.purpose]
#   remediation: State the purpose.
passes contains "T.1-1" if is_string(input.system.purpose)
"""
T_1 = "iso42001/t_1.rego"


def control(*parts: str) -> dict[str, str]:
    """The file of control T.1 with these parts, apart by blank lines."""
    return {T_1: "\n".join([HEAD, *parts])}


def policy_folder(folder: Path, files: Mapping[str, str], *, machinery: bool = False) -> Path:
    """Writes a folder of policies with `files`, and with the gate's own rules when asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("OPA_VERSION", "capabilities.json", "release.yaml"):
        shutil.copy(POLICIES / name, folder / name)
    shutil.copytree(POLICIES / "schemas", folder / "schemas")
    if machinery:
        shutil.copytree(POLICIES / "gate", folder / "gate")
        shutil.copytree(POLICIES / "data", folder / "data")
        shutil.copytree(POLICIES / "testing", folder / "testing")
        tables = folder / "data" / "decision.yaml"
        tables.write_text(_without_controls(tables.read_text()))
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return folder


def _without_controls(tables: str) -> str:
    """The tables with no name of a control that the folder does not have."""
    of_the_gate = re.sub(r"(fixed|never): (\[.*?\])", _only_gate_rules, tables)
    lines = [line for line in of_the_gate.splitlines() if not re.match(r" +A\.[0-9.]+: ", line)]
    return "\n".join(lines).replace("contradicted: ", "contradicted: {} ") + "\n"


def _only_gate_rules(listed: re.Match[str]) -> str:
    return f"{listed[1]}: [{', '.join(re.findall('GATE-[0-9]', listed[2]))}]"


def checked(folder: Path) -> CheckedPolicies:
    """The policies of a folder that nothing is wrong with."""
    return check_policies(read_sources(folder), find_opa(folder))


def refusals(folder: Path) -> dict[str, str]:
    """What the build says of a folder that it refuses: place, then what is wrong and the fix."""
    with pytest.raises(Misconfigured) as caught:
        checked(folder)
    assert caught.value.problems, caught.value.detail
    return {problem.pointer: problem.detail for problem in caught.value.problems}
