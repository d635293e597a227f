"""Where each hash of the tree is stored, and proofs from O(log n) of them.

A log stores the hash of every *complete* subtree once, in the order in which it becomes complete:
leaf 0, leaf 1, the node over both, leaf 2, … So storing is appending, and a position is a formula.
Whatever else a proof needs (the ragged right edge of a tree) is folded from those.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from gate.log.merkle import EMPTY_ROOT, CompactRange, fold

Span: TypeAlias = tuple[int, int]
"""Leaves from the first (included) to the last (excluded)."""

ReadNodes: TypeAlias = Callable[[Sequence[int]], Sequence[bytes]]
"""Gives the stored hashes at these positions, in this order."""


def node_count(size: int) -> int:
    """How many hashes are stored for a tree of `size` leaves."""
    return 2 * size - size.bit_count()


def position(level: int, index: int) -> int:
    """Where the hash over the 2^level leaves from index·2^level on lies."""
    last_leaf = ((index + 1) << level) - 1
    return node_count(last_leaf) + level


def range_positions(size: int) -> list[int]:
    """Where the hashes of the compact range of the first `size` leaves lie."""
    return list(_cover((0, size)))


def compact_range(size: int, read: ReadNodes) -> CompactRange:
    """The compact range of the first `size` leaves, from the stored hashes."""
    return CompactRange(size, read(range_positions(size)))


def root_at(size: int, read: ReadNodes) -> bytes:
    """The root of the tree when it had `size` leaves."""
    return compact_range(size, read).root() if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: ReadNodes) -> tuple[bytes, ...]:
    """The proof that entry `index` is in the tree of `size` leaves (RFC 6962 §2.1.1).

    Raises:
        ValueError: not 0 ≤ index < size.
    """
    if not 0 <= index < size:
        raise ValueError("an inclusion proof needs 0 <= index < size")
    first, last = 0, size
    siblings: list[Span] = []
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            siblings.append((middle, last))
            last = middle
        else:
            siblings.append((first, middle))
            first = middle
    return _hashes_of(reversed(siblings), read)


def consistency_proof(size1: int, size2: int, read: ReadNodes) -> tuple[bytes, ...]:
    """The proof that the tree of `size1` leaves begins that of `size2` (RFC 6962 §2.1.2).

    Raises:
        ValueError: not 1 ≤ size1 ≤ size2; from the empty tree there is nothing to prove.
    """
    if not 1 <= size1 <= size2:
        raise ValueError("a consistency proof needs 1 <= size1 <= size2")
    first, last = 0, size2
    spans: list[Span] = []
    while last != size1:
        middle = first + _split(last - first)
        if size1 <= middle:
            spans.append((middle, last))
            last = middle
        else:
            spans.append((first, middle))
            first = middle
    if first:
        spans.append((first, last))
    return _hashes_of(reversed(spans), read)


def _hashes_of(spans: Iterable[Span], read: ReadNodes) -> tuple[bytes, ...]:
    """The root over each span, all from one read."""
    covers = [list(_cover(span)) for span in spans]
    hashes = iter(read([node for cover in covers for node in cover]))
    return tuple(fold([next(hashes) for _ in cover]) for cover in covers)


def _cover(span: Span) -> Iterable[int]:
    """Positions of the complete subtrees that make up a span, left to right.

    A span starts at a multiple of the power of two that it does not exceed, as every span of a
    proof does, so taking the largest power that fits always meets a subtree.
    """
    first, last = span
    while first < last:
        level = (last - first).bit_length() - 1
        yield position(level, first >> level)
        first += 1 << level


def _split(size: int) -> int:
    """The largest power of two smaller than `size`, where RFC 6962 divides a tree."""
    return 1 << ((size - 1).bit_length() - 1)
