"""The verdict on a receipt: by itself, against a checkpoint, and against a bundle of the log."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gate.canon import canonical_bytes
from gate.dsse import EnvelopeSigner, sign
from gate.log.checkpoint import sign_checkpoint
from gate.log.export import Part
from gate.log.keys import public_pem
from gate.log.leaf import PAYLOAD_TYPE
from gate.log.merkle import leaf_hash
from gate.log.note import Signer
from gate.log.proof import LogProof
from gate_verify.bounds import PROOF_HASHES_MAX, RECEIPT_BYTES_MAX
from gate_verify.findings import DoesNotHold, Unusable
from gate_verify.proof import Proof
from gate_verify.receipt import verify_receipt
from gate_verify.report import Report, as_json, as_text
from tests.bundles import (
    GATE_PEM,
    VKEY,
    as_it_might_be,
    checked,
    checkpoint_at,
    exported,
    found,
    log_of,
)
from tests.logs import GATE_KEYID, LOG_KEY, ORIGIN, decision_id, entry, open_log
from tests.unit.log.test_proof import REFUSED, WRITTEN
from tests.witnesses import LOG, cosigned, policy_text, witness

SIZE = 7
INDEX = 4
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@dataclass(frozen=True)
class Kept:
    """A log, the receipt that somebody kept of its entry 4, and that log as it might be today.

    `cut` ends before the entry, `short` after it and before the receipt's checkpoint; `forked` has
    another entry there, and `grown` one more at the end.
    """

    receipt: bytes
    logs: dict[str, Path]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("receipts")
    log = open_log(log_of(folder / "same", SIZE))
    entry_4 = log.receipt_parts(INDEX).leaf
    proof = LogProof(INDEX, log.inclusion(INDEX, SIZE), log.checkpoint(), entry_4)
    log.close()
    as_it_might_be(folder, INDEX)
    log_of(folder / "short", INDEX + 1)
    names = ("same", "cut", "short", "forked", "grown")
    return Kept(proof.text().encode(), {name: folder / name for name in names})


def alone(receipt: bytes, **options: object) -> Report:
    """The verdict on a receipt, with the keys of the tests."""
    return verify_receipt(receipt, VKEY, **{"gate_keys": [GATE_PEM], **options})  # type: ignore[arg-type]


# --- by itself ------------------------------------------------------------------------------------


def test_a_receipt_proves_its_decision_years_later(kept: Kept) -> None:
    """From its bytes and two keys; what it cannot tell is said."""
    report = alone(kept.receipt, policy=policy_text("quorum none"))

    assert report.clean
    assert (report.origin, report.size, report.first, report.end) == (ORIGIN, SIZE, INDEX, 5)
    assert report.receipt is not None
    assert report.receipt.entry == entry(INDEX).statement()["predicate"]
    assert [remark[:26] for remark in report.remarks] == [
        "Whether others were shown ",
        "A receipt says what the lo",
    ]
    assert f"decision {decision_id(INDEX)}, allow, at 2026-03-01T12:00:00.000004Z for" in as_text(
        report
    )


def test_without_the_gates_key_the_verdict_says_so_loudly(kept: Kept) -> None:
    """The proof of the log alone: an entry that no gate signed is not noticed, and that is said."""
    report = alone(kept.receipt, gate_keys=[])

    assert report.clean
    assert report.remarks[0].startswith("WHO SIGNED THE ENTRY WAS NOT CHECKED")


@pytest.mark.parametrize(
    "vkey",
    [
        Signer.of(ORIGIN, OTHER).verifier.vkey,
        Signer.of("other.example/log", LOG_KEY).verifier.vkey,
        "no key",
    ],
)
def test_a_receipt_of_another_log_says_nothing(kept: Kept, vkey: str) -> None:
    """Another key of this name, another name of this key, or no key."""
    with pytest.raises(Unusable):
        verify_receipt(kept.receipt, vkey)


def test_a_log_that_signs_with_two_keys_is_known_by_either(kept: Kept) -> None:
    """After a rotation there are several, one a line."""
    both = f"{Signer.of(ORIGIN, OTHER).verifier.vkey}\n{VKEY}"

    assert verify_receipt(kept.receipt, both, gate_keys=[GATE_PEM]).clean


def test_another_gate_did_not_sign_it(kept: Kept) -> None:
    """A key that is not the entry's, or is called so falsely."""
    other = public_pem(OTHER.public_key()).encode()

    assert found(alone(kept.receipt, gate_keys=[other])) == [("entry 4", "entry")]
    with pytest.raises(Unusable, match="PEM"):
        alone(kept.receipt, gate_keys=[b"no key"])


