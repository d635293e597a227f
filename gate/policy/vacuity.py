"""Is any rule satisfied by silence?

Whatever a rule needs is taken away, in every element that the rule speaks about, in documents in
which the rule passes. A rule that still passes is vacuous. A rule that passes in no document could
not be tried, and may be one that nobody can meet; it is named as well.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import orjson

from gate.canon import JsonObject
from gate.errors import Misconfigured
from gate.limits import OPA_TEST_SECONDS_MAX
from gate.model.verdict import Status
from gate.policy.absences import Steps, is_absence, path_of, without
from gate.policy.build import build_release
from gate.policy.engine import Engine
from gate.policy.justified import Justified, read_silences
from gate.policy.release import Release
from gate.policy.toolchain import Opa, find_opa
from gate.policy.trials import Documents, Trial, by_size, exempt_elements, trials_of
from gate.policy.unique_json import parse_unique
from gate.policy.wasm import WasmEngine

_AT_ONCE: Final = 2
DOCUMENTS_PER_RULE: Final = 3
"""The smallest ones; the reason is time, as one evaluation takes some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Vacuous:
    """A rule that passes in a document although what is at `steps` is `change`."""

    rule: str
    document: str
    steps: Steps
    change: str

    def __str__(self) -> str:
        pointer = "/" + "/".join(map(str, self.steps))
        return f"{self.rule} passes in {self.document} although {pointer} is {self.change}"


@dataclass(frozen=True, slots=True)
class VacuityReport:
    """How many documents were tried, which rules pass by silence, and which could not be tried.

    `outdated` are justified silences that are none (any more), each in words.
    """

    documents: int
    vacuous: tuple[Vacuous, ...]
    never_passed: tuple[str, ...]
    outdated: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Was every rule tried, and none found that is not justified?"""
        return not self.vacuous and not self.never_passed and not self.outdated


def run_vacuity(
    policies: Path,
    inputs: Path,
    *,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> VacuityReport:
    """Builds the policies in the folder `policies` and tries all rules.

    Args:
        policies: the folder with the sources.
        inputs: a folder of policy inputs, one in each `.json` file.
        progress: told how many places are done, and of how many.

    Raises:
        Misconfigured: the policies are refused, OPA is not there, the file of justified silences
            is not right, or `inputs` has no policy input or something else.
        EngineUnavailable, EngineAnswerInvalid: a document cannot be evaluated.
    """
    documents = read_documents(inputs)
    with TemporaryDirectory() as folder:
        release = build_release(policies, Path(folder) / "release")
    engine = WasmEngine(release, instances=_AT_ONCE)
    try:
        return find_vacuous(
            release,
            engine,
            documents,
            opa=find_opa(policies),
            silences=read_silences(policies),
            progress=progress,
        )
    finally:
        engine.close()


def read_documents(folder: Path) -> Documents:
    """The policy inputs of a folder by the names of their files.

    Raises:
        Misconfigured: there is none, or a file is not one JSON object with one reading.
    """
    found: dict[str, JsonObject] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            document = parse_unique(path.read_bytes())
        except (OSError, ValueError) as error:
            raise Misconfigured(f"{path} is not a policy input in JSON") from error
        if not isinstance(document, dict):
            raise Misconfigured(f"{path} is not a policy input: it is not one JSON object")
        found[path.stem] = document
    if not found:
        raise Misconfigured(
            f"{folder} has no policy input; `python fixtures/inputs.py --out {folder}` writes some"
        )
    return found


def find_vacuous(
    release: Release,
    engine: Engine,
    documents: Documents,
    *,
    opa: Opa,
    silences: Justified,
    documents_per_rule: int = DOCUMENTS_PER_RULE,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> VacuityReport:
    """Tries every rule of `release` in the smallest documents that it passes in.

    Args:
        release: whose rules are tried.
        engine: evaluates `release`.
        documents: policy inputs by name.
        opa: tells of which elements a rule does not speak; a verdict does not say so.
        silences: what is justified; a line that is not needed is named.
        documents_per_rule: in how many documents each rule is tried at most.
        progress: told how many places are done, and of how many.

    Raises:
        Misconfigured: `opa` cannot evaluate a document.
        EngineUnavailable, EngineAnswerInvalid: the engine cannot.
    """
    passing = _passing(engine, documents)
    chosen = {
        rule: by_size(names, documents)[:documents_per_rule] for rule, names in passing.items()
    }
    used = {name for names in chosen.values() for name in names}
    exempt = exempt_elements(release, {name: documents[name] for name in used}, opa)
    trials = list(trials_of(release.catalogue, documents, chosen, exempt))
    found: list[Vacuous] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        runs = pool.map(lambda trial: _try(engine, documents[trial.document], trial), trials)
        for done, vacuous in enumerate(runs, start=1):
            found += vacuous
            progress(done, len(trials))
    excused = {each: _excuse(each) for each in found if _excuse(each) in silences.reasons}
    return VacuityReport(
        documents=len(used),
        vacuous=tuple(sorted((each for each in found if each not in excused), key=str)),
        never_passed=tuple(rule for rule in release.catalogue.by_rule if rule not in passing),
        outdated=tuple(
            f"{silences.file}: {rule} does not pass without {path}; take the line out"
            for rule, path in sorted(silences.reasons.keys() - excused.values())
        ),
    )


def _excuse(vacuous: Vacuous) -> tuple[str, str] | None:
    """What a line that justifies it would name; None where nothing can: something else is there."""
    return (vacuous.rule, path_of(vacuous.steps)) if is_absence(vacuous.change) else None


def _passing(engine: Engine, documents: Documents) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, document in documents.items():
        for rule in sorted(_passes(engine, document)):
            found.setdefault(rule, []).append(name)
    return found


def _passes(engine: Engine, document: JsonObject) -> set[str]:
    answer = orjson.loads(engine.evaluate(orjson.dumps(document), seconds=OPA_TEST_SECONDS_MAX))
    return {rule for rule, result in answer["results"].items() if result["status"] == Status.PASS}


def _try(engine: Engine, document: JsonObject, trial: Trial) -> list[Vacuous]:
    found = []
    for change, changed in without(document, trial.steps):
        still = _passes(engine, changed)
        found += [
            Vacuous(rule, trial.document, trial.steps, change)
            for rule in trial.rules
            if rule in still
        ]
    return found
