"""Every reader of what others send, given anything: it reads it, or refuses it in its one way.

The table is of the gate's readers and of the verifier's that stands alone. A byte-level fuzzer
tries every single change of a good text; Hypothesis puts parts of good texts together; and texts
that were made to take long or to grow are refused in bounded memory.
"""

import io
import json
import random
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.dsse import Envelope, EnvelopeSigner
from gate.errors import Misconfigured, VerificationFailed
from gate.log.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from gate.log.cosignature import Cosigner
from gate.log.keys import public_pem, read_public_pem
from gate.log.leaf import make_leaf, read_leaf
from gate.log.merkle import CompactRange, leaf_hash
from gate.log.note import Note, Signer, Verifier, open_note, parse_signatures
from gate.log.pin import Pin
from gate.log.proof import LogProof
from gate.log.receipt import verify_receipt
from gate.log.tiles import Tile, bundle, read_bundle, read_tile
from gate.log.trust_policy import TrustPolicy
from gate.witness.request import AddCheckpoint
from gate.witness.rules import Reply, Submitted, read_submission
from gate_verify import whole
from gate_verify.archive import MANIFEST
from gate_verify.archive import Archive as BundleArchive
from gate_verify.entry import read_entry
from gate_verify.findings import DoesNotHold, Unusable
from gate_verify.note import (
    LOG,
    ML_DSA,
    WITNESS,
    Key,
    read_checkpoint,
    read_count,
    signed_text,
    unbase64,
)
from gate_verify.policy import Policy
from gate_verify.proof import Proof
from gate_verify.receipt import verify_receipt as verify_receipt_alone
from tests.bundles import GATE_PEM, checked, fitted, unpacked
from tests.logs import GATE_KEY, GATE_KEYID, GATE_KEYS, LOG_KEY, ORIGIN, entry
from tests.properties.test_bundles import bundles
from tests.witnesses import cosigned, ml_dsa_witness, policy_text, witness

SIGNER = Signer.of(ORIGIN, LOG_KEY)
VKEY = SIGNER.verifier.vkey
W1 = witness(1)
LEAF = make_leaf(entry(), EnvelopeSigner(GATE_KEYID, GATE_KEY))
_TREE = CompactRange()
_TREE.append(leaf_hash(LEAF))
NOTE = sign_checkpoint(1, _TREE.root(), SIGNER)
COSIGNED = cosigned(NOTE, 1)
RECEIPT = LogProof(0, (), NOTE, LEAF).text()
POLICY = policy_text("group g 1 w1 w2", "quorum g", witnesses=2)
REQUEST = AddCheckpoint(0, (bytes(32),), NOTE).body()
PEM = public_pem(GATE_KEY.public_key())
LOG_AS_KEY = Key.parse(VKEY, LOG)
WITNESS_AS_KEY = Key.parse(W1.cosigner.vkey, WITNESS)

BYTES_MAX = 2 * 1024 * 1024
"""Of a text that was made to be bad; what is longer than this is refused by its length."""
TIMES_AS_MUCH_MAX = 24
"""Memory that a reader may take at most, as often as the text is long: a list of its lines, each an
object, is the most that any of them makes of it."""


@dataclass(frozen=True)
class Reader:
    """Something that takes bytes apart, a text that it takes, and how it refuses others."""

    read: Callable[[bytes], object]
    good: bytes
    refuses: tuple[type[Exception], ...] = (VerificationFailed,)
    takes: bool = True
    """Whether it takes the good text itself."""


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """For a reader of text: bytes that are no text become what a text file would have given."""
    return lambda data: read(data.decode("utf-8", "surrogateescape"))


def _answered(data: bytes) -> None:
    """A witness does not raise, it answers."""
    said = read_submission(data, {ORIGIN: [SIGNER.verifier]})
    assert isinstance(said, Submitted) or (isinstance(said, Reply) and 400 <= said.status < 500)