def test_the_log_cannot_forge_an_entry_alone() -> None:
    """A proof holds of whatever the log signed; only the gate's key makes it a decision."""
    forged = sign(
        canonical_bytes(entry(0).statement()), PAYLOAD_TYPE, EnvelopeSigner(GATE_KEYID, OTHER)
    )
    for leaf in (forged, b"rubbish", b"{}", b"\xff"):
        note = sign_checkpoint(1, leaf_hash(leaf), LOG)
        text = LogProof(0, (), note, leaf).text().encode()

        assert found(alone(text)) == [("entry 0", "entry")]
    assert "nothing that can be read" in as_text(alone(text))


def test_a_verdict_can_be_printed_whatever_an_entry_says() -> None:
    """Half of a surrogate, or what moves the cursor: whoever has the log's key can sign that."""
    statement = entry(0, system_id="s\u001b[2J").statement()
    payload = canonical_bytes(statement).replace(b'"1.0.0"', rb'"\ud800"')
    leaf = sign(payload, PAYLOAD_TYPE, EnvelopeSigner(GATE_KEYID, OTHER))
    note = sign_checkpoint(1, leaf_hash(leaf), LOG)
    report = alone(LogProof(0, (), note, leaf).text().encode(), gate_keys=[])

    assert "\x1b" not in as_text(report)
    assert as_text(report).encode()
    assert as_json(report).encode()


def test_parts_of_two_receipts_make_none(kept: Kept) -> None:
    """The proof has to lead from this entry at this place to this root."""
    parts = LogProof.parse(kept.receipt.decode())
    other = open_log(kept.logs["same"])
    leaf, hashes = other.receipt_parts(5).leaf, other.inclusion(5, SIZE)
    other.close()
    for index, taken, carried in (
        (5, parts.hashes, parts.extra),
        (INDEX, hashes, parts.extra),
        (INDEX, parts.hashes, leaf),
        (INDEX, parts.hashes[:-1], parts.extra),
        (INDEX, (*parts.hashes, bytes(32)), parts.extra),
        (SIZE, parts.hashes, parts.extra),
    ):
        text = LogProof(index, taken, parts.checkpoint, carried).text().encode()

        assert (f"entry {index}", "proof") in found(alone(text))


def test_a_proof_without_its_entry_is_no_receipt(kept: Kept) -> None:
    """The format allows it; then there is nothing that was decided."""
    parts = LogProof.parse(kept.receipt.decode())
    text = LogProof(parts.index, parts.hashes, parts.checkpoint).text().encode()

    with pytest.raises(Unusable, match="does not carry its entry"):
        alone(text)


# --- the form of the file -------------------------------------------------------------------------


@pytest.mark.parametrize("what", WRITTEN)
def test_what_the_gate_reads_is_read_as_the_same(what: str) -> None:
    """The files of transparency-dev/formats."""
    gates, text = WRITTEN[what]
    ours = Proof.parse(text.encode())

    assert (ours.index, ours.hashes, ours.extra) == (gates.index, gates.hashes, gates.extra)
    assert ours.note == gates.checkpoint.encode()


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_gate_refuses_is_refused(what: str) -> None:
    """Each line has its one form."""
    with pytest.raises(DoesNotHold):
        Proof.parse(REFUSED[what].encode())


def test_a_receipt_that_is_cut_off_is_none(kept: Kept) -> None:
    """Wherever it ends."""
    for end in range(len(kept.receipt)):
        with pytest.raises(Unusable):
            alone(kept.receipt[:end])


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text + b"\n",
        lambda text: text + b" ",
        lambda text: text + b"more\n",
        lambda text: text + text,
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n\n", b"\n\n\n", 1),
        lambda text: text.replace(b"index 4", b"index 04"),
        lambda text: text.replace(b"index 4", b"index +4"),
        lambda text: text.replace(b"index 4", b"index \xd9\xa4"),
        lambda text: b"",
    ],
)  # fmt: skip
def test_a_receipt_has_one_spelling(kept: Kept, changed: object) -> None:
    """Nothing before, after or between its lines."""
    with pytest.raises(Unusable):
        alone(changed(kept.receipt))  # type: ignore[operator]


def test_no_line_can_be_left_out_doubled_or_moved(kept: Kept) -> None:
    """In any order but its own."""
    lines = kept.receipt.splitlines(keepends=True)
    for place, line in enumerate(lines):
        rest = [*lines[:place], *lines[place + 1 :]]
        moved = [b"".join([*rest[:to], line, *rest[to:]]) for to in range(len(lines))]
        for text in (b"".join(rest), b"".join([*lines[: place + 1], *lines[place:]]), *moved):
            if text != kept.receipt and not _is_same_note(text, kept.receipt):
                assert not _holds(text)


