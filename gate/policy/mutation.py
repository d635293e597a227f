"""Do the tests of a control notice when a proof is gone, or says the opposite?

Each rule's proof is dropped (it never passes) and negated (it passes exactly when it should not).
A mutant that leaves every test of its control content has shown that nothing tests the proof. Of
each control one rule at a time is changed, of all controls at once: tests look at their own
control only, so one run tries as many mutants as there are controls.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import orjson

from gate.errors import Misconfigured
from gate.limits import OPA_TEST_SECONDS_MAX
from gate.policy.authoring.annotations import slug
from gate.policy.authoring.checked import CheckedPolicies, check_policies
from gate.policy.authoring.compiled import lay_out
from gate.policy.authoring.sources import read_sources
from gate.policy.justified import Justified, read_survivors
from gate.policy.toolchain import Opa, find_opa

_AT_ONCE: Final = 2
_SET_ASIDE: Final = "_set_aside"


class Change(StrEnum):
    """What is done to a proof."""

    DROPPED = "dropped"
    NEGATED = "negated"


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """A rule with a changed proof; `file` holds it, `tests` is the package that should notice."""

    rule: str
    change: Change
    file: str
    tests: str

    def __str__(self) -> str:
        return f"{self.file}: no test notices that the proof of {self.rule} is {self.change}"

    def source(self, text: str) -> str:
        """The module `text` with the change; its set stays, or no test would be defined."""
        head = f'passes contains "{self.rule}"'
        aside = text.replace(head, f'{_SET_ASIDE} contains "{self.rule}"')
        holds = "false" if self.change is Change.DROPPED else f'not {_SET_ASIDE}["{self.rule}"]'
        return f"{aside}\n{head} if {holds}\n"


@dataclass(frozen=True, slots=True)
class MutationReport:
    """How many mutants there were, which no test noticed, and which excuses are out of date."""

    mutants: int
    survivors: tuple[Mutant, ...]
    outdated: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Was every mutant noticed, or its survival justified?"""
        return not self.survivors and not self.outdated


def run_mutants(
    policies: Path,
    *,
    only: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> MutationReport:
    """Tries every mutant of the policies in the folder `policies`, whose tests pass.

    Args:
        policies: the folder with sources and tests.
        only: a regular expression; mutants of the controls whose slug it fits.
        progress: told how many runs are done, and of how many.

    Raises:
        Misconfigured: the policies are refused, OPA is not there, or the file of justified
            survivors is not right.
    """
    sources = read_sources(policies)
    opa = find_opa(policies)
    checked = check_policies(sources, opa)
    justified = read_survivors(policies)
    mutants = list(_mutants(checked, only))
    rounds = list(_rounds(mutants))
    alive: set[Mutant] = set()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        runs = pool.map(lambda together: _survivors(checked, opa, together), rounds)
        for done, found in enumerate(runs, start=1):
            alive |= found
            progress(done, len(rounds))
    return _report(mutants, alive, justified)


def _mutants(checked: CheckedPolicies, only: str | None) -> Iterator[Mutant]:
    texts = {file: content.decode() for file, content in checked.sources.rego.items()}
    for rule in checked.catalogue.rules:
        name = slug(rule.control)
        if only is not None and not re.search(only, name):
            continue
        file = next(
            file for file, text in texts.items() if f'passes contains "{rule.rule}"' in text
        )
        tests = f"data.{file.removesuffix('.rego').replace('/', '.')}_test"
        for change in Change:
            yield Mutant(rule.rule, change, file, tests)


def _rounds(mutants: list[Mutant]) -> Iterator[tuple[Mutant, ...]]:
    """One mutant of each file at a time."""
    by_file: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_file.setdefault(mutant.file, []).append(mutant)
    for together in zip_longest(*by_file.values()):
        yield tuple(mutant for mutant in together if mutant is not None)


def _survivors(checked: CheckedPolicies, opa: Opa, together: tuple[Mutant, ...]) -> set[Mutant]:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lay_out(checked, folder, with_tests=True)
        for mutant in together:
            text = checked.sources.rego[mutant.file].decode()
            (folder / mutant.file).write_text(mutant.source(text))
        chosen = "|".join(sorted(re.escape(f"{mutant.tests}.") for mutant in together))
        arguments = ["test", ".", "--timeout", f"{OPA_TEST_SECONDS_MAX}s"]
        arguments += ["--format", "json", "--run", f"^({chosen})"]
        ran = opa.run(arguments, folder=folder)
    noticed = _failing_packages(ran.output, ran.errors)
    return {mutant for mutant in together if mutant.tests not in noticed}


def _failing_packages(output: bytes, errors: str) -> set[str]:
    try:
        results = orjson.loads(output) or []
    except orjson.JSONDecodeError as error:
        raise Misconfigured(f"opa test could not try the mutants: {errors}") from error
    return {each["package"] for each in results if each.get("fail") or each.get("error")}


def _report(mutants: list[Mutant], alive: set[Mutant], justified: Justified) -> MutationReport:
    tried: Mapping[tuple[str, str], Mutant] = {(each.rule, each.change): each for each in mutants}
    excused = {tried[key] for key in justified.reasons if key in tried}
    return MutationReport(
        mutants=len(mutants),
        survivors=tuple(sorted(alive - excused)),
        outdated=tuple(
            f"{justified.file}: a test notices by now that {each.rule} is {each.change}; "
            "take the line out"
            for each in sorted(excused - alive)
        ),
    )
