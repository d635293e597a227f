"""The tests of policies: run with the data of the release, and every line of a policy covered."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from gate.limits import OPA_TEST_SECONDS_MAX
from gate.policy.authoring.checked import check_policies
from gate.policy.authoring.compiled import lay_out
from gate.policy.authoring.refusals import Place
from gate.policy.authoring.sources import read_sources
from gate.policy.toolchain import find_opa


@dataclass(frozen=True, slots=True)
class TestReport:
    """What OPA said when tests failed, else empty; and lines of policies that no test reached.

    `lines` is how many lines were to be reached; 0 when coverage was not asked for.
    """

    failures: str
    uncovered: tuple[Place, ...]
    lines: int

    @property
    def passed(self) -> bool:
        """Did every test pass, and reach every line?"""
        return not self.failures and not self.uncovered


def run_policy_tests(policies: Path, *, only: str | None = None) -> TestReport:
    """Runs the tests beside the policies in the folder `policies`.

    Args:
        policies: the folder with sources and tests.
        only: a regular expression; tests whose full name it fits. Coverage is then not asked for.

    Raises:
        Misconfigured: the policies are refused, or OPA of the pinned version is not there.
    """
    sources = read_sources(policies)
    opa = find_opa(policies)
    checked = check_policies(sources, opa)
    arguments = ["test", ".", "--fail-on-empty", "--timeout", f"{OPA_TEST_SECONDS_MAX}s"]
    arguments += ["--run", only] if only else ["--coverage", "--format", "json"]
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lay_out(checked, folder, with_tests=True)
        ran = opa.run(arguments, folder=folder)
    if ran.code != 0:
        failures = ran.output.decode(errors="replace").strip() or ran.errors
        return TestReport(failures, (), 0)
    if only:
        return TestReport("", (), 0)
    files = orjson.loads(ran.output)["files"]
    rows = {file: files.get(file, {}) for file in checked.sources.rego}
    uncovered = {
        Place(file, row) for file, found in rows.items() for row in _rows(found, "not_covered")
    }
    covered = sum(len(_rows(found, "covered")) for found in rows.values())
    return TestReport("", tuple(sorted(uncovered)), covered + len(uncovered))


def _rows(found: dict[str, Any], name: str) -> set[int]:
    return {
        row
        for span in found.get(name, [])
        for row in range(span["start"]["row"], span["end"]["row"] + 1)
    }
