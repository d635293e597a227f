"""Two engines, one answer: a policy input and its mutants, asked of both."""

import copy
import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import orjson

from gate.canon import canonical_bytes
from gate.errors import EngineAnswerInvalid
from gate.policy.engine import Engine

_SECONDS = 30.0
_AT_ONCE = 4

Document = dict[str, Any]
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutant:
    """A document with one change, as bytes, and what was changed."""

    label: str
    policy_input: bytes

    @property
    def lot(self) -> int:
        """A number below 100 that depends on the label alone, to take the same sample each time."""
        return hashlib.sha256(self.label.encode()).digest()[0] % 100


@dataclass(frozen=True)
class Parity:
    """The two engines for one release."""

    wasm: Engine
    opa: Engine

    def compare(self, document: Document) -> None:
        """Asserts that both engines give the same canonical verdict, or both none."""
        self.compare_all([Mutant("as it is", orjson.dumps(document))])

    def compare_all(self, mutants: Iterable[Mutant]) -> int:
        """The same for many; how many there were. Names every difference at once."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            labels = list(threads.map(self._difference, mutants))
        differing = [label for label in labels if label]
        assert not differing, f"the engines differ on {len(differing)}: {differing[:20]}"
        return len(labels)

    def _difference(self, mutant: Mutant) -> str | None:
        answers = [verdict(engine, mutant.policy_input) for engine in (self.wasm, self.opa)]
        return None if answers[0] == answers[1] else mutant.label


def verdict(engine: Engine, policy_input: bytes) -> bytes | None:
    """The canonical verdict; None where the decision is undefined. Anything else is an error."""
    try:
        return canonical_bytes(orjson.loads(engine.evaluate(policy_input, seconds=_SECONDS)))
    except EngineAnswerInvalid:
        return None


def mutants(document: Document) -> Iterator[Mutant]:
    """Each leaf of `document` (an empty list or object is one) deleted, nulled, emptied, retyped."""
    for path in list(_leaves(document)):
        for kind in ("deleted", "null", "empty", "retyped"):
            mutated = copy.copy(document)
            place: Any = mutated
            for step in path[:-1]:
                place[step] = copy.copy(place[step])
                place = place[step]
            if kind == "deleted":
                del place[path[-1]]
            else:
                place[path[-1]] = _changed(place[path[-1]], kind)
            yield Mutant(f"{'/'.join(map(str, path))} {kind}", orjson.dumps(mutated))


def _leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from _leaves(item, (*path, place))
    else:
        yield path


def _changed(value: Any, kind: str) -> Any:
    if kind == "null":
        return None
    if kind == "empty":
        return "" if isinstance(value, str) else []
    if isinstance(value, str):
        return 7
    return str(value).lower() if isinstance(value, bool | int | float) else {"retyped": True}
