"""Checking a receipt without the server: what was answered is in the log, and a gate signed it.

Needs nothing but the receipt and the keys that the asker trusts. Neither key is ever taken from
the receipt or from whoever sent it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gate.errors import VerificationFailed
from gate.log.checkpoint import open_checkpoint
from gate.log.leaf import read_leaf
from gate.log.merkle import leaf_hash, verify_inclusion
from gate.log.note import Verifier
from gate.log.proof import LogProof
from gate.log.trust_policy import TrustPolicy
from gate.model.entry import DecisionEntry
from gate.model.kinds import Entry, as_decision


@dataclass(frozen=True, slots=True)
class Receipt:
    """One entry, and the proof that the log had it when it was answered.

    `checkpoint` is the signed note of the batch that wrote the entry and `tree_size` its size;
    both are the same whenever the receipt is asked for.
    """

    index: int
    leaf: bytes
    checkpoint: str
    tree_size: int
    inclusion_proof: tuple[bytes, ...]

    @property
    def leaf_hash(self) -> bytes:
        """The hash of the entry in the tree."""
        return leaf_hash(self.leaf)

    @property
    def entry(self) -> Entry:
        """What the entry says."""
        return read_leaf(self.leaf).entry

    @property
    def decision(self) -> DecisionEntry:
        """What the entry says as a decision.

        Raises:
            VerificationFailed: it is none.
        """
        return as_decision(self.entry)

    @property
    def text(self) -> str:
        """The receipt file: a C2SP tlog-proof that carries the entry itself as its extra data."""
        return LogProof(self.index, self.inclusion_proof, self.checkpoint, self.leaf).text()


def verify_receipt(
    text: str,
    *,
    vkey: str,
    gate_keys: Mapping[str, Ed25519PublicKey],
    leaf: bytes | None = None,
    policy: TrustPolicy | None = None,
) -> Receipt:
    """Check a receipt file.

    Args:
        text: the file.
        vkey: the log's public key, as `gate keys show` prints it.
        gate_keys: the keys that may sign entries, by key id (`gate.log.keys.key_id`).
        leaf: the entry, where the asker has it; else the one that the file carries.
        policy: whose cosignatures the checkpoint has to carry; None where nobody's are needed.

    Returns:
        The receipt, whose entry was signed by a gate and is in the log of `vkey`.

    Raises:
        VerificationFailed: anything does not hold.
    """
    proof = LogProof.parse(text)
    entry = proof.extra if leaf is None else leaf
    if entry is None:
        raise VerificationFailed("The receipt does not carry the entry, and none was given.")
    verifier = Verifier.from_vkey(vkey)
    checkpoint = open_checkpoint(proof.checkpoint, verifier)
    if policy is not None:
        policy.open(proof.checkpoint, verifier)
    verify_inclusion(
        leaf_hash(entry),
        index=proof.index,
        size=checkpoint.size,
        proof=proof.hashes,
        root=checkpoint.root,
    )
    read = read_leaf(entry)
    if read.envelope.verify(gate_keys) != read.entry.gate_keyid:
        raise VerificationFailed("The entry is signed by another key than it says.")
    return Receipt(proof.index, entry, proof.checkpoint, checkpoint.size, proof.hashes)
