"""Properties of the tree and of the readers of signed texts."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.dsse import Envelope, EnvelopeSigner
from gate.errors import VerificationFailed
from gate.log.checkpoint import Checkpoint, sign_checkpoint
from gate.log.cosignature import Cosigner
from gate.log.leaf import make_leaf, read_leaf
from gate.log.merkle import (
    CompactRange,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)
from gate.log.nodes import consistency_proof, inclusion_proof, node_count
from gate.log.note import Note, Signer, Verifier, open_note, parse_signatures
from gate.log.proof import LogProof
from gate.log.tiles import Tile
from gate.log.trust_policy import TrustPolicy
from tests.logs import GATE_KEY, GATE_KEYID, LOG_KEY, ORIGIN, entry
from tests.witnesses import cosigned, policy_text, witness

SIGNER = Signer.of(ORIGIN, LOG_KEY)
NOTE = sign_checkpoint(7, bytes(32), SIGNER)
LEAF = make_leaf(entry(), EnvelopeSigner(GATE_KEYID, GATE_KEY))
W1 = witness(1)
COSIGNED = cosigned(NOTE, 1, 2)
POLICY_TEXT = policy_text("group g 2 w1 w2 w3", "quorum g")
POLICY = TrustPolicy.parse(POLICY_TEXT)
RECEIPT = LogProof(3, (bytes(32),) * 3, NOTE, LEAF).text()


def _tree(leaves: list[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Stored hashes, and the root at each size."""
    tree, stored = CompactRange(), []
    roots = [tree.root()]
    for leaf in leaves:
        stored += tree.append(leaf_hash(leaf))
        roots.append(tree.root())
    return stored, roots


def _recursive_root(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962 §2.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(_recursive_root(hashes[:middle]), _recursive_root(hashes[middle:]))


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=200))
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    """Growing leaf by leaf gives what the recursive definition gives."""
    stored, roots = _tree(leaves)

    assert roots[-1] == _recursive_root([leaf_hash(leaf) for leaf in leaves])
    assert len(stored) == node_count(len(leaves))


@given(st.data())
def test_proofs_of_larger_trees_verify(data: st.DataObject) -> None:
    """Any entry, any two sizes, up to a few hundred entries."""
    size = data.draw(st.integers(1, 600))
    index = data.draw(st.integers(0, size - 1))
    earlier = data.draw(st.integers(1, size))
    leaves = [b"%d" % number for number in range(size)]
    stored, roots = _tree(leaves)

    def read(positions: object) -> list[bytes]:
        return [stored[place] for place in positions]  # type: ignore[attr-defined]

    verify_inclusion(
        leaf_hash(leaves[index]),
        index=index,
        size=size,
        proof=inclusion_proof(index, size, read),
        root=roots[size],
    )
    verify_consistency(
        size1=earlier,
        root1=roots[earlier],
        size2=size,
        root2=roots[size],
        proof=consistency_proof(earlier, size, read),
    )


@given(st.data())
def test_no_change_of_an_inclusion_proof_verifies(data: st.DataObject) -> None:
    """A hash changed, left out, added or moved."""
    size = data.draw(st.integers(2, 64))
    index = data.draw(st.integers(0, size - 1))
    stored, roots = _tree([b"%d" % number for number in range(size)])
    proof = list(inclusion_proof(index, size, lambda places: [stored[p] for p in places]))
    at = data.draw(st.integers(0, len(proof) - 1))
    change = data.draw(st.sampled_from(["flip", "drop", "double", "swap"]))
    changed = list(proof)
    if change == "flip":
        byte = data.draw(st.integers(0, 31))
        changed[at] = changed[at][:byte] + bytes([changed[at][byte] ^ 1]) + changed[at][byte + 1 :]
    elif change == "drop":
        del changed[at]
    elif change == "double":
        changed.insert(at, changed[at])
    else:
        changed[at], changed[-1 - at] = changed[-1 - at], changed[at]
    if changed == proof:
        return
    with pytest.raises(VerificationFailed):
        verify_inclusion(
            leaf_hash(b"%d" % index), index=index, size=size, proof=changed, root=roots[size]
        )


_GOOD = (
    NOTE,
    RECEIPT,
    LEAF.decode(),
    SIGNER.verifier.vkey,
    COSIGNED,
    COSIGNED.rpartition("\n\n")[2],
    W1.cosigner.vkey,
    POLICY_TEXT.decode(),
    "0/x001/x234/067.p/89",
    "",
)
_READERS: list[Callable[[str], object]] = [
    lambda text: open_note(text, [SIGNER.verifier]),
    lambda text: open_note(text.encode("utf-8", "surrogatepass"), [SIGNER.verifier]),
    Checkpoint.parse,
    LogProof.parse,
    Verifier.from_vkey,
    lambda text: Envelope.parse(text.encode("utf-8", "surrogatepass")),
    lambda text: read_leaf(text.encode("utf-8", "surrogatepass")),
    Note.parse,
    parse_signatures,
    Cosigner.from_vkey,
    lambda text: Cosigner.from_vkey(W1.cosigner.vkey).check(text, bytes(72)),
    lambda text: TrustPolicy.parse(text.encode("utf-8", "surrogatepass")),
    POLICY.open,
    lambda text: POLICY.open(text.encode("utf-8", "surrogatepass")),
    Tile.parse,
]


@pytest.mark.parametrize("reader", range(len(_READERS)))
@settings(max_examples=300)
@given(st.data())
def test_a_reader_of_signed_texts_refuses_in_one_way(reader: int, data: st.DataObject) -> None:
    """Whatever the text: it is read, or it is refused as not verified; nothing else is raised."""
    good = data.draw(st.sampled_from(_GOOD))
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    inserted = data.draw(st.text(max_size=20) | st.text('\u2014 \n+=:{}[]"0123456789', max_size=20))
    text = good[:start] + inserted + good[end:]
    with suppress(VerificationFailed):
        _READERS[reader](text)


def test_no_byte_of_a_cosigned_checkpoint_can_be_changed() -> None:
    """Every bit flipped, every byte left out or doubled: refused, or a line became unknown."""
    note = COSIGNED.encode()
    opened = POLICY.open(note)
    for place in range(len(note)):
        byte = note[place : place + 1]
        for other in (*(bytes([byte[0] ^ (1 << bit)]) for bit in range(8)), b"", byte * 2):
            changed = note[:place] + other + note[place + 1 :]
            with suppress(VerificationFailed):
                found = POLICY.open(changed)
                pytest.fail(f"byte {place} changed, and {found} was opened: {opened}")


def test_no_byte_of_a_policy_breaks_its_reader() -> None:
    """Every bit flipped, every byte left out or doubled: read or refused, in one way."""
    for place in range(len(POLICY_TEXT)):
        byte = POLICY_TEXT[place : place + 1]
        for other in (*(bytes([byte[0] ^ (1 << bit)]) for bit in range(8)), b"", byte * 2):
            with suppress(VerificationFailed):
                TrustPolicy.parse(POLICY_TEXT[:place] + other + POLICY_TEXT[place + 1 :])
