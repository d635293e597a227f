"""The bytes of an entry."""

import json

import pytest

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.errors import TooLarge, VerificationFailed
from gate.limits import LEAF_BYTES_MAX
from gate.log.leaf import PAYLOAD_TYPE, check_leaf_size, make_leaf, read_leaf
from gate.model.entry import Artifact, AttachmentRef
from tests.logs import GATE_KEY, GATE_KEYID, GATE_KEYS, entry

SIGNER = EnvelopeSigner(GATE_KEYID, GATE_KEY)
STATEMENT = json.loads(read_leaf(make_leaf(entry(), SIGNER)).envelope.payload)


def _signed(payload: bytes, kind: str = PAYLOAD_TYPE) -> bytes:
    return sign(payload, kind, SIGNER)


def test_what_is_written_is_read_again() -> None:
    """Every field, with everything that is optional filled in and left out."""
    for number, changes in enumerate(
        (
            {},
            {
                "deny": ("A.7.4-1", "A.9.2-3"),
                "waived": ("A.8.2-1",),
                "controls": ("A.7.4", "A.9.2", "A.8.2"),
                "artifacts": (Artifact("modèle", "sha384:xyz"), Artifact("api", None)),
                "attachments": (AttachmentRef("card", "hf_card", "sha256:" + "1" * 64),),
                "organisation": "sha256:" + "2" * 64,
                "idempotency_key": "key",
            },
        )
    ):
        read = read_leaf(make_leaf(entry(number, **changes), SIGNER))

        assert read.entry == entry(number, **changes)
        assert read.envelope.verify(GATE_KEYS) == GATE_KEYID


def test_the_leaf_is_canonical_all_the_way_down() -> None:
    """Envelope and statement are canonical JSON, and the same entry gives the same leaf."""
    leaf = make_leaf(entry(), SIGNER)

    assert canonical_bytes(json.loads(leaf)) == leaf
    assert canonical_bytes(STATEMENT) == read_leaf(leaf).envelope.payload
    assert make_leaf(entry(), SIGNER) == leaf
    assert b"\n" not in leaf


def test_an_entry_names_the_key_that_signs_it() -> None:
    """Otherwise its author could not be told from its signature."""
    with pytest.raises(ValueError, match="another key"):
        make_leaf(entry(gate_keyid="other"), SIGNER)


def test_the_largest_leaf_is_taken_and_one_byte_more_refused() -> None:
    """65 535 bytes, the most that the tile format can write."""
    check_leaf_size(b"x" * LEAF_BYTES_MAX)
    with pytest.raises(TooLarge, match=str(LEAF_BYTES_MAX)):
        check_leaf_size(b"x" * (LEAF_BYTES_MAX + 1))


def test_an_entry_that_would_be_too_large_says_what_to_do() -> None:
    """Many artefacts make a long entry; their names are not repeated."""
    many = tuple(Artifact(f"secret-{n:04}", "sha256:" + "a" * 64) for n in range(500))

    with pytest.raises(TooLarge, match="fewer artefacts") as raised:
        make_leaf(entry(artifacts=many), SIGNER)
    assert "secret" not in raised.value.detail


def test_a_payload_of_another_type_is_no_entry() -> None:
    """The type is signed too."""
    with pytest.raises(VerificationFailed, match="in-toto"):
        read_leaf(_signed(canonical_bytes(STATEMENT), "application/json"))


def test_another_predicate_is_no_entry() -> None:
    """Only decisions are read."""
    with pytest.raises(VerificationFailed, match="a decision"):
        read_leaf(_signed(canonical_bytes({**STATEMENT, "predicateType": "https://other.example"})))


@pytest.mark.parametrize(
    "path", [(), ("predicate",), ("predicate", "system"), ("predicate", "input")]
)
def test_a_field_too_many_or_too_few_is_no_entry(path: tuple[str, ...]) -> None:
    """The fields are exactly those, at every level."""
    added, removed = json.loads(json.dumps(STATEMENT)), json.loads(json.dumps(STATEMENT))
    for document in (added, removed):
        place = document
        for name in path:
            place = place[name]
        if document is added:
            place["more"] = 1
        else:
            place.pop(min(place))
        with pytest.raises(VerificationFailed, match="fields"):
            read_leaf(_signed(canonical_bytes(document)))


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"null", b"1", b'{"predicateType":null}', b"\xff", b"[" * 100_000],
)
def test_another_payload_is_no_entry(payload: bytes) -> None:
    """Whatever the gate's key signed."""
    with pytest.raises(VerificationFailed):
        read_leaf(_signed(payload))


def test_a_statement_that_is_not_canonical_is_no_entry() -> None:
    """White space, another order of keys, and a key that occurs twice."""
    spaced = json.dumps(STATEMENT).encode()
    twice = canonical_bytes(STATEMENT).replace(b'"action":', b'"action":"retire","action":', 1)
    for payload in (spaced, twice):
        with pytest.raises(VerificationFailed, match="canonically"):
            read_leaf(_signed(payload))
