"""The bytes of one entry: canonical JSON of a DSSE envelope around an in-toto statement.

Leaf bytes are kept verbatim and hashed as they are; canonical JSON only makes the producer
deterministic.
"""

from dataclasses import dataclass

import orjson

from gate.canon import canonical_bytes
from gate.dsse import Envelope, EnvelopeSigner, sign
from gate.errors import TooLarge, VerificationFailed
from gate.limits import LEAF_BYTES_MAX
from gate.model.kinds import KINDS, Entry

PAYLOAD_TYPE = "application/vnd.in-toto+json"


@dataclass(frozen=True, slots=True)
class ReadLeaf:
    """A leaf taken apart. The signature of `envelope` is not verified by having been read."""

    entry: Entry
    envelope: Envelope


def make_leaf(entry: Entry, signer: EnvelopeSigner) -> bytes:
    """The leaf of `entry`, signed by the gate's key.

    Raises:
        ValueError: the entry names another key than the signer's.
        TooLarge: the leaf would have more than `LEAF_BYTES_MAX` bytes.
    """
    if entry.gate_keyid != signer.keyid:
        raise ValueError("the entry names another key than the one that signs it")
    leaf = sign(canonical_bytes(entry.statement()), PAYLOAD_TYPE, signer)
    check_leaf_size(leaf)
    return leaf


def check_leaf_size(leaf: bytes) -> None:
    """Refuse a leaf that the tile format cannot hold.

    Raises:
        TooLarge: more than `LEAF_BYTES_MAX` bytes.
    """
    if len(leaf) > LEAF_BYTES_MAX:
        raise TooLarge(
            f"The entry of the log would have {len(leaf)} bytes; the most is {LEAF_BYTES_MAX}. "
            "Deploy fewer artefacts, or attach fewer documents, at once."
        )


def read_leaf(leaf: bytes) -> ReadLeaf:
    """Take a leaf apart.

    Raises:
        VerificationFailed: not the canonical form of an entry of one of `KINDS`.
    """
    envelope = Envelope.parse(leaf)
    if envelope.payload_type != PAYLOAD_TYPE:
        raise VerificationFailed("Expected an in-toto statement as the payload of the entry.")
    try:
        statement = orjson.loads(envelope.payload)
        read = KINDS.get(statement["predicateType"])
        if read is None:
            raise VerificationFailed("Expected a decision, or another known kind of entry.")
        entry = read(statement["predicate"])
        canonical = canonical_bytes(entry.statement())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise VerificationFailed("Expected the fields of its kind in an entry.") from error
    if canonical != envelope.payload:
        raise VerificationFailed("Expected exactly the fields of its kind, canonically.")
    return ReadLeaf(entry, envelope)
