"""Two engines, one answer: a policy input and its mutants, asked of both.

`python -m tests.contract.parity FILE…` compares every mutant of policy-input documents on the
shipped release, with nothing left out; it takes minutes for each.
"""

import copy
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import orjson

from gate.canon import canonical_bytes
from gate.errors import EngineAnswerInvalid
from gate.policy.engine import Engine
from gate.policy.opa import OpaEngine
from gate.policy.release import shipped_release
from gate.policy.wasm import WasmEngine
from tests.opa_server import opa_server

LOTS = 1000

_SECONDS = 30.0
_AT_ONCE = 4
_TWICE = 2
_KINDS = ("deleted", "null", "empty", "retyped")

Document = dict[str, Any]
Place = tuple[str | int, ...]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Mutant:
    """A document with one change, and what was changed."""

    label: str
    document: Document

    @property
    def kind(self) -> str:
        """What was changed, in whichever element of a list."""
        return "/".join("[]" if step.isdigit() else step for step in self.label.split("/"))

    @property
    def policy_input(self) -> bytes:
        """The document as an engine is asked about it."""
        return orjson.dumps(self.document)


@dataclass(frozen=True)
class Compared:
    """How many mutants, how many different verdicts, and how many were asked of both engines."""

    mutants: int
    verdicts: int
    compared: int


@dataclass(frozen=True)
class Parity:
    """The two engines for one release."""

    wasm: Engine
    opa: Engine

    def compare(self, document: Document) -> None:
        """Asserts that both engines give the same canonical verdict, or both none."""
        self._compare([Mutant("the document itself", document)])

    def compare_mutants(
        self,
        document: Document,
        *,
        lots: int = LOTS,
        server_lots: int = LOTS,
        known: set[str] | None = None,
    ) -> Compared:
        """Asserts the same for the mutants of `document`.

        A complete document has some twenty thousand mutants, and a server reads 150 kB of JSON
        about a hundred times a second. So every mutant is asked of the Wasm engine; of the server,
        the first two that bring about each different verdict, and of the others a sample that is
        the same each time.

        Args:
            document: a policy input.
            lots: how many lots of a thousand are looked at at all.
            server_lots: how many of them are asked of the server whatever their verdict.
            known: kinds of change that other documents have had (`Mutant.kind`), which are left
                out; those of this one are added.
        """
        seen: Counter[bytes | None] = Counter({verdict(self.wasm, orjson.dumps(document)): _TWICE})
        looked_at = compared = 0
        chosen = (mutant for mutant in mutants(document) if _lot(mutant) < lots)
        for batch in _batches(chosen if known is None else _new_kinds(chosen, known)):
            verdicts = _in_parallel(lambda m: verdict(self.wasm, m.policy_input), batch)
            seen_before = [_count(seen, answer) for answer in verdicts]
            asked = [
                mutant
                for mutant, times in zip(batch, seen_before, strict=True)
                if times < _TWICE or _lot(mutant) < server_lots
            ]
            self._compare(asked)
            looked_at += len(batch)
            compared += len(asked)
        return Compared(looked_at, len(seen), compared)

    def _compare(self, asked: list[Mutant]) -> None:
        def differs(mutant: Mutant) -> bool:
            asked = mutant.policy_input
            return verdict(self.wasm, asked) != verdict(self.opa, asked)

        results = zip(asked, _in_parallel(differs, asked), strict=True)
        labels = [mutant.label for mutant, is_different in results if is_different]
        assert not labels, f"the engines differ on {len(labels)}: {labels[:20]}"


def _count(seen: Counter[bytes | None], answer: bytes | None) -> int:
    """How often this verdict was there before; counts it."""
    seen[answer] += 1
    return seen[answer] - 1


def verdict(engine: Engine, policy_input: bytes) -> bytes | None:
    """The canonical verdict; None where the decision is undefined. Anything else is an error."""
    try:
        return canonical_bytes(orjson.loads(engine.evaluate(policy_input, seconds=_SECONDS)))
    except EngineAnswerInvalid:
        return None


def mutants(document: Document) -> Iterator[Mutant]:
    """Each leaf of `document` deleted, nulled, emptied, retyped; an empty list is a leaf, too."""
    for place in _leaves(document):
        for kind in _KINDS:
            mutated = copy.copy(document)
            parent: Any = mutated
            for step in place[:-1]:
                parent[step] = copy.copy(parent[step])
                parent = parent[step]
            if kind == "deleted":
                del parent[place[-1]]
            else:
                parent[place[-1]] = _changed(parent[place[-1]], kind)
            yield Mutant("/".join(map(str, (*place, kind))), mutated)


def _leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, (*place, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from _leaves(item, (*place, index))
    else:
        yield place


def _changed(value: Any, kind: str) -> Any:
    if kind == "null":
        return None
    if kind == "empty":
        return "" if isinstance(value, str) else []
    if isinstance(value, str):
        return 7
    return str(value).lower() if isinstance(value, bool | int | float) else {"retyped": True}


def _lot(mutant: Mutant) -> int:
    return int.from_bytes(hashlib.sha256(mutant.label.encode()).digest()[:4]) % LOTS


def _new_kinds(items: Iterable[Mutant], known: set[str]) -> Iterator[Mutant]:
    """The first mutant of every kind that is not known yet."""
    for mutant in items:
        if mutant.kind not in known:
            known.add(mutant.kind)
            yield mutant


def _batches(items: Iterable[Item], size: int = 500) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    yield batch


def _in_parallel(function: Callable[[Item], Result], items: list[Item]) -> list[Result]:
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(function, items))


def main(paths: list[str]) -> None:
    """Compares every mutant of the documents at `paths` on the shipped release."""
    release = shipped_release()
    with tempfile.TemporaryDirectory() as folder, opa_server(Path(folder), release.bundle) as url:
        parity = Parity(WasmEngine(release), OpaEngine(release, url))
        for path in paths:
            document = orjson.loads(Path(path).read_bytes())
            parity.compare(document)
            print(path, parity.compare_mutants(document), flush=True)
        parity.wasm.close()
        parity.opa.close()


if __name__ == "__main__":
    main(sys.argv[1:])