def _pinned(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pin"
        path.write_bytes(data)
        Pin(path).read(SIGNER.verifier)


def _believed(data: bytes) -> None:
    """What the verifier that stands alone believes of a receipt."""
    if not verify_receipt_alone(data, VKEY, gate_keys=[GATE_PEM]).clean:
        raise DoesNotHold("It does not hold.")


def _alone(data: bytes) -> None:
    if whole.read_bundle(data, 1) is None:
        raise DoesNotHold


HELD = (DoesNotHold,)
READERS = {
    "note": Reader(Note.parse, NOTE.encode()),
    "note of a log": Reader(lambda data: open_note(data, [SIGNER.verifier]), NOTE.encode()),
    "signatures": Reader(_text(parse_signatures), COSIGNED.rpartition("\n\n")[2].encode()),
    "checkpoint": Reader(_text(Checkpoint.parse), NOTE.partition("\n\n")[0].encode() + b"\n"),
    "signed checkpoint": Reader(lambda data: open_checkpoint(data, SIGNER.verifier), NOTE.encode()),
    "pin": Reader(_pinned, NOTE.encode()),
    "log key": Reader(_text(Verifier.from_vkey), VKEY.encode()),
    "witness key": Reader(_text(Cosigner.from_vkey), W1.cosigner.vkey.encode()),
    "cosignature": Reader(
        lambda data: W1.cosigner.check(NOTE.partition("\n\n")[0] + "\n", data),
        W1.sign(NOTE.partition("\n\n")[0] + "\n", 7).signature[4:],
        takes=False,
    ),
    "proof": Reader(_text(LogProof.parse), RECEIPT.encode()),
    "receipt": Reader(
        _text(lambda text: verify_receipt(text, vkey=VKEY, gate_keys=GATE_KEYS)), RECEIPT.encode()
    ),
    "envelope": Reader(Envelope.parse, LEAF),
    "entry": Reader(read_leaf, LEAF),
    "place of a tile": Reader(_text(Tile.parse), b"0/x001/x234/067.p/89"),
    "tile": Reader(lambda data: read_tile(data, 3), bytes(96)),
    "entries of a tile": Reader(lambda data: read_bundle(data, 2), bundle([LEAF, b"{}"])),
    "trust policy": Reader(TrustPolicy.parse, POLICY),
    "request to a witness": Reader(AddCheckpoint.parse, REQUEST),
    "what a witness answers": Reader(_answered, REQUEST),
    "gate key": Reader(_text(read_public_pem), PEM.encode(), (Misconfigured,)),
    "verifier: note": Reader(lambda data: signed_text(data, LOG_AS_KEY), COSIGNED.encode(), HELD),
    "verifier: cosigned note": Reader(
        lambda data: signed_text(data, WITNESS_AS_KEY), COSIGNED.encode(), HELD
    ),
    "verifier: checkpoint": Reader(
        lambda data: read_checkpoint(data, LOG_AS_KEY), NOTE.encode(), HELD
    ),
    "verifier: key": Reader(_text(lambda text: Key.parse(text, LOG)), VKEY.encode(), HELD),
    "verifier: ML-DSA key": Reader(
        _text(lambda text: Key.parse(text, ML_DSA)), ml_dsa_witness(1).cosigner.vkey.encode(), HELD
    ),
    "verifier: trust policy": Reader(Policy.parse, POLICY, HELD),
    "verifier: entry": Reader(lambda data: read_entry(data, GATE_KEYS.get), LEAF, HELD),
    "verifier: proof": Reader(Proof.parse, RECEIPT.encode(), HELD),
    "verifier: receipt": Reader(_believed, RECEIPT.encode(), (DoesNotHold, Unusable)),
    "verifier: base64": Reader(_text(unbase64), b"c29tZSBieXRlcw==", HELD),
    "verifier: number": Reader(_text(read_count), b"1200", HELD),
    "verifier: entries of a tile": Reader(_alone, bundle([LEAF]), HELD),
    "verifier: archive": Reader(
        lambda data: BundleArchive(io.BytesIO(data), lambda _done, _of: None),
        b"",
        (Unusable,),
        takes=False,
    ),
}


def _tried(reader: Reader, data: bytes) -> None:
    with suppress(*reader.refuses):
        reader.read(data)


@pytest.mark.parametrize("name", READERS)
def test_the_good_text_is_taken(name: str) -> None:
    """Else nothing below would tell anything; and a text that is none is not."""
    reader = READERS[name]
    if reader.takes:
        reader.read(reader.good)
    if name != "what a witness answers":
        with pytest.raises(reader.refuses):
            reader.read(b"\x00")


def _changes(good: bytes) -> Iterator[bytes]:
    """Every bit flipped, every byte left out, doubled, made special; cut at every place."""
    for place in range(len(good)):
        before, byte, after = good[:place], good[place], good[place + 1 :]
        yield from (before + bytes([byte ^ 1 << bit]) + after for bit in range(8))
        yield before + after
        yield before + bytes([byte, byte]) + after
        yield from (before + special + after for special in (b"\0", b"\n", b"\xff", b"\\u0000"))
        yield before


@pytest.mark.parametrize("name", READERS)
def test_no_single_change_breaks_a_reader(name: str) -> None:
    """The fuzzer at the level of bytes: read, or refused in the one way."""
    reader = READERS[name]
    for changed in _changes(reader.good):
        _tried(reader, changed)


@pytest.mark.parametrize("name", READERS)
def test_no_thousand_changes_at_random_break_a_reader(name: str) -> None:
    """Parts moved, repeated, and overwritten with parts of other texts."""
    reader = READERS[name]
    chance = random.Random(20261128)
    texts = [other.good for other in READERS.values()]
    for _ in range(1_000):
        data = bytearray(reader.good)
        for _ in range(chance.randint(1, 6)):
            start = chance.randint(0, len(data))
            end = min(len(data), start + chance.randint(0, 40))
            other = chance.choice(texts)
            begin = chance.randint(0, len(other))
            data[start:end] = other[begin : begin + chance.randint(0, 60)]
        _tried(reader, bytes(data))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=100)
