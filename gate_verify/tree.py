"""The tree of RFC 6962: hashes, the root of a growing log, and the check of proofs."""

import hashlib
from collections.abc import Sequence

from gate_verify.bounds import PROOF_HASHES_MAX
from gate_verify.findings import DoesNotHold

HASH = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962 §2.1."""
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 §2.1."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """A log from its first entry on, kept as the roots of its complete subtrees, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def append(self, leaf: bytes) -> list[bytes]:
        """Add an entry's hash; gives the hashes that it completes, by height from 0 on."""
        completed = [leaf]
        while self.size >> (len(completed) - 1) & 1:
            completed.append(node_hash(self._roots.pop(), completed[-1]))
        self._roots.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self._roots:
            return EMPTY_ROOT
        root = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            root = node_hash(left, root)
        return root


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """The entry of this hash is at `index` in the tree (`size`, `root`); RFC 9162 §2.1.3.2.

    Raises:
        DoesNotHold: it is not, or the proof is malformed.
    """
    _check_hashes(proof, leaf, root)
    if not 0 <= index < size:
        raise DoesNotHold("The inclusion proof is of an index outside the log.")
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise DoesNotHold("The inclusion proof is longer than the tree is high.")
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            node, last = _up_to_right(node, last)
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    if last or computed != root:
        raise DoesNotHold("The inclusion proof does not lead to the root of the log.")


def check_growth(
    size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]
) -> None:
    """The tree (`size1`, `root1`) is the beginning of (`size2`, `root2`); RFC 9162 §2.1.4.2.

    Raises:
        DoesNotHold: it is not, or the proof is malformed.
    """
    if not 0 < size1 <= size2:
        raise DoesNotHold("The consistency proof is of sizes that do not grow from 1 on.")
    if size1 == size2 or not proof:
        if (size1, root1) != (size2, root2) or proof:
            raise DoesNotHold("Two roots of one size are equal, and others need a proof.")
        return
    _check_hashes(proof, root1, root2)
    path = list(proof) if size1 & (size1 - 1) else [root1, *proof]
    node, last = size1 - 1, size2 - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise DoesNotHold("The consistency proof is longer than the tree is high.")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            node, last = _up_to_right(node, last)
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last or old != root1 or new != root2:
        raise DoesNotHold("The consistency proof does not lead to both roots.")


def _up_to_right(node: int, last: int) -> tuple[int, int]:
    """As far up as the node is a left one, which has no sibling here; 0 stays."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _check_hashes(proof: Sequence[bytes], *others: bytes) -> None:
    if len(proof) > PROOF_HASHES_MAX:
        raise DoesNotHold(f"A proof has at most {PROOF_HASHES_MAX} hashes.")
    if any(len(item) != HASH for item in (*proof, *others)):
        raise DoesNotHold(f"A hash has {HASH} bytes.")
