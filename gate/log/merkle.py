"""The RFC 6962 tree: hashing, the compact range, and the check of proofs.

Nothing here reads or writes anything. Indices count from 0; a size is a number of leaves.
"""

import hashlib
from collections.abc import Sequence

from gate.errors import VerificationFailed
from gate.limits import PROOF_HASHES_MAX

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of the tree without leaves (RFC 6962 §2.1)."""

_SIZE_MAX = 2**63 - 1


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of 0x00 and its bytes (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 of 0x01 and its two children (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class CompactRange:
    """A tree from its first leaf on, kept as the roots of its complete subtrees, largest first.

    That is all that appending and the root need: one hash for each bit set in the size.
    """

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Take a range as it was kept.

        Raises:
            ValueError: there is not exactly one hash for each bit set in `size`.
        """
        if size < 0 or size.bit_count() != len(hashes):
            raise ValueError("a compact range has one hash for each bit set in its size")
        self.size = size
        self.hashes = list(hashes)

    def copy(self) -> "CompactRange":
        """The same range, to be grown apart from this one."""
        return CompactRange(self.size, self.hashes)

    def append(self, leaf: bytes) -> list[bytes]:
        """Add the leaf whose *hash* is `leaf`.

        Returns:
            The hashes that are complete from now on: the leaf's own, then each inner node that it
            finishes, upwards. Stored in this order they lie at the positions of `gate.log.nodes`.
        """
        completed = [leaf]
        for _ in range(_trailing_ones(self.size)):
            completed.append(node_hash(self.hashes.pop(), completed[-1]))
        self.hashes.append(completed[-1])
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree (RFC 6962 §2.1)."""
        return fold(self.hashes) if self.hashes else EMPTY_ROOT


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over neighbouring complete subtrees, largest first; at least one."""
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf whose hash is `leaf` is entry `index` of the tree (`size`, `root`).

    Take `size` and `root` from a checkpoint that was verified, never from whoever sent the proof.
    Algorithm: RFC 9162 §2.1.3.2.

    Raises:
        VerificationFailed: it is not, or the proof is malformed.
    """
    _check_hashes((leaf, root, *proof), len(proof))
    if not 0 <= index < size <= _SIZE_MAX:
        raise VerificationFailed("The inclusion proof is for an index outside the tree.")
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise VerificationFailed("The inclusion proof is longer than the tree is high.")
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            shift = _trailing_zeros(node)
        else:
            computed = node_hash(computed, sibling)
            shift = 0
        node >>= shift + 1
        last >>= shift + 1
    if last != 0 or computed != root:
        raise VerificationFailed("The inclusion proof does not lead to the root of the tree.")


def verify_consistency(
    *, size1: int, root1: bytes, size2: int, root2: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree (`size1`, `root1`) is the beginning of the tree (`size2`, `root2`).

    Algorithm: RFC 9162 §2.1.4.2. From the empty tree there is nothing to prove, so size 0 is
    refused: whoever must start there compares the root with `EMPTY_ROOT`.

    Raises:
        VerificationFailed: it is not, or the proof is malformed.
    """
    if not 1 <= size1 <= size2 <= _SIZE_MAX:
        raise VerificationFailed("The consistency proof is for sizes that do not grow from 1 on.")
    if size1 == size2:
        if proof or root1 != root2:
            raise VerificationFailed("Two roots of the same size are equal and need no proof.")
        return
    _check_hashes((root1, root2, *proof), len(proof))
    if not proof:
        raise VerificationFailed("The consistency proof is empty.")
    path = list(proof) if size1 & (size1 - 1) else [root1, *proof]
    shift = _trailing_ones(size1 - 1)
    node, last = (size1 - 1) >> shift, (size2 - 1) >> shift
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise VerificationFailed("The consistency proof is longer than the tree is high.")
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            shift = _trailing_zeros(node)
        else:
            new = node_hash(new, sibling)
            shift = 0
        node >>= shift + 1
        last >>= shift + 1
    if last != 0 or old != root1 or new != root2:
        raise VerificationFailed("The consistency proof does not lead to both roots.")


def _check_hashes(hashes: Sequence[bytes], proof_length: int) -> None:
    if proof_length > PROOF_HASHES_MAX:
        raise VerificationFailed(f"A proof has at most {PROOF_HASHES_MAX} hashes.")
    if any(len(item) != HASH_BYTES for item in hashes):
        raise VerificationFailed(f"Every hash has {HASH_BYTES} bytes.")


def _trailing_ones(number: int) -> int:
    return (~number & (number + 1)).bit_length() - 1


def _trailing_zeros(number: int) -> int:
    """How far `number` is shifted until its last bit is set; 0 stays 0."""
    return (number & -number).bit_length() - 1 if number else 0