@given(st.data())
def test_whatever_is_sent_is_read_or_refused(name: str, data: st.DataObject) -> None:
    """Bytes, texts, JSON, and good texts with something else in them."""
    reader = READERS[name]
    start = data.draw(st.integers(0, len(reader.good)))
    end = data.draw(st.integers(start, len(reader.good)))
    inserted = data.draw(
        st.binary(max_size=40)
        | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass"))
        | _JSON.map(lambda value: json.dumps(value).encode())
        | st.sampled_from([other.good for other in READERS.values()])
    )
    _tried(reader, reader.good[:start] + inserted + reader.good[end:])
    _tried(reader, inserted)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["payload", "payloadType", "signatures", "sig", "keyid", "predicate"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@cache
def _bombs() -> dict[str, bytes]:
    """Texts of two megabytes that are cheap to write."""
    large = BYTES_MAX
    return {
        "nothing but zeros": bytes(large),
        "nothing but line ends": b"\n" * large,
        "nothing but brackets": b"[" * large,
        "objects in objects": b'{"a":' * (large // 5),
        "one number": b"9" * large,
        "one number in JSON": b'{"payload":' + b"9" * large + b"}",
        "one string": b'{"payload":"' + b"A" * large + b'"}',
        "so many signatures": b'{"payload":"","payloadType":"a","signatures":['
        + b'{"keyid":"","sig":""},' * (large // 22)
        + b'{"keyid":"","sig":""}]}',
        "so many keys": b"{" + b",".join(b'"%d":0' % n for n in range(large // 12)) + b"}",
        "a note of so many signatures": NOTE.encode()
        + NOTE.splitlines()[-1].encode() * (large // 99),
        "a note of so many lines": b"a\n" * (large // 2)
        + b"\n"
        + NOTE.splitlines()[-1].encode()
        + b"\n",
        "a proof of so many hashes": b"c2sp.org/tlog-proof@v1\nindex 0\n"
        + b"A" * 43
        + b"=\n" * (large // 45),
        "a request of so many hashes": b"old 0\n" + (b"A" * 43 + b"=\n") * (large // 45) + b"\n",
        "a policy of so many groups": b"".join(b"group g%d 0\n" % n for n in range(large // 14)),
        "combining marks": "\u0301".encode() * (large // 2),
        "what is no text": b"\xf0\x9f" * (large // 2),
        "dashes of signatures": "\u2014 ".encode() * (large // 4),
    }


@pytest.mark.parametrize("name", READERS)
def test_what_was_made_to_grow_is_refused_in_bounded_memory(name: str) -> None:
    """Read or refused, and never with many times the memory that the text has."""
    reader = READERS[name]
    tracemalloc.start()
    try:
        for what, data in _bombs().items():
            tracemalloc.reset_peak()
            before = tracemalloc.get_traced_memory()[0]
            _tried(reader, data)
            grown = tracemalloc.get_traced_memory()[1] - before
            assert grown < TIMES_AS_MUCH_MAX * BYTES_MAX, (what, grown)
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("which", [0, 1])
def test_no_single_change_of_a_file_in_a_bundle_breaks_the_verifier(which: int) -> None:
    """With a list that fits: a finding, or unusable; the list itself is a finding where it differs."""
    files = unpacked(bundles()[which])
    for path, content in files.items():
        step = max(1, len(content) // 40)
        for place in range(0, len(content), step):
            for changed in (
                content[:place],
                content[:place] + content[place + 1 :],
                content[:place] + b"\xff" + content[place + 1 :],
                content[:place] + content[place : place + 1] * 3 + content[place + 1 :],
            ):
                if path == MANIFEST or changed == content:
                    continue
                with suppress(Unusable):
                    report = checked(fitted({**files, path: changed}, which, 3))
                    assert path.startswith("keys/") or not report.clean
