"""The tree and its proofs."""

import hashlib

import pytest

from gate.errors import VerificationFailed
from gate.limits import PROOF_HASHES_MAX
from gate.log.merkle import (
    EMPTY_ROOT,
    CompactRange,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def test_the_roots_are_those_of_certificate_transparency() -> None:
    """The eight leaves and roots with which every RFC 6962 implementation is tested."""
    tree = CompactRange()
    roots = [tree.root()]
    for leaf in LEAVES:
        tree.append(leaf_hash(leaf))
        roots.append(tree.root())

    assert roots[0] == EMPTY_ROOT == hashlib.sha256(b"").digest()
    assert [root.hex() for root in roots[1:]] == list(ROOTS)


def test_a_node_can_never_be_passed_off_as_a_leaf() -> None:
    """The two hashes of a node, logged as a leaf, hash to something else than the node."""
    left, right = leaf_hash(b"left"), leaf_hash(b"right")

    assert leaf_hash(left + right) != node_hash(left, right)


def test_a_range_has_one_hash_for_each_bit_of_its_size() -> None:
    """A range that was not kept whole is refused."""
    with pytest.raises(ValueError, match="one hash for each bit"):
        CompactRange(3, [leaf_hash(b"a")])


def test_a_copy_grows_apart() -> None:
    """A tree that is tried and thrown away leaves the first one as it was."""
    tree = CompactRange()
    tree.append(leaf_hash(b"a"))
    root = tree.root()
    tree.copy().append(leaf_hash(b"b"))

    assert (tree.size, tree.root()) == (1, root)


@pytest.mark.parametrize(("index", "size"), [(-1, 1), (1, 1), (0, 0), (2**63, 2**63 + 1)])
def test_an_index_outside_the_tree_is_never_included(index: int, size: int) -> None:
    """Indices and sizes come from whoever sent the proof."""
    leaf = leaf_hash(b"a")

    with pytest.raises(VerificationFailed, match="outside"):
        verify_inclusion(leaf, index=index, size=size, proof=[], root=leaf)


@pytest.mark.parametrize("length", [31, 33])
def test_hashes_of_another_length_are_refused(length: int) -> None:
    """Neither leaf, root nor proof may be of another length."""
    leaf, other = leaf_hash(b"a"), b"x" * length
    root = node_hash(leaf, leaf)

    for arguments in (
        {"leaf": other, "proof": [leaf], "root": root},
        {"leaf": leaf, "proof": [other], "root": root},
        {"leaf": leaf, "proof": [leaf], "root": other},
    ):
        with pytest.raises(VerificationFailed, match="32 bytes"):
            verify_inclusion(index=0, size=2, **arguments)  # type: ignore[arg-type]


def test_a_proof_has_at_most_as_many_hashes_as_the_largest_tree_is_high() -> None:
    """63 hashes prove an entry of a tree of 2^63 - 1; a 64th is refused."""
    leaf = leaf_hash(b"a")
    root = leaf
    for _ in range(PROOF_HASHES_MAX):
        root = node_hash(root, leaf)
    proof = [leaf] * PROOF_HASHES_MAX

    verify_inclusion(leaf, index=0, size=2**63 - 1, proof=proof, root=root)
    with pytest.raises(VerificationFailed, match=f"at most {PROOF_HASHES_MAX}"):
        verify_inclusion(leaf, index=0, size=2**63 - 1, proof=[*proof, leaf], root=root)


def test_from_the_empty_tree_there_is_nothing_to_prove() -> None:
    """A consistency proof from size 0 is refused, even to size 0."""
    for size in (0, 1):
        with pytest.raises(VerificationFailed, match="grow"):
            verify_consistency(size1=0, root1=EMPTY_ROOT, size2=size, root2=EMPTY_ROOT, proof=[])