def _is_same_note(text: bytes, receipt: bytes) -> bool:
    """Whether only the signature line, which may stand there twice, is doubled."""
    return text == receipt + receipt.splitlines(keepends=True)[-1]


def _holds(text: bytes) -> bool:
    try:
        return alone(text).clean
    except Unusable:
        return False


def test_base64_has_one_spelling(kept: Kept) -> None:
    """Unused bits, missing padding or white space make another file, not another receipt."""
    lines = kept.receipt.split(b"\n")
    tried = 0
    for place, line in enumerate(lines):
        start, _, encoded = line.rpartition(b" ")
        if not encoded.endswith(b"="):
            continue
        padding = len(encoded) - len(encoded.rstrip(b"="))
        last = bytes([encoded[-padding - 1] + 1])
        for other in (
            encoded.rstrip(b"="),
            encoded + b"=",
            encoded + b" ",
            b" " + encoded,
            encoded.replace(b"+", b"-").replace(b"/", b"_") + b"====",
            encoded[: -padding - 1] + last + b"=" * padding,
        ):
            changed = start + b" " + other if start else other
            with pytest.raises(Unusable):
                alone(b"\n".join([*lines[:place], changed, *lines[place + 1 :]]))
            tried += 1

    assert tried


def test_a_receipt_is_bounded() -> None:
    """A file of RECEIPT_BYTES_MAX bytes and PROOF_HASHES_MAX hashes is read, more is refused."""
    room = RECEIPT_BYTES_MAX - len(LogProof(0, (), "").text())
    largest = LogProof(0, (), "x" * room).text().encode()
    hashes = (bytes(32),) * PROOF_HASHES_MAX

    assert len(Proof.parse(largest).note) == room
    with pytest.raises(DoesNotHold, match=f"at most {RECEIPT_BYTES_MAX} bytes"):
        Proof.parse(largest + b"x")
    assert Proof.parse(LogProof(0, hashes, "x").text().encode()).hashes == hashes
    with pytest.raises(DoesNotHold, match=f"at most {PROOF_HASHES_MAX} hashes"):
        Proof.parse(LogProof(0, (*hashes, bytes(32)), "x").text().encode())


# --- who else has seen it -------------------------------------------------------------------------


def test_a_quorum_must_have_cosigned_the_checkpoint_of_the_receipt(kept: Kept) -> None:
    """As `Prefer: wait=witness` gives it; the finding counts who did."""
    parts = LogProof.parse(kept.receipt.decode())
    note = cosigned(parts.checkpoint, 1, 2)
    receipt = LogProof(parts.index, parts.hashes, note, parts.extra).text().encode()
    two = policy_text("group g 2 w1 w2 w3", "quorum g")
    first, third = (witness(number).cosigner.vkey for number in (1, 3))

    assert alone(receipt, policy=two, witnesses=[first]).clean
    assert len(alone(receipt, policy=two).remarks) == 1
    assert found(alone(kept.receipt, policy=two)) == [("checkpoint", "witnesses")]
    assert found(alone(receipt, policy=policy_text("quorum w3"), witnesses=[third])) == [
        ("checkpoint", "witness"),
        ("checkpoint", "witnesses"),
    ]
    with pytest.raises(Unusable, match="Line 1 of the trust policy"):
        alone(receipt, policy=b"quorum w1\n")


@pytest.mark.parametrize(
    ("log", "size", "expected", "said"),
    [
        ("same", SIZE, [], None),
        ("forked", SIZE, [("given", "checkpoint")], "Two roots of one size were signed"),
        ("cut", INDEX, [("entry 4", "cut")], "proves entry 4: the given checkpoint has 4"),
        ("same", 0, [("entry 4", "cut")], "or the given checkpoint is older than the receipt"),
        ("short", INDEX + 1, [("given", "checkpoint")], "ask for a bundle with --since 7"),
        ("grown", SIZE + 1, [("given", "checkpoint")], "ask for a bundle with --since 7"),
        ("forked", SIZE + 1, [("given", "checkpoint")], "ask for a bundle with --since 7"),
    ],
)
def test_a_checkpoint_shows_the_entry_or_that_it_is_gone(
    kept: Kept, log: str, size: int, expected: list[tuple[str, str]], said: str | None
) -> None:
    """Of the same size it settles the matter; of another it proves nothing, and is not believed."""
    report = alone(kept.receipt, held=[checkpoint_at(kept.logs[log], size)])

    assert found(report) == expected
    assert said is None or said in report.findings[0].detail


