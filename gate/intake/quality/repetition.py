"""Check 9: sentences that were copied into a second field.

Two texts are compared only where they share a rare run of words, so that a long request takes no
quadratic time.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gate.intake.plain import grams, words
from gate.intake.quality.flaw import Flaw, flaw
from gate.intake.quality.lists import quality_lists, raw_lists
from gate.intake.walk import Leaf
from gate.limits import (
    QUALITY_COMPARED_MAX,
    QUALITY_REMEMBERED_CHARS_MAX,
    QUALITY_REMEMBERED_TEXTS_MAX,
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A prose text: its place in the order of the schema, and its runs of words.

    `shared` are those of its runs that another text has as well.
    """

    order: tuple[int, tuple[int, ...]]
    leaf: Leaf
    runs: frozenset[str]
    shared: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    gram: int
    similarity: float
    words_min: int
    place_of_path: dict[str, int]
    same_slot: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]

    def compared(self, one: str, other: str) -> bool:
        """Whether a repetition between these paths is held against the later text."""
        if one == other and one.startswith(self.same_slot):
            return False
        return (one, other) not in self.pairs


def repetition_flaws(prose: Iterable[Leaf]) -> Iterator[tuple[str, Flaw]]:
    """`duplicate` for each prose text that repeats an earlier one."""
    rules = _rules()
    texts = sorted(_texts(prose, rules), key=lambda text: text.order)
    frequency = Counter(run for text in texts for run in text.shared)
    holders: dict[str, dict[str, list[_Text]]] = {}
    for text in texts:
        rare = _shared_rare(text, frequency, rules.similarity)
        if _repeats(text, rare, holders, rules):
            yield text.leaf.pointer, flaw("duplicate")
        for run in rare:
            holders.setdefault(run, {}).setdefault(text.leaf.path, []).append(text)


def _texts(prose: Iterable[Leaf], rules: _Rules) -> Iterator[_Text]:
    """Those that share a run with another one; no other text repeats one, or is repeated."""
    read = [(leaf, runs) for leaf in prose if (runs := _runs_of(leaf.text))]
    anywhere = _shared(runs for _, runs in read)
    for leaf, runs in read:
        if shared := runs & anywhere:
            order = (rules.place_of_path[leaf.path], _indices(leaf.pointer))
            yield _Text(order, leaf, runs, shared)


def _shared(runs_of_texts: Iterable[frozenset[str]]) -> set[str]:
    """The runs that stand in two texts or more."""
    seen: set[str] = set()
    shared: set[str] = set()
    for runs in runs_of_texts:
        shared |= seen & runs
        seen |= runs
    return shared


def _runs_of(text: str) -> frozenset[str]:
    is_short = len(text) <= QUALITY_REMEMBERED_CHARS_MAX
    return (_runs if is_short else _runs.__wrapped__)(text)


@lru_cache(maxsize=QUALITY_REMEMBERED_TEXTS_MAX)
def _runs(text: str) -> frozenset[str]:
    """The runs of words of a text; none where it has too few words to be compared."""
    rules, found = _rules(), words(text)
    if len(set(found)) < rules.words_min:
        return frozenset()
    return frozenset(grams(found, rules.gram))


def _repeats(
    text: _Text,
    rare: Sequence[str],
    holders: dict[str, dict[str, list[_Text]]],
    rules: _Rules,
) -> bool:
    compared = 0
    for run in rare:
        for path, earlier_texts in holders.get(run, {}).items():
            if not rules.compared(text.leaf.path, path):
                continue
            for earlier in earlier_texts:
                compared += 1
                shared = len(text.runs & earlier.runs)
                union = len(text.runs) + len(earlier.runs) - shared
                if shared > rules.similarity * union:
                    return True
                if compared >= QUALITY_COMPARED_MAX:
                    return False
    return False


def _shared_rare(text: _Text, frequency: Mapping[str, int], similarity: float) -> Sequence[str]:
    """The shared ones among the rarest runs of a text, the rarest first.

    The rarest are so many that two texts which share none of them are not similar, and the runs
    that no other text has come first among them.
    """
    count = len(text.runs) - math.ceil(similarity * len(text.runs)) + 1
    of_its_own = len(text.runs) - len(text.shared)
    if count <= of_its_own:
        return ()
    return sorted(text.shared, key=lambda run: (frequency[run], run))[: count - of_its_own]


def _indices(pointer: str) -> tuple[int, ...]:
    return tuple(int(step) for step in pointer.split("/") if step.isdigit())


@cache
def _rules() -> _Rules:
    raw = raw_lists()["duplicate"]
    pairs = {
        (one, other)
        for first, second in raw["exempt_pairs"]
        for one in first
        for other in second
        if one != other
    }
    return _Rules(
        gram=raw["gram"],
        similarity=raw["similarity"],
        words_min=raw["min_distinct_words"],
        place_of_path={path: place for place, path in enumerate(quality_lists().paths["prose"])},
        same_slot=tuple(raw["exempt_same_slot"]),
        pairs=frozenset(pairs | {(other, one) for one, other in pairs}),
    )
