"""No rule is satisfied by silence: without what it needs, no rule ever passes.

Each path that a rule needs is deleted, emptied, nulled and given another type, in every element
that the rule speaks about, in documents in which the rule passes. In Rego `null < 5` and
`"x" > 3` are true, and what is absent makes `not` hold; this is where such a rule is found.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from gate.model.catalogue import Rule
from gate.policy.engine import Engine
from gate.policy.release import Release, shipped_release
from gate.policy.toolchain import find_opa
from gate.policy.wasm import WasmEngine
from tests.contract.policy_inputs import Document, case_inputs, example_inputs, variants
from tests.shared import ROOT

_SECONDS = 30.0
_ABSENT = object()
_EMPTY = (_ABSENT, None, "", [], {})

Steps = tuple[str | int, ...]


@pytest.fixture(scope="module")
def release() -> Release:
    """The shipped release."""
    return shipped_release()


@pytest.fixture(scope="module")
def engine(release: Release) -> Iterator[Engine]:
    """The engine for it."""
    engine = WasmEngine(release)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def documents(
    release: Release, engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Document]:
    """Complete policy inputs by name."""
    cases = case_inputs(release, engine, tmp_path_factory.mktemp("cases"))
    return {**cases, **variants(cases["credit_scoring_prod_allow"]), **example_inputs()}


@pytest.fixture(scope="module")
def passing(engine: Engine, documents: dict[str, Document]) -> dict[str, list[str]]:
    """The documents in which each rule passes, by rule."""
    found: dict[str, list[str]] = {}
    for name, document in documents.items():
        for rule, status in _statuses(engine, document).items():
            if status == "pass":
                found.setdefault(rule, []).append(name)
    return found


@pytest.fixture(scope="module")
def exempt(
    release: Release, documents: dict[str, Document], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[tuple[str, int]]]:
    """The elements of which rules do not speak, as (rule, place), by document."""
    bundle = tmp_path_factory.mktemp("bundle") / "bundle.tar.gz"
    bundle.write_bytes(release.bundle)
    return {name: _exempt(bundle, document) for name, document in documents.items()}


def test_every_rule_passes_in_some_document(
    release: Release, passing: dict[str, list[str]]
) -> None:
    """A rule that no document satisfies cannot be tried, and may be one that none can satisfy."""
    assert [rule for rule in release.catalogue.by_rule if rule not in passing] == []


@pytest.mark.parametrize("rule", sorted(shipped_release().catalogue.by_rule))
def test_a_rule_never_passes_without_what_it_needs(
    rule: str,
    release: Release,
    engine: Engine,
    documents: dict[str, Document],
    passing: dict[str, list[str]],
    exempt: dict[str, set[tuple[str, int]]],
) -> None:
    """In any document, at any element it speaks about, in any way of not being there."""
    entry = release.catalogue.by_rule[rule]
    passed = [
        f"{name}: {pointer} = {told}"
        for name in _small(passing[rule], documents)
        for pointer, told, mutant in _mutants(entry, documents[name], exempt[name])
        if _statuses(engine, mutant)[rule] == "pass"
    ]

    assert passed == []


def _small(names: list[str], documents: dict[str, Document]) -> list[str]:
    """At most three documents, the smallest."""
    return sorted(names, key=lambda name: len(orjson.dumps(documents[name])))[:3]


def _statuses(engine: Engine, document: Document) -> dict[str, str]:
    answer = orjson.loads(engine.evaluate(orjson.dumps(document), seconds=_SECONDS))
    return {rule: result["status"] for rule, result in answer["results"].items()}


def _exempt(bundle: Path, document: Document) -> set[tuple[str, int]]:
    arguments = ["eval", "--bundle", str(bundle), "--stdin-input", "data.gate.proofs.exempt"]
    ran = find_opa(ROOT / "policies").run(
        arguments, folder=bundle.parent, stdin=orjson.dumps(document)
    )
    [result] = orjson.loads(ran.output)["result"]
    items = result["expressions"][0]["value"]
    return {(item[0], item[1]) for item in items if isinstance(item, list)}


def _mutants(
    rule: Rule, document: Document, exempt: set[tuple[str, int]]
) -> Iterator[tuple[str, str, Document]]:
    for path in rule.needs:
        for steps in _places(document, path):
            value = _at(document, steps)
            is_of_each = rule.scope.each is not None and path.startswith(rule.scope.each)
            is_exempt = is_of_each and any((rule.rule, step) in exempt for step in steps)
            if is_exempt or value in _EMPTY:
                continue
            for other in (*_EMPTY, *_mistyped(value)):
                told = "(deleted)" if other is _ABSENT else repr(other)[:60]
                yield "/".join(map(str, steps)), told, _with(document, steps, other)


def _places(document: Document, path: str) -> list[Steps]:
    list_path, has_list, rest = path.partition("[]")
    outer = tuple(list_path.split("."))
    if not rest.strip("."):
        return [outer]
    elements = _at(document, outer)
    assert has_list
    inner = tuple(rest.removeprefix(".").split("."))
    return [(*outer, place, *inner) for place in range(len(elements))]


def _at(document: Any, steps: Steps) -> Any:
    for step in steps:
        if isinstance(document, dict) and step not in document:
            return _ABSENT
        document = document[step]
    return document


def _with(document: Document, steps: Steps, value: Any) -> Document:
    changed = copy.copy(document)
    parent: Any = changed
    for step in steps[:-1]:
        parent[step] = copy.copy(parent[step])
        parent = parent[step]
    if value is _ABSENT:
        del parent[steps[-1]]
    else:
        parent[steps[-1]] = value
    return changed


def _mistyped(value: Any) -> list[Any]:
    others: list[Any] = [7, "a text", True, ["a text"], {"a": "a text"}]
    if isinstance(value, list):
        others += [dict(_keyed(value)), value[0]]
    elif isinstance(value, dict):
        others += [list(value.values()), next(iter(value.values()))]
    else:
        others += [[value], {"a": value}, str(value)]
    return [other for other in others if _json_type(other) != _json_type(value)]


def _keyed(elements: list[Any]) -> Iterator[tuple[str, Any]]:
    """The elements under their places as keys: iteration in Rego gives the same values."""
    return ((str(place), element) for place, element in enumerate(elements))


def _json_type(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else type(value).__name__
