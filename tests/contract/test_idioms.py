"""Idioms by which policies of other projects let things through, each tried by name.

`not input.x` takes "false" for consent, truthiness takes any text for it, `every … in []` holds of
nothing, and a comparison with null is true. `test_needs.py` tries everything; these tests say what
is meant.
"""

import copy
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from fixtures.inputs import case_inputs
from gate.policy.engine import Engine
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine

Documents = dict[str, dict[str, Any]]

_CREDIT, _GUIDE = "credit_scoring_prod_allow", "loan_guide_prod_allow"
_OWNER = "petra.sandin@halvarbank.example"
_NO_CONSENT = [
    "true",
    "false",
    "yes",
    "no",
    "",
    0,
    1,
    None,
    [],
    [True],
    {},
    {"status": "not done"},
    {"status": "done"},
]
_CONSENTS = [
    (_CREDIT, "A.5.2-5", "/impact_assessment/misuse_considered"),
    (_CREDIT, "A.5.2-5", "/impact_assessment/failures_considered"),
    (_CREDIT, "A.6.2.8-1", "/operations/logging/enabled"),
    (_CREDIT, "A.8.3-3", "/oversight/appeal/available"),
    (_CREDIT, "A.8.3-3", "/oversight/appeal/human_reviewer"),
    (_CREDIT, "A.9.2-4", "/oversight/stop/available"),
    (_CREDIT, "A.3.2-1", f"/facts/identity/{_OWNER}/active"),
    (_CREDIT, "A.3.2-1", f"/facts/identity/{_OWNER}/human"),
    (_GUIDE, "A.8.2-2", "/transparency/ai_interaction_disclosure/implemented"),
]
_LISTS = [
    ("A.3.2-2", "/approvals"),
    ("A.3.2-2", "/oversight/roles"),
    ("A.4.2-3", "/models"),
    ("A.4.6-3", "/resources/people"),
    ("A.5.4-1", "/impact_assessment/groups"),
    ("A.6.2.2-2", "/requirements/items"),
    ("A.6.2.4-1", "/evaluation/runs"),
    ("A.6.2.4-8", "/security/red_team"),
    ("A.6.2.6-2", "/operations/monitoring/metrics"),
    ("A.7.2-5", "/data"),
    ("A.7.5-1", "/data/0/provenance/chain"),
    ("A.8.4-1", "/operations/incident/contacts"),
    ("A.9.4-1", "/system/intended_uses"),
    ("A.10.2-1", "/responsibility_matrix"),
    ("CL-6.1.2/8.2-2", "/risk/risks"),
    ("CL-6.1.3-SoA-1", "/risk/soa/entries"),
    ("CL-7.2-1", "/resources/people"),
    ("CL-7.5-1", "/evidence"),
]
_NUMBERS = [
    ("A.9.2-4", "/oversight/stop/mean_seconds_to_stop"),
    ("A.6.2.8-3", "/operations/logging/retention_days"),
]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """The engine with the shipped release."""
    engine = WasmEngine(shipped_release())
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def documents(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Documents:
    """What the rules see of the sample cases that are allowed."""
    return case_inputs(shipped_release(), engine, tmp_path_factory.mktemp("cases"))


def status(engine: Engine, document: dict[str, Any], rule: str) -> str:
    """What evaluation finds of one rule."""
    answer = orjson.loads(engine.evaluate(orjson.dumps(document), seconds=60.0))
    found: str = answer["results"][rule]["status"]
    return found


def changed(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy with another value at `pointer`, where there was one."""
    copied = copy.deepcopy(document)
    *way, last = pointer.removeprefix("/").split("/")
    parent: Any = copied
    for step in way:
        parent = parent[int(step)] if isinstance(parent, list) else parent[step]
    assert last in parent
    parent[last] = value
    return copied


@pytest.mark.parametrize(("case", "rule", "pointer"), _CONSENTS)
def test_only_true_is_consent(
    engine: Engine, documents: Documents, case: str, rule: str, pointer: str
) -> None:
    """Neither a word for yes or no, nor a number, nor anything that is merely there."""
    document = documents[case]
    assert status(engine, changed(document, pointer, True), rule) == "pass"

    taken = [
        value
        for value in _NO_CONSENT
        if status(engine, changed(document, pointer, value), rule) in ("pass", "not_applicable")
    ]

    assert taken == []


@pytest.mark.parametrize("value", [each for each in _NO_CONSENT if each is not None])
def test_only_false_says_that_nobody_meets_the_system(
    engine: Engine, documents: Documents, value: Any
) -> None:
    """A word for no does not exempt the guide from telling people that it is an AI system."""
    silent = changed(
        documents[_GUIDE], "/transparency/ai_interaction_disclosure/implemented", False
    )

    found = status(engine, changed(silent, "/system/interacts_with_public", value), "A.8.2-2")

    assert found not in ("pass", "not_applicable")


@pytest.mark.parametrize(("rule", "pointer"), _LISTS)
@pytest.mark.parametrize("nothing", [[], {}, "", None], ids=["[]", "{}", "text", "null"])
def test_every_element_of_nothing_proves_nothing(
    engine: Engine, documents: Documents, rule: str, pointer: str, nothing: Any
) -> None:
    """`every … in []` holds; the rule must not."""
    document = documents[_CREDIT]
    assert status(engine, document, rule) == "pass"

    assert status(engine, changed(document, pointer, nothing), rule) != "pass"


@pytest.mark.parametrize(("rule", "pointer"), _NUMBERS)
@pytest.mark.parametrize("value", [None, "1", "9999", "", [], {}, True, [1]])
def test_what_is_no_number_is_on_no_side_of_a_limit(
    engine: Engine, documents: Documents, rule: str, pointer: str, value: Any
) -> None:
    """In Rego null is less than every number, and a text is more."""
    document = documents[_CREDIT]
    assert status(engine, document, rule) == "pass"

    assert status(engine, changed(document, pointer, value), rule) != "pass"
