"""What a witness answers, case by case of C2SP tlog-witness."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from gate.errors import LogUnavailable, VerificationFailed
from gate.limits import PROOF_HASHES_MAX, WITNESS_REQUEST_BYTES_MAX
from gate.log.checkpoint import Checkpoint, sign_checkpoint
from gate.log.cosignature import CosignatureSigner
from gate.log.merkle import EMPTY_ROOT, CompactRange, leaf_hash
from gate.log.nodes import consistency_proof
from gate.log.note import Note, Signer
from gate.witness.request import AddCheckpoint
from gate.witness.rules import SIZE, TEXT, Reply, Seen
from gate.witness.store import Keep, WitnessStore
from gate.witness.witness import Witness, origin_hash
from tests.logs import GATE_KEY, ORIGIN
from tests.witnesses import LOG, TIME_S
from tests.witnesses import witness as signer_of

SIGNER = signer_of(1)
SIZES = 20
STORED: list[bytes] = []
ROOTS = [EMPTY_ROOT]
_tree = CompactRange()
for _number in range(SIZES):
    STORED += _tree.append(leaf_hash(b"%d" % _number))
    ROOTS.append(_tree.root())


def proof(old: int, size: int) -> tuple[bytes, ...]:
    if old == 0:
        return ()
    return consistency_proof(old, size, lambda places: [STORED[place] for place in places])


def note(size: int, root: bytes | None = None) -> str:
    return sign_checkpoint(size, ROOTS[size] if root is None else root, LOG)


def request(old: int, size: int, **changes: object) -> bytes:
    fields = {"old": old, "proof": proof(old, size), "note": note(size), **changes}
    return AddCheckpoint(**fields).body()  # type: ignore[arg-type]


def clock() -> datetime:
    return datetime.fromtimestamp(TIME_S, UTC)


@pytest.fixture
def store(tmp_path: Path) -> WitnessStore:
    return WitnessStore(tmp_path / "seen")


@pytest.fixture
def witness(store: WitnessStore) -> Witness:
    """A witness that has seen the log of five entries."""
    made = Witness(SIGNER, {ORIGIN: [LOG.verifier]}, store, clock=clock)
    assert made.add_checkpoint(request(0, 5)).status == 200
    return made


def test_what_continues_is_cosigned(witness: Witness) -> None:
    """One signature line, of this second, over the very checkpoint."""
    reply = witness.add_checkpoint(request(5, 9))
    parsed = Note.parse(note(9) + reply.content)

    assert (reply.status, reply.media_type) == (200, TEXT)
    assert len(parsed.signatures) == 2
    assert SIGNER.cosigner.check(parsed.text, parsed.by(SIGNER.cosigner)[0].signature) == TIME_S


@pytest.mark.parametrize("old", range(SIZES + 1))
def test_every_growth_is_cosigned(store: WitnessStore, old: int) -> None:
    """From every size to every later one, the same one included."""
    witness = Witness(SIGNER, {ORIGIN: [LOG.verifier]}, store, clock=clock)
    assert witness.add_checkpoint(request(0, old)).status == 200
    for size in range(old, SIZES + 1):
        assert witness.add_checkpoint(request(old, size)).status == 200
        old = size


CASES: dict[str, tuple[bytes, Reply | int]] = {
    "not UTF-8": (b"\xff", 400),
    "empty": (b"", 400),
    "no old size": (request(5, 9).partition(b"\n")[2], 400),
    "no blank line": (request(5, 9).replace(b"\n\n", b"\n"), 400),
    "an old size with a zero in front": (request(5, 9).replace(b"old 5", b"old 05"), 400),
    "a negative old size": (request(5, 9).replace(b"old 5", b"old -5"), 400),
    "an old size beyond 2^63": (request(5, 9).replace(b"old 5", b"old 9223372036854775808"), 400),
    "two spaces": (request(5, 9).replace(b"old 5", b"old  5"), 400),
    "carriage returns": (request(5, 9).replace(b"old 5\n", b"old 5\r\n"), 400),
    "a hash that is none": (request(5, 9, proof=(b"x" * 31,)), 400),
    "64 hashes": (request(5, 9, proof=(bytes(32),) * (PROOF_HASHES_MAX + 1)), 400),
    "no note": (request(5, 9, note=""), 400),
    "a note without signatures": (request(5, 9, note=note(9).partition("\u2014")[0]), 400),
    "a note that is no checkpoint": (request(5, 9, note=LOG.sign("text\n")), 400),
    "bytes after the note": (request(5, 9) + b"x", 400),
    "an old size larger than the new": (request(9, 9, note=note(5)), 400),
    "another log": (
        request(5, 9, note=sign_checkpoint(9, ROOTS[9], Signer.of("other.example", LOG.private))),
        404,
    ),
    "nobody's signature": (
        request(5, 9, note=sign_checkpoint(9, ROOTS[9], Signer.of(ORIGIN, GATE_KEY))),
        403,
    ),
    "a wrong signature of the log": (request(5, 9, note=note(9).replace("\n9\n", "\n8\n")), 403),
    "a smaller old size": (request(4, 9), Reply(409, "5\n", SIZE)),
    "a larger old size": (request(6, 9), Reply(409, "5\n", SIZE)),
    "from nothing again": (request(0, 9), Reply(409, "5\n", SIZE)),
    "a rolled back log": (request(0, 3), Reply(409, "5\n", SIZE)),
    "a fork of the same size": (request(5, 5, note=note(5, bytes(32))), 422),
    "a fork": (request(5, 9, note=note(9, bytes(32))), 422),
    "no proof": (request(5, 9, proof=()), 422),
    "a proof where none is needed": (request(5, 5, proof=(bytes(32),)), 422),
    "a proof with a hash more": (request(5, 9, proof=(*proof(5, 9), bytes(32))), 422),
    "a proof of another growth": (request(5, 9, proof=proof(5, 10)), 422),
    "63 hashes": (request(5, 9, proof=(bytes(32),) * PROOF_HASHES_MAX), 422),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_refused_is_refused_as_specified_and_changes_nothing(
    witness: Witness, store: WitnessStore, case: str
) -> None:
    """The status of the specification, and the same memory after it."""
    body, expected = CASES[case]
    before = store.note(origin_hash(ORIGIN))
    reply = witness.add_checkpoint(body)

    assert reply == expected if isinstance(expected, Reply) else reply.status == expected
    assert store.note(origin_hash(ORIGIN)) == before
    assert witness.add_checkpoint(request(5, 9)).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (request(0, 0), 200),
        (request(0, 0, note=note(0, bytes(32))), 422),
        (request(0, 5, proof=(bytes(32),)), 422),
        (request(0, 5), 200),
        (request(5, 5), Reply(409, "0\n", SIZE)),
    ],
)
def test_a_log_begins_with_any_size_and_no_proof(
    store: WitnessStore, body: bytes, status: int | Reply
) -> None:
    """The empty log has one root, and every log continues it."""
    reply = Witness(SIGNER, {ORIGIN: [LOG.verifier]}, store, clock=clock).add_checkpoint(body)

    assert reply == status if isinstance(status, Reply) else reply.status == status


def test_unknown_signatures_are_ignored_and_not_shown(witness: Witness) -> None:
    """Monitors see the log's line and the witness's own."""
    stranger = signer_of(2).sign(Note.parse(note(9)).text, TIME_S).line
    reply = witness.add_checkpoint(request(5, 9, note=note(9) + stranger))
    shown = witness.newest(origin_hash(ORIGIN))

    assert reply.status == 200
    assert shown.content == note(9) + reply.content
    assert witness.newest(origin_hash("other")).status == 404


def test_extension_lines_of_other_logs_are_cosigned_with_the_rest(witness: Witness) -> None:
    """The specification lets a log have them."""
    text = f"{Checkpoint(ORIGIN, 9, ROOTS[9]).text()}extension\n"
    reply = witness.add_checkpoint(request(5, 9, note=LOG.sign(text)))
    parsed = Note.parse(LOG.sign(text) + reply.content)

    assert SIGNER.cosigner.check(text, parsed.by(SIGNER.cosigner)[0].signature) == TIME_S


def test_a_witness_may_sign_with_ml_dsa_what_it_can_name(store: WitnessStore) -> None:
    """An origin of more than 255 bytes has no place in what is signed."""
    long = Signer.of("o" * 256, LOG.private)
    ml_dsa = CosignatureSigner.of("w.example", MLDSA44PrivateKey.from_seed_bytes(b"w" * 32))
    logs = {ORIGIN: [LOG.verifier], "o" * 256: [long.verifier]}
    witness = Witness(ml_dsa, logs, store, clock=clock)
    reply = witness.add_checkpoint(request(0, 5))
    parsed = Note.parse(note(5) + reply.content)
    too_long = AddCheckpoint(0, (), sign_checkpoint(5, ROOTS[5], long))

    assert ml_dsa.cosigner.check(parsed.text, parsed.by(ml_dsa.cosigner)[0].signature) == TIME_S
    assert witness.add_checkpoint(too_long.body()).status == 400
    assert witness.newest(origin_hash("o" * 256)).status == 404


def test_requests_are_bounded() -> None:
    """The most bytes are read, one more is refused."""
    room = WITNESS_REQUEST_BYTES_MAX - len(b"old 0\n\n")
    largest = AddCheckpoint(0, (), "x" * room)

    assert AddCheckpoint.parse(largest.body()) == largest
    with pytest.raises(VerificationFailed, match=f"at most {WITNESS_REQUEST_BYTES_MAX}"):
        AddCheckpoint.parse(largest.body() + b"x")


class Forgetful(WitnessStore):
    """A memory whose disk fails at the last moment."""

    @contextmanager
    def updating(self, origin: str) -> Iterator[tuple[Seen, Keep]]:
        with super().updating(origin) as found:
            yield found
            raise LogUnavailable("the disk is full")


def test_nothing_is_answered_before_it_is_remembered(tmp_path: Path) -> None:
    """A cosignature that was forgotten could be contradicted."""
    witness = Witness(SIGNER, {ORIGIN: [LOG.verifier]}, Forgetful(tmp_path / "seen"), clock=clock)

    with pytest.raises(LogUnavailable):
        witness.add_checkpoint(request(0, 5))
    assert witness.newest(origin_hash(ORIGIN)).status == 404


def test_what_was_answered_is_remembered_by_the_next_process(tmp_path: Path) -> None:
    """A new witness on the same memory goes on from there."""
    for old, size in ((0, 5), (5, 9), (9, 9)):
        store = WitnessStore(tmp_path / "seen")
        witness = Witness(SIGNER, {ORIGIN: [LOG.verifier]}, store, clock=clock)
        assert witness.add_checkpoint(request(old, size)).status == 200


def test_of_many_at_once_only_those_in_order_are_cosigned(tmp_path: Path) -> None:
    """Comparing and keeping is one step: from one old size, one request wins."""
    answers: list[list[int]] = []
    witnesses = [
        Witness(SIGNER, {ORIGIN: [LOG.verifier]}, WitnessStore(tmp_path / "seen"), clock=clock)
        for _ in range(4)
    ]
    assert witnesses[0].add_checkpoint(request(0, 5)).status == 200
    start = threading.Barrier(len(witnesses))

    def ask(witness: Witness, size: int) -> None:
        start.wait()
        answers.append([witness.add_checkpoint(request(5, size)).status, size])

    threads = [
        threading.Thread(target=ask, args=(witness, 6 + number))
        for number, witness in enumerate(witnesses)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = next(size for status, size in answers if status == 200)
    shown = witnesses[0].newest(origin_hash(ORIGIN)).content

    assert sorted(status for status, _ in answers) == [200, 409, 409, 409]
    assert Checkpoint.parse(Note.parse(shown).text).size == winner