def test_a_checkpoint_of_another_log_is_a_finding(kept: Kept) -> None:
    """As for a bundle."""
    other = sign_checkpoint(SIZE, bytes(32), Signer.of(ORIGIN, OTHER)).encode()

    assert found(alone(kept.receipt, held=[other])) == [("given", "checkpoint")]


# --- against a bundle -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("same", []),
        ("grown", []),
        ("cut", [("entry 4", "cut")]),
        ("short", [("receipt", "checkpoint")]),
        ("forked", [("entry 4", "receipt"), ("size 7", "root")]),
    ],
)
def test_the_whole_log_has_the_entry_or_does_not(
    kept: Kept, log: str, expected: list[tuple[str, str]]
) -> None:
    """Each of these bundles is clean for whoever kept nothing."""
    bundle = exported(kept.logs[log])
    report = checked(bundle, receipt=kept.receipt)

    assert checked(bundle).clean
    assert found(report) == expected
    assert report.receipt is not None
    assert report.receipt.index == INDEX


def test_a_cut_log_is_called_so(kept: Kept) -> None:
    """With what the receipt proves and what the log has."""
    cut = checked(exported(kept.logs["cut"]), receipt=kept.receipt)
    short = checked(exported(kept.logs["short"]), receipt=kept.receipt)

    assert cut.findings[0].detail == (
        "The log was cut, or the bundle is older than the receipt, which proves entry 4: the bundle "
        "has 4 entries."
    )
    assert short.findings[0].detail == (
        "The log was rolled back: the receipt's checkpoint has 7 entries, the log 5."
    )


@pytest.mark.parametrize(
    ("log", "part", "since", "expected"),
    [
        ("grown", Part(3, 6), [], []),
        ("grown", Part(3, 6), [SIZE], []),
        ("grown", Part(5, 7), [SIZE], []),
        ("grown", Part(5, 7), [], [("receipt", "checkpoint")]),
        ("forked", Part(3, 6), [], [("entry 4", "receipt")]),
        ("forked", Part(3, 6), [SIZE], [("receipt", "checkpoint"), ("entry 4", "receipt")]),
        ("forked", Part(5, 7), [SIZE], [("receipt", "checkpoint")]),
        ("forked", Part(5, 7), [], [("receipt", "checkpoint")]),
        ("cut", Part(1, 3), [], [("entry 4", "cut")]),
    ],
)
def test_a_part_shows_the_entry_itself_or_that_the_log_goes_on(
    kept: Kept, log: str, part: Part, since: list[int], expected: list[tuple[str, str]]
) -> None:
    """Either is enough; with neither nothing is proved, and that is a finding."""
    bundle = exported(kept.logs[log], part=part, since=since)

    assert found(checked(bundle, receipt=kept.receipt)) == expected


def test_a_receipt_that_does_not_hold_is_a_finding_beside_the_log(kept: Kept) -> None:
    """It proves no entry, so none is called another one, and none is missed."""
    parts = LogProof.parse(kept.receipt.decode())
    for index in (3, 50):
        text = LogProof(index, parts.hashes, parts.checkpoint, parts.extra).text().encode()
        report = checked(exported(kept.logs["same"]), receipt=text)

        assert found(report) == [(f"entry {index}", "proof")]


def test_what_is_no_receipt_is_unusable_beside_a_bundle_too(kept: Kept) -> None:
    """Nothing is said of a log for which nobody kept one."""
    with pytest.raises(Unusable, match="not a receipt"):
        checked(exported(kept.logs["same"]), receipt=b"rubbish")


def test_the_entry_of_a_receipt_is_signed_by_a_gate_of_the_auditor(kept: Kept) -> None:
    """Also where the log does not have it."""
    other = public_pem(OTHER.public_key()).encode()
    report = checked(exported(kept.logs["cut"]), receipt=kept.receipt, gate_keys=[other])

    assert ("entry 4", "entry") in found(report)


def test_a_receipt_counts_as_another_view_of_the_log(kept: Kept) -> None:
    """The log continues what somebody else was shown."""
    remark = "Whether others were shown the same log"
    whole, part = exported(kept.logs["same"]), exported(kept.logs["same"], part=Part(3, 6))

    assert not any(remark in said for said in checked(whole, receipt=kept.receipt).remarks)
    assert any(remark in said for said in checked(part, receipt=kept.receipt).remarks)
