"""The parity suite: both engines give the same verdict on a document and on its mutants."""

from collections.abc import Iterator

import orjson
import pytest

from fixtures.inputs import case_inputs
from gate.policy.opa import OpaEngine
from gate.policy.reading import read_verdict
from gate.policy.release import Release, shipped_release
from gate.policy.wasm import WasmEngine
from tests.contract.parity import LOTS, Document, Parity, mutants, verdict
from tests.mini import denied_input, mini_document
from tests.opa_server import opa_server
from tests.shared import shared

EXAMPLES = ("credit_high_prod", "search_minimal_prod")
SERVER_LOTS = 20


@pytest.fixture(scope="module")
def mini(mini_wasm: WasmEngine, mini_opa: OpaEngine) -> Parity:
    """Both engines with the mini release."""
    return Parity(mini_wasm, mini_opa)


@pytest.fixture(scope="module")
def release() -> Release:
    """The shipped release; without one this suite fails, because it then proves nothing."""
    return shipped_release()


@pytest.fixture(scope="module")
def parity(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parity]:
    """Both engines with the shipped release."""
    with opa_server(tmp_path_factory.mktemp("opa"), release.bundle) as url:
        engines = Parity(WasmEngine(release), OpaEngine(release, url))
        yield engines
        engines.wasm.close()
        engines.opa.close()


def example(name: str) -> Document:
    """One of the two complete policy inputs."""
    path = shared("examples") / f"{name}.policy-input.json"
    document: Document = orjson.loads(path.read_bytes())
    return document


@pytest.mark.parametrize("document", [mini_document(), orjson.loads(denied_input())])
def test_a_small_document_and_every_mutant_of_it(mini: Parity, document: Document) -> None:
    """The whole machinery on a policy of four rules, nothing left out."""
    mini.compare(document)
    compared = mini.compare_mutants(document)

    assert compared.mutants == compared.compared >= 40
    assert compared.verdicts >= 5


@pytest.mark.parametrize("name", EXAMPLES)
def test_complete_documents_agree_on_a_small_policy(mini: Parity, name: str) -> None:
    """Documents of real size, and one in fifty of their mutants."""
    mini.compare(example(name))

    assert mini.compare_mutants(example(name), lots=LOTS // 50).compared > 200


def test_a_sample_is_the_same_each_time(mini: Parity) -> None:
    """Half of the lots are about half of the mutants, and always the same ones."""
    first, second = (mini.compare_mutants(mini_document(), lots=LOTS // 2) for _ in range(2))

    assert first == second
    assert 10 < first.mutants < 45


def test_a_difference_is_found(mini: Parity, mini_wasm: WasmEngine) -> None:
    """An engine that answers for another document is named, with the mutants."""

    class Deaf:
        name = "deaf"

        def evaluate(self, policy_input: bytes, *, seconds: float) -> bytes:
            del policy_input
            return mini_wasm.evaluate(orjson.dumps(mini_document()), seconds=seconds)

        def check(self, *, seconds: float) -> None:
            pass

        def close(self) -> None:
            pass

    deaf = Parity(mini_wasm, Deaf())
    deaf.compare(mini_document())
    with pytest.raises(AssertionError, match="request/environment/deleted"):
        deaf.compare_mutants(mini_document())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_complete_document_is_allowed_by_both(
    parity: Parity, release: Release, name: str
) -> None:
    """The verdict is the same, and it is the one that the example promises."""
    document = example(name)
    parity.compare(document)

    answer = verdict(parity.wasm, orjson.dumps(document))
    assert answer is not None
    read = read_verdict(answer, release=release, decision_id=document["facts"]["decision_id"])
    assert read.outcome == "allow"


@pytest.fixture(scope="module")
def cases(
    release: Release, parity: Parity, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Document]:
    """What the rules see of every sample case that is decided."""
    folder = tmp_path_factory.mktemp("cases")
    return case_inputs(release, parity.wasm, folder, outcomes=("allow", "deny", "review"))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_sample_case_has_the_same_verdict(parity: Parity, cases: dict[str, Document]) -> None:
    """Allowed, denied and sent to review alike."""
    assert len(cases) >= 20
    for document in cases.values():
        parity.compare(document)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_mutants_of_the_sample_cases_agree(parity: Parity, cases: dict[str, Document]) -> None:
    """Each kind of change once, in the first case that has the place for it.

    On both engines two of each verdict and one in fifty of the others.
    """
    known: set[str] = set()
    compared = [
        parity.compare_mutants(document, server_lots=SERVER_LOTS, known=known)
        for document in cases.values()
    ]

    assert sum(each.mutants for each in compared) == len(known) > 2_000
    assert sum(each.compared for each in compared) > 200


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", EXAMPLES)
def test_mutants_of_a_complete_document_agree(parity: Parity, name: str) -> None:
    """All of them on one engine; on both, two of each verdict and one in fifty of the others."""
    compared = parity.compare_mutants(example(name), server_lots=SERVER_LOTS)

    assert compared.mutants > 10_000
    assert compared.verdicts > 100


@pytest.mark.parametrize("name", EXAMPLES)
def test_mutants_give_a_verdict_that_can_be_read(
    parity: Parity, release: Release, name: str
) -> None:
    """Whatever is missing or mistyped, the verdict agrees with itself, or there is none."""
    document = example(name)
    for place, mutant in enumerate(mutants(document)):
        if place % 20 == 0 and (answer := verdict(parity.wasm, mutant.policy_input)):
            given = mutant.document["facts"].get("decision_id")
            if given == document["facts"]["decision_id"]:
                read_verdict(answer, release=release, decision_id=given)
