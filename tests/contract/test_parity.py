"""The parity suite: both engines give the same verdict on every document and every mutant."""

from collections.abc import Iterator

import orjson
import pytest

from gate.policy.opa import OpaEngine
from gate.policy.reading import read_verdict
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from tests.contract.parity import Document, Mutant, Parity, mutants, verdict
from tests.mini import mini_document
from tests.opa_server import opa_server
from tests.shared import shared

EXAMPLES = ("credit_high_prod", "search_minimal_prod")


@pytest.fixture(scope="module")
def mini(mini_wasm: WasmEngine, mini_opa: OpaEngine) -> Parity:
    """Both engines with the mini release."""
    return Parity(mini_wasm, mini_opa)


def example(name: str) -> Document:
    """One of the two complete policy inputs."""
    path = shared("examples") / f"{name}.policy-input.json"
    document: Document = orjson.loads(path.read_bytes())
    return document


def test_a_small_document_and_every_mutant_of_it(mini: Parity) -> None:
    """The whole machinery on a policy of four rules."""
    mini.compare(mini_document())

    assert mini.compare_all(mutants(mini_document())) == 4 * 14


@pytest.mark.parametrize("name", EXAMPLES)
def test_x(mini: Parity, name: str) -> None:
    import time

    t = time.time()
    n = mini.compare_all(mutants(example(name)))
    print(n, time.time() - t)
