"""Stored hashes and the proofs that are made of them."""

from collections.abc import Sequence

import pytest

from gate.errors import VerificationFailed
from gate.log.merkle import CompactRange, leaf_hash, verify_consistency, verify_inclusion
from gate.log.nodes import (
    consistency_proof,
    inclusion_proof,
    node_count,
    position,
    root_at,
)

SIZE = 64
LEAVES = [leaf_hash(b"%d" % number) for number in range(SIZE)]


class _Stored:
    """The stored hashes of a tree, and how many were read."""

    def __init__(self) -> None:
        self.hashes: list[bytes] = []
        self.roots = [CompactRange().root()]
        self.reads = 0
        tree = CompactRange()
        for leaf in LEAVES:
            self.hashes += tree.append(leaf)
            self.roots.append(tree.root())

    def read(self, positions: Sequence[int]) -> Sequence[bytes]:
        self.reads += len(positions)
        return [self.hashes[place] for place in positions]


STORED = _Stored()


def test_positions_are_where_the_hashes_were_put() -> None:
    """Every complete subtree up to 64 leaves lies at the position that the formula gives."""
    for level in range(SIZE.bit_length()):
        for index in range(SIZE >> level):
            under = LEAVES[index << level : (index + 1) << level]
            tree = CompactRange()
            for leaf in under:
                tree.append(leaf)
            assert STORED.hashes[position(level, index)] == tree.root()
    assert len(STORED.hashes) == node_count(SIZE)


def test_every_root_can_be_had_from_the_stored_hashes() -> None:
    """The root at each size, the empty tree included."""
    assert [root_at(size, STORED.read) for size in range(SIZE + 1)] == STORED.roots


def test_every_inclusion_proof_up_to_64_leaves_verifies() -> None:
    """All 2 080 pairs of index and size; with another index, leaf or root it fails."""
    for size in range(1, SIZE + 1):
        for index in range(size):
            proof = inclusion_proof(index, size, STORED.read)
            arguments = {"index": index, "size": size, "proof": proof, "root": STORED.roots[size]}
            verify_inclusion(LEAVES[index], **arguments)
            for wrong in (
                {"index": index ^ 1},
                {"root": STORED.roots[size - 1]},
                {"proof": [*proof, LEAVES[0]]},
            ):
                with pytest.raises(VerificationFailed):
                    verify_inclusion(LEAVES[index], **{**arguments, **wrong})
            with pytest.raises(VerificationFailed):
                verify_inclusion(LEAVES[index - 1] if size > 1 else b"\0" * 32, **arguments)


def test_every_consistency_proof_up_to_64_leaves_verifies() -> None:
    """All 2 080 pairs of sizes; with another root or a changed proof it fails."""
    for size2 in range(1, SIZE + 1):
        for size1 in range(1, size2 + 1):
            proof = consistency_proof(size1, size2, STORED.read)
            arguments = {
                "size1": size1,
                "root1": STORED.roots[size1],
                "size2": size2,
                "root2": STORED.roots[size2],
                "proof": proof,
            }
            verify_consistency(**arguments)
            wrongs = [{"root1": STORED.roots[size1 - 1]}, {"proof": [*proof, LEAVES[0]]}]
            wrongs += [{"proof": proof[:-1]}, {"proof": proof[::-1]}] if len(proof) > 1 else []
            for wrong in wrongs:
                with pytest.raises(VerificationFailed):
                    verify_consistency(**{**arguments, **wrong})


def test_a_proof_reads_as_few_hashes_as_the_logarithm() -> None:
    """Neither kind of proof reads more than a few hashes for each level of the tree."""
    most = 2 * SIZE.bit_length()
    for size in range(1, SIZE + 1):
        for index in range(size):
            STORED.reads = 0
            inclusion_proof(index, size, STORED.read)
            assert most >= STORED.reads
            STORED.reads = 0
            consistency_proof(index + 1, size, STORED.read)
            assert most >= STORED.reads


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0)])
def test_no_proof_is_made_for_an_entry_outside_the_tree(index: int, size: int) -> None:
    """An index is below the size."""
    with pytest.raises(ValueError, match="0 <= index < size"):
        inclusion_proof(index, size, STORED.read)


@pytest.mark.parametrize(("size1", "size2"), [(0, 1), (0, 0), (2, 1)])
def test_no_proof_is_made_between_sizes_that_do_not_grow(size1: int, size2: int) -> None:
    """From the empty tree there is nothing to prove."""
    with pytest.raises(ValueError, match="1 <= size1 <= size2"):
        consistency_proof(size1, size2, STORED.read)
